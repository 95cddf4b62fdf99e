"""The rows of a session as lists, panels and counts read them, and what a step is asked for and changes."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from allviewer.core.listing import ListingKey, listing_key
from allviewer.core.records import Box, Cell, Decision, Kind, Prediction, Status, Triage


@dataclass(frozen=True, slots=True)
class Change:
    """Which images (their row) and cells a step or an event touched, and whether the session's labels."""

    images: frozenset[int] = frozenset()
    cells: frozenset[int] = frozenset()
    labels: bool = False

    def __or__(self, other: "Change") -> "Change":
        return Change(self.images | other.images, self.cells | other.cells, self.labels or other.labels)

    def __bool__(self) -> bool:
        return bool(self.images or self.cells or self.labels)


class State(StrEnum):
    """What became of a picture."""

    PENDING = "pending"
    """Never read."""
    READ = "read"
    """Not every cell is classified by the current model."""
    DONE = "done"
    FAILED = "failed"
    CHANGED = "changed"
    """The file is another picture now: the row keeps what was said of the old one, which is not counted
    meanwhile.
    """
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One picture of the session.

    `reason` says in plain words why its `state` is so. `reviewed` of `cells` have a decision.
    """

    id: int
    name: str
    path: Path
    sha256: str
    kind: Kind | None
    kind_by_person: bool
    state: State
    reason: str
    notes: tuple[str, ...]
    width: int
    height: int
    um_per_px: float | None
    cells: int
    reviewed: int

    @property
    def place(self) -> tuple[ListingKey, int]:
        """Sorts pictures by their names, as a folder lists them."""
        return listing_key(self.name), self.id

    @property
    def superseded(self) -> bool:
        """Whether another picture lies under its name now."""
        return self.state is State.CHANGED

    @property
    def unfinished(self) -> bool:
        """Whether it is still to be read, or cells of it to be found or classified."""
        return self.state in (State.PENDING, State.READ)


@dataclass(frozen=True, slots=True, eq=False)
class CellRow:
    """One cell with the current model's prediction and the decision that counts.

    `decision` is None while nothing was said; its status is unreviewed if only a note was written.
    """

    id: int
    image_id: int
    cell: Cell
    prediction: Prediction | None
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class CellSummary:
    """The light row of a cell: what lists, filters, the queue and counts need.

    `best` is the current model's most probable class ("" without a prediction, and then
    `probability` and `uncertainty` are 0 and `triage` is None); `label`, `reviewer`, `note` and
    `blind` are those of the decision that counts, and it was made with this very prediction `seen`:
    not blind, nor beside another model's or elsewhere. `area_px` is the whole cell's, in image pixels;
    of a `truncated` one the picture's border cuts a part off.
    """

    id: int
    image_id: int
    number: int
    best: str
    probability: float
    uncertainty: float
    triage: Triage | None
    reason: str
    status: Status
    label: str
    reviewer: str = ""
    note: str = ""
    blind: bool = False
    seen: bool = False
    area_px: float = 0.0
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell lies: enough to find it again in another session or a table."""

    id: int
    image_id: int
    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be decided of one cell; `note` None keeps the note that is there.

    `reviewer` is who judged where that is not who takes the step: labels brought in from elsewhere.
    `elsewhere` nobody knows whether a prediction was in sight: it counts neither as blind nor as seen.
    """

    status: Status
    label: str = ""
    note: str | None = None
    blind: bool = False
    reviewer: str = ""
    elsewhere: bool = False
