"""Killed (SIGKILL) at any moment while deciding, classifying, exporting, migrating: nothing is lost.

Tried: 3 kills of each kind in the suite, 50 of each (200 in all) with `-m slow`.
"""

import multiprocessing
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from allviewer.core.report import read_csv
from allviewer.core.rows import CellRow
from allviewer.services.session import Session, schema
from tests.faults import victims
from tests.services.helpers import MODEL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="victims are forked")
FEW, MANY = range(3), range(3, 53)
SEEDS = [*FEW, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MANY)]


@pytest.fixture(scope="module")
def processes() -> Iterator[multiprocessing.context.ForkServerContext]:
    """Victims are forked from a server that has imported everything, so that each starts at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.victims"])
    yield context
    from multiprocessing import forkserver

    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # else it outlives the tests


def kill(
    processes: Any, victim: Callable[[Path, int, Connection], None], path: Path, seed: int, *, most: int
) -> Any:
    """Let a victim tell a random number of steps, kill it, and return the last step it told."""
    ours, theirs = processes.Pipe(duplex=False)
    process = processes.Process(target=victim, args=(path, seed, theirs))
    process.start()
    theirs.close()
    for _ in range(random.Random(seed).randint(1, most)):
        told = ours.recv()
    process.kill()
    process.join()
    while True:  # what it told before it died, it had written
        try:
            told = ours.recv()
        except EOFError:
            break
    ours.close()
    process.close()
    return told


def decisions(session: Session) -> list[tuple[Any, ...]]:
    rows: list[CellRow] = session.cells(1)
    return [(r.decision.status, r.decision.label, r.decision.note) if r.decision else () for r in rows]


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_while_deciding(processes: Any, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "s.allviewer"
    victims.make(path)
    told = kill(processes, victims.deciding, path, seed, most=60)
    victims.make(tmp_path / "reference.allviewer")
    reference = Session.open(tmp_path / "reference.allviewer")
    again = victims.steps(reference, seed)
    list(islice(again, told))
    told_state = decisions(reference)
    next(again)  # a step may have been on disk before it could be told
    session = Session.open(path)
    assert not session.read_only
    assert decisions(session) in (told_state, decisions(reference))
    assert session.verify() == []
    session.close()
    reference.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_while_classifying(processes: Any, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "s.allviewer"
    victims.make(path)
    told, _ = kill(processes, victims.classifying, path, seed, most=40)
    session = Session.open(path)
    images = {row.name: row for row in session.images()}
    assert all(images[f"{number}.png"].state == "done" for number in range(1, told + 1))
    assert len(images) <= told + 2
    pending = session.pending(MODEL.sha256)
    assert {job.name for job in pending} <= {f"{told + 1}.png"}
    for job in pending:
        assert job.cells is not None and len(job.cells) == images[job.name].cells
    session.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_while_exporting(processes: Any, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "s.allviewer"
    victims.make(path)
    kill(processes, victims.exporting, path, seed, most=15)
    assert len(read_csv(path.with_suffix(".csv"))) == victims.CELLS


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_while_migrating(processes: Any, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "s.allviewer"
    victims.make(path)
    session = Session.open(path)
    list(islice(victims.steps(session, seed), 20))
    expected = decisions(session)
    session.close()
    to_version_1(path)
    told = kill(processes, victims.migrating, path, seed, most=15)
    for number in range(1, told + 1):
        session = Session.open(tmp_path / f"{number}.allviewer")
        assert decisions(session) == expected
        assert session.verify() == []
        session.close()


def to_version_1(path: Path) -> None:
    """As the first version wrote it: that had no classes of the session's own, and no settings."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE labels")
    connection.execute("DROP TABLE settings")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert schema.VERSION == 3  # a later version must be taken back here, too
