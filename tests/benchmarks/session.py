"""The session at size: `python -m tests.benchmarks.session [--cells N] [--folder DIR]` prints a table.

Decisions are durable when they return, so their rate is that of the disk under `--folder`; the
processor time beside it says what of it is ours.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work

PER_PICTURE = 50
DECISIONS = 1000


def main() -> None:
    """Fill a session and measure what a person waits for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where the session is made (default: temporary)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "s.allviewer"
        session = Session.open(path)
        timed(f"store {options.cells} classified cells", lambda: fill(session, options.cells))
        session.close()
        timed("open", lambda: Session.open(path).close())
        session = Session.open(path)
        timed("light rows of all cells", session.index)
        timed("rows of all pictures", session.images)
        timed("one picture's row", lambda: session.images_by_id([1]))
        timed("one cell", lambda: session.cell(options.cells // 2))
        cells = [row.id for row in session.index()]
        timed(
            "decide 10,000 in one step", lambda: session.decide(cells[:10_000], Status.UNSURE, reviewer="B")
        )
        timed("undo that", lambda: session.undo("B"))
        single(session, cells)
        session.close()


def timed(what: str, call: Callable[[], object]) -> None:
    """Print the wall clock's and the processor's time of one call."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    spent = (time.perf_counter() - wall, time.process_time() - processor)
    print(f"{what:36} {spent[0] * 1e3:10.1f} ms   processor {spent[1] * 1e3:10.1f} ms", flush=True)


def fill(session: Session, cells: int) -> None:
    """Pictures of `PER_PICTURE` cells each, stored sixteen at a time as the window does."""
    session.use_model(MODEL)
    for first in range(0, cells // PER_PICTURE, 16):
        happened = []
        for number in range(first, min(first + 16, cells // PER_PICTURE)):
            job, sha256 = work(f"{number}.png"), f"{number:064x}"
            happened += [read(job, sha256), found(job, sha256, cells=PER_PICTURE)]
            happened += [classified(job, sha256, cells=PER_PICTURE)]
        session.store(*happened)


def single(session: Session, cells: list[int]) -> None:
    """Durable decisions of single cells all over the session."""
    chosen = random.Random(0).sample(cells, min(DECISIONS, len(cells)))
    taken = []
    wall, processor = time.perf_counter(), time.process_time()
    for cell in chosen:
        begun = time.perf_counter()
        session.decide([cell], Status.EXCLUDED, reviewer="B")
        session.cell(cell)
        taken.append(time.perf_counter() - begun)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    taken.sort()
    print(f"{'durable decisions a second':36} {len(chosen) / wall:10.0f}   (at least 200)")
    print(f"{'  slowest of a hundred':36} {taken[int(len(taken) * 0.99)] * 1e3:10.1f} ms   (at most 30)")
    print(f"{'  processor time of one':36} {processor / len(chosen) * 1e3:10.2f} ms")


if __name__ == "__main__":
    main()
