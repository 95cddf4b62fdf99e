"""Two or more sides timed in turns, so that whatever else the machine does falls on all of them."""

import math
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.record import Options


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each round of one side, by the wall's clock and the processor's."""

    wall: Sequence[float]
    processor: Sequence[float]

    def rounds(self, options: Options) -> Sequence[float]:
        """By the clock that was asked for."""
        return self.processor if options.processor else self.wall

    def seconds(self, options: Options) -> float:
        """The median by that clock."""
        return statistics.median(self.rounds(options))


def in_turns(sides: Mapping[str, Callable[[], object]], *, rounds: int, warm: int = 2) -> dict[str, Times]:
    """Call every side `warm` times, then `rounds` times each, one after the other."""
    wall: dict[str, list[float]] = {name: [] for name in sides}
    busy: dict[str, list[float]] = {name: [] for name in sides}
    for side in sides.values():
        for _ in range(warm):
            side()
    for _ in range(rounds):
        for name, side in sides.items():
            begun, worked = time.perf_counter(), time.process_time()
            side()
            wall[name].append(time.perf_counter() - begun)
            busy[name].append(time.process_time() - worked)
    return {name: Times(wall[name], busy[name]) for name in sides}


def ratio(over: Times, under: Times, options: Options) -> float:
    """The median of the rounds' own ratios: both sides of each met the same machine."""
    sides = zip(over.rounds(options), under.rounds(options), strict=True)
    return statistics.median(a / b for a, b in sides)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` percent of them do not exceed: the nearest rank, never a mean of two."""
    ordered = sorted(values)
    rank = math.ceil(len(ordered) * share / 100)
    return ordered[max(0, rank - 1)]


def load() -> str:
    """How busy the machine was in the last minute, in words; empty where the system does not say."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"{os.getloadavg()[0]:.1f} processes wanted {os.cpu_count()} cores"
