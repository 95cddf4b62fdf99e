"""Decisions a second in a session of 100,000 cells, each on disk before the next."""

import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.benchmarks import clock, large
from tests.benchmarks.record import Line, Measured, Options, at_least

ROUNDS = 3


def measure(options: Options) -> Sequence[Measured]:
    """One figure, the median of the rounds."""
    cells = options.choose(100_000, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "s.allviewer"
        large.fill(file, cells)
        session = Session.open(file)
        chance = random.Random(0)
        ids = [row.id for row in session.index()]
        _round(session, chance.sample(ids, 50))
        rounds = [_round(session, chance.sample(ids, options.choose(1_000, 300))) for _ in range(ROUNDS)]
        session.close()
    rates = [len(taken) / sum(taken) for taken, _ in rounds]
    busy = [processor / len(taken) for taken, processor in rounds]
    slowest = clock.percentile([one for taken, _ in rounds for one in taken], 99)
    said = {
        "of the processor:": f"{clock.percentile(busy, 50) * 1e3:.2f} ms each",
        "99th percentile:": f"{slowest * 1e3:.1f} ms",
    }
    notes = ["durable as the disk of the temporary folder is"]
    name = f"durable decisions, session of {cells:,} cells"
    return [Measured(name, "a second", at_least(200), clock.percentile(rates, 50), said, notes)]


def _round(session: Session, cells: Sequence[int]) -> tuple[list[float], float]:
    """Seconds of each decision, and of the processor for all."""
    taken, busy = [], time.process_time()
    for cell in cells:
        begun = time.perf_counter()
        session.decide([cell], Status.EXCLUDED, reviewer="benchmark")
        session.cell(cell)
        taken.append(time.perf_counter() - begun)
    return taken, time.process_time() - busy


LINE = Line("decisions", "durable decisions a second", measure)
