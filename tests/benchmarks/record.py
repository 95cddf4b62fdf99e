"""What a line of the benchmark is, what it is asked and what it says: frozen, and plain enough for JSON."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure must reach: at least `limit`, or at most."""

    limit: float
    at_least: bool

    def reached_by(self, value: float) -> bool:
        """Whether `value` is good enough, as measured and not as rounded; NaN never is."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


def at_least(limit: float) -> Bar:
    """Bigger is better."""
    return Bar(limit, at_least=True)


def at_most(limit: float) -> Bar:
    """Smaller is better."""
    return Bar(limit, at_least=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure against its bar; `sides` are the raw figures it was made of, `notes` what to know.

    `value` is None where it could not be measured, and `notes` says why.
    """

    name: str
    unit: str
    bar: Bar
    value: float | None
    sides: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()

    @property
    def verdict(self) -> str:
        """`reached`, `missed` or `not measured`."""
        if self.value is None or math.isnan(self.value):
            return "not measured"
        return "reached" if self.bar.reached_by(self.value) else "missed"


@dataclass(frozen=True, slots=True)
class Options:
    """What every line is asked: how long to take, with which bundle, on whose pictures."""

    quick: bool = False
    model: str = "all_b3"
    pictures: Path | None = None
    """A folder of real pictures in place of the shipped samples."""
    threads: int = 1
    processor: bool = False
    """Judge by the processor's time instead of the wall's: on a machine that others use too."""
    out: Path = Path("build/benchmarks")
    """Where plots go."""

    @property
    def now(self) -> Callable[[], float]:
        """Seconds by the clock that judges."""
        return time.process_time if self.processor else time.perf_counter

    def choose(self, full: int, quick: int) -> int:
        """A size: the full one, or a smaller one where time is short."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its name for `--only`, and what measures it in a process of its own."""

    key: str
    title: str
    measure: Callable[[Options], Sequence[Measured]]
