"""A plain stand-in for a session's light row of a cell."""

from dataclasses import dataclass

from allviewer.core.records import Status, Triage


@dataclass(frozen=True)
class Row:
    """One cell as `core.table.Table` reads it."""

    id: int
    image_id: int = 1
    best: str = "blast"
    probability: float = 0.9
    triage: Triage | None = Triage.CERTAIN
    status: Status = Status.UNREVIEWED
    label: str = ""
    reviewer: str = ""
    note: str = ""
    blind: bool = False

    @property
    def seen(self) -> bool:
        return not self.blind
