"""What lies open: the session's light rows in memory, kept true by the changes that the session returns."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allviewer.core.labels import Label
from allviewer.core.records import Model, Status
from allviewer.services.session import CellSummary, Change, ImageRow, Session


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change came to: rows that are new, rows that are other than before, cells that are gone.

    `before` are the rows of `cells` as they were, in the same order. With `labels` the classes to
    choose from are others.
    """

    new_images: tuple[ImageRow, ...] = ()
    images: tuple[ImageRow, ...] = ()
    new_cells: tuple[CellSummary, ...] = ()
    cells: tuple[CellSummary, ...] = ()
    before: tuple[CellSummary, ...] = ()
    gone: tuple[int, ...] = ()
    labels: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole session counted: labels are the reviewer's, `predicted` the model's, never mixed."""

    labels: tuple[tuple[str, int], ...]
    predicted: tuple[tuple[str, int], ...]
    reviewed: int
    cells: int

    @property
    def counted(self) -> int:
        """Cells that the reviewer gave a class."""
        return sum(count for _, count in self.labels)


class Desk:
    """The pictures and cells of one session, looked up without asking the file each time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.images: dict[int, ImageRow] = {}
        self.cells: dict[int, CellSummary] = {}
        self._numbers: dict[int, list[tuple[int, int]]] = {}
        self._statuses: Counter[Status] = Counter()
        self._labels: Counter[str] = Counter()
        self._predicted: Counter[str] = Counter()
        self.reload()

    @property
    def model(self) -> Model | None:
        """The model whose predictions are shown."""
        return self.session.model

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels a reviewer may choose, in the order of their keys."""
        return self.session.labels()

    @property
    def own_labels(self) -> tuple[Label, ...]:
        """The classes that the model does not have: a person added them."""
        model = self.model.classes if self.model else ()
        return tuple(label for label in self.session.own_labels() if label.name not in model)

    @property
    def names(self) -> Mapping[int, str]:
        """Each picture's name by its id."""
        return {row.id: row.name for row in self.images.values()}

    def reload(self) -> None:
        """Read everything anew (after another model was chosen)."""
        self.images = {row.id: row for row in self.session.images()}
        self.cells = {}
        self._numbers = {}
        for counter in (self._statuses, self._labels, self._predicted):
            counter.clear()
        for cell in self.session.index():
            self._put(cell)

    @property
    def carried(self) -> Mapping[str, int]:
        """How many cells carry each label."""
        return self._labels

    def cells_of(self, image_id: int) -> list[int]:
        """Ids of a picture's cells, by number."""
        return [cell_id for _, cell_id in self._numbers.get(image_id, ())]

    def apply(self, change: Change) -> Applied:
        """Take a change in; the rows that views must show anew."""
        rows = self.session.images_by_id(change.images)
        asked = set(change.cells)
        for row in rows:
            before = self.images.get(row.id)
            if before is not None and before.kind is not row.kind and before.kind is not None:
                asked.update(self.cells_of(row.id))
                asked.update(cell.id for cell in self.session.cells(row.id))
        new_images = tuple(row for row in rows if row.id not in self.images)
        old_images = tuple(row for row in rows if row.id in self.images)
        self.images.update((row.id, row) for row in rows)
        found = self.session.summaries(asked) if asked else []
        new = tuple(cell for cell in found if cell.id not in self.cells)
        old = tuple(cell for cell in found if cell.id in self.cells)
        were = tuple(self.cells[cell.id] for cell in old)
        present = {cell.id for cell in found}
        gone = tuple(cell_id for cell_id in asked - present if cell_id in self.cells)
        self._remove(gone)
        for cell in found:
            self._put(cell)
        return Applied(new_images, old_images, new, old, were, gone, change.labels)

    def tally(self) -> Tally:
        """Count what was decided, and apart from it what was predicted."""
        names = dict.fromkeys((*self.classes, *self._labels, *self._predicted))
        unreviewed = self._statuses[Status.UNREVIEWED]
        return Tally(
            tuple((name, self._labels[name]) for name in names if name),
            tuple((name, self._predicted[name]) for name in names if name),
            len(self.cells) - unreviewed,
            len(self.cells),
        )

    def _put(self, cell: CellSummary) -> None:
        before = self.cells.get(cell.id)
        if before is None:
            insort(self._numbers.setdefault(cell.image_id, []), (cell.number, cell.id))
        else:
            self._count(before, -1)
        self._count(cell, 1)
        self.cells[cell.id] = cell

    def _remove(self, ids: Iterable[int]) -> None:
        for cell_id in ids:
            cell = self.cells.pop(cell_id)
            self._numbers[cell.image_id].remove((cell.number, cell_id))
            self._count(cell, -1)

    def _count(self, cell: CellSummary, one: int) -> None:
        self._statuses[cell.status] += one
        if cell.label:
            self._labels[cell.label] += one
        if cell.best:
            self._predicted[cell.best] += one
