"""What is counted of a session's cells: statuses, labels and predicted classes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole session counted: labels are the reviewer's, `predicted` the model's, never mixed.

    `certain_first`: most of what is decided is what the model is certain of, while other cells wait.
    """

    labels: tuple[tuple[str, int], ...]
    predicted: tuple[tuple[str, int], ...]
    reviewed: int
    cells: int
    certain_first: bool = False

    @property
    def counted(self) -> int:
        """Cells that the reviewer gave a class."""
        return sum(count for _, count in self.labels)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cells have each status, label and predicted class, and of those decided each triage."""

    statuses: Counter[Status] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    decided: Counter[Triage | None] = field(default_factory=Counter)

    @classmethod
    def of(cls, cells: Sequence[CellSummary]) -> "Counted":
        """Count these."""
        return cls(
            Counter(cell.status for cell in cells),
            Counter(cell.label for cell in cells if cell.label),
            Counter(cell.best for cell in cells if cell.best),
            Counter(cell.triage for cell in cells if cell.status is not Status.UNREVIEWED),
        )

    def change(self, *, more: "Counted", fewer: "Counted") -> None:
        """Add and take away."""
        _change(self.statuses, more=more.statuses, fewer=fewer.statuses)
        _change(self.labels, more=more.labels, fewer=fewer.labels)
        _change(self.predicted, more=more.predicted, fewer=fewer.predicted)
        _change(self.decided, more=more.decided, fewer=fewer.decided)


def _change(counts: Counter[_T], *, more: Counter[_T], fewer: Counter[_T]) -> None:
    counts.update(more)
    counts.subtract(fewer)
