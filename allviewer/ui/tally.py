"""What is counted of a session's cells: statuses, labels and predicted classes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary


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
        for mine, added, taken in (
            (self.statuses, more.statuses, fewer.statuses),
            (self.labels, more.labels, fewer.labels),
            (self.predicted, more.predicted, fewer.predicted),
            (self.decided, more.decided, fewer.decided),
        ):
            mine.update(added)  # type: ignore[arg-type]
            mine.subtract(taken)  # type: ignore[arg-type]
