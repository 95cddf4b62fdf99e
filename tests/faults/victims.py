"""What is done in a process that will be killed: each step is told to the parent once it is on disk."""

import random
import shutil
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from allviewer.core.export import Export
from allviewer.core.records import Status
from allviewer.services.export import export
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work

CELLS = 40


def make(path: Path) -> None:
    """A session with one picture of `CELLS` classified cells."""
    session = Session.open(path)
    session.use_model(MODEL)
    job = work("a.png")
    session.register([job])
    session.store(read(job), found(job, cells=CELLS), classified(job, cells=CELLS))
    session.close()


def steps(session: Session, seed: int) -> Iterator[None]:
    """Decide, decide in bulk, undo and redo, for ever; the same for the same seed."""
    chance = random.Random(seed)
    cells = [row.id for row in session.index()]
    while True:
        action = chance.choice(["one", "one", "many", "undo", "redo"])
        if action == "undo":
            session.undo("RM")
        elif action == "redo":
            session.redo("RM")
        else:
            chosen = chance.sample(cells, 1 if action == "one" else 15)
            status = chance.choice([Status.ACCEPTED, Status.UNSURE, Status.EXCLUDED])
            session.decide(chosen, status, reviewer="RM", note=str(chance.random()))
        yield


def deciding(path: Path, seed: int, told: Connection) -> None:
    session = Session.open(path)
    for number, _ in enumerate(steps(session, seed), 1):
        told.send(number)


def classifying(path: Path, seed: int, told: Connection) -> None:
    session = Session.open(path)
    chance = random.Random(seed)
    for number in range(1, 10_000):
        job = work(f"{number}.png")
        sha256 = f"{number:064x}"
        cells = chance.randint(1, 9)
        session.store(read(job, sha256), found(job, sha256, cells=cells))
        session.store(classified(job, sha256, cells=cells))
        told.send((number, cells))


def exporting(path: Path, seed: int, told: Connection) -> None:
    session = Session.look(path)
    for number in range(1, 10_000):
        bom = bool(random.Random(number + seed).getrandbits(1))
        export(session, Export(path.with_suffix(".csv"), bom=bom))
        told.send(number)


def migrating(path: Path, _seed: int, told: Connection) -> None:
    for number in range(1, 10_000):
        copy = path.with_name(f"{number}.allviewer")
        shutil.copy(path, copy)
        told.send(number)
        Session.open(copy).close()
