"""What lies open: the session's light rows in memory, kept true by the changes that the session returns."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from allviewer.core import review
from allviewer.core.labels import Label
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Model, Status, Triage
from allviewer.core.rows import CellSummary, Change, ImageRow, State
from allviewer.services.session import Session
from allviewer.ui.tally import Counted, Tally


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change came to: rows that are new, rows that are other than before, cells that are gone.

    `before` are the rows of `cells` as they were, in the same order. Of the cells that are gone so many
    were decided: `laid_aside`. With `labels` the classes to choose from are others.
    """

    new_images: tuple[ImageRow, ...] = ()
    images: tuple[ImageRow, ...] = ()
    new_cells: tuple[CellSummary, ...] = ()
    cells: tuple[CellSummary, ...] = ()
    before: tuple[CellSummary, ...] = ()
    gone: tuple[int, ...] = ()
    labels: bool = False
    laid_aside: int = 0

    @property
    def redrawn(self) -> list[int]:
        """Ids of the cells whose outline is another, as their area tells."""
        each = zip(self.before, self.cells, strict=True)
        return [cell.id for before, cell in each if before.area_px != cell.area_px]

    @property
    def decided(self) -> set[int]:
        """Ids of the cells of which something else is said now."""
        each = zip(self.before, self.cells, strict=True)
        return {cell.id for before, cell in each if before.status is not cell.status}


def _unreviewed(cells: Iterable[CellSummary]) -> Iterator[int]:
    return (cell.id for cell in cells if cell.status is Status.UNREVIEWED)


def _counts_otherwise(before: ImageRow, row: ImageRow) -> bool:
    """Whether other cells of a picture count now: its kind is another, or its file is another or back."""
    other_kind = before.kind is not row.kind and before.kind is not None
    return other_kind or before.superseded is not row.superseded


def _pressing(cells: Iterable[CellSummary]) -> Iterator[int]:
    return (cell.id for cell in cells if review.presses(cell))


class Rows:
    """All light rows of a session, read in whatever thread, and what is counted of them."""

    def __init__(self, images: Iterable[ImageRow], cells: Sequence[CellSummary]) -> None:
        """`cells` by picture and number."""
        self.images = {row.id: row for row in images}
        self.cells = {cell.id: cell for cell in cells}
        self.numbers: dict[int, list[tuple[int, int]]] = {}
        for cell in cells:
            self.numbers.setdefault(cell.image_id, []).append((cell.number, cell.id))
        self.counted = Counted.of(cells)
        self.unreviewed, self.pressing = set(_unreviewed(cells)), set(_pressing(cells))

    @classmethod
    def of(cls, session: Session, *, tell: Tell = untold) -> "Rows":
        """Read them; `tell` counts the cells."""
        return cls(session.images(), session.index(tell=tell))


@dataclass(frozen=True, slots=True)
class News:
    """What a change came to, read in whatever thread and not taken in yet."""

    applied: Applied
    more: Counted
    fewer: Counted


class Desk:
    """The pictures and cells of one session, looked up without asking the file each time."""

    def __init__(self, session: Session, rows: Rows | None = None) -> None:
        self.session = session
        self._rows = rows or Rows.of(session)

    @property
    def images(self) -> Mapping[int, ImageRow]:
        """The pictures by id, in the order of their names; what is just being listed stands last."""
        return self._rows.images

    @property
    def cells(self) -> Mapping[int, CellSummary]:
        """The cells by id."""
        return self._rows.cells

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

    def names_of(self, cells: Iterable[CellSummary]) -> Mapping[int, str]:
        """The names of these cells' pictures by their ids."""
        return {image_id: self.images[image_id].name for image_id in {cell.image_id for cell in cells}}

    def put(self, rows: Rows) -> None:
        """Have these in place of all rows (after another model was chosen)."""
        self._rows = rows

    @property
    def carried(self) -> Mapping[str, int]:
        """How many cells carry each label."""
        return self._rows.counted.labels

    @property
    def unread(self) -> int:
        """How many pictures could not be read."""
        return sum(row.state is State.FAILED for row in self.images.values())

    @property
    def unsearched(self) -> int:
        """In how many pictures cells are still to be found."""
        return sum(row.unfinished and not row.cells for row in self.images.values())

    @property
    def unreviewed(self) -> AbstractSet[int]:
        """Ids of the cells that nobody decided."""
        return self._rows.unreviewed

    @property
    def pressing(self) -> AbstractSet[int]:
        """Those of the unreviewed that a person should see before the certain ones."""
        return self._rows.pressing

    def cells_of(self, image_id: int) -> list[int]:
        """Ids of a picture's cells, by number."""
        return [cell_id for _, cell_id in self._rows.numbers.get(image_id, ())]

    def put_in_order(self) -> bool:
        """Have new pictures stand where their names say; whether any stood elsewhere."""
        ordered = {row.id: row for row in sorted(self.images.values(), key=lambda row: row.place)}
        moved = list(ordered) != list(self.images)
        self._rows.images = ordered
        return moved

    def apply(self, change: Change) -> Applied:
        """Take a change in; the rows that views must show anew."""
        return self.take(self.news(self.session, change))

    def news(self, session: Session, change: Change) -> News:
        """What a change comes to, as `session` has it.

        In whatever thread `session` belongs to, as long as nothing is taken in meanwhile.
        """
        rows = session.images_by_id(change.images)
        asked = set(change.cells)
        for row in rows:
            before = self.images.get(row.id)
            if before is not None and _counts_otherwise(before, row):
                asked.update(self.cells_of(row.id))
                asked.update(cell.id for cell in session.cells(row.id))
        new_images = tuple(row for row in rows if row.id not in self.images)
        old_images = tuple(row for row in rows if row.id in self.images)
        found = session.summaries(asked) if asked else []
        new = tuple(cell for cell in found if cell.id not in self.cells)
        old = tuple(cell for cell in found if cell.id in self.cells)
        were = tuple(self.cells[cell.id] for cell in old)
        present = {cell.id for cell in found}
        gone = tuple(cell_id for cell_id in asked - present if cell_id in self.cells)
        left = [self.cells[cell_id] for cell_id in gone]
        aside = sum(cell.status is not Status.UNREVIEWED for cell in left)
        applied = Applied(new_images, old_images, new, old, were, gone, change.labels, aside)
        return News(applied, Counted.of(found), Counted.of([*were, *left]))

    def take(self, news: News) -> Applied:
        """Take in what was read; the rows that views must show anew."""
        rows, applied = self._rows, news.applied
        rows.images.update((row.id, row) for row in (*applied.images, *applied.new_images))
        for cell_id in applied.gone:
            cell = rows.cells.pop(cell_id)
            rows.numbers[cell.image_id].remove((cell.number, cell_id))
        for cell in applied.new_cells:
            insort(rows.numbers.setdefault(cell.image_id, []), (cell.number, cell.id))
        rows.cells.update((cell.id, cell) for cell in (*applied.new_cells, *applied.cells))
        come = (*applied.new_cells, *applied.cells)
        for kept, now in ((rows.unreviewed, _unreviewed(come)), (rows.pressing, _pressing(come))):
            kept.difference_update(applied.gone, (cell.id for cell in applied.cells))
            kept.update(now)
        rows.counted.change(more=news.more, fewer=news.fewer)
        return applied

    def tally(self) -> Tally:
        """Count what was decided, and apart from it what was predicted."""
        counted = self._rows.counted
        names = dict.fromkeys((*self.classes, *counted.labels, *counted.predicted))
        unreviewed = counted.statuses[Status.UNREVIEWED]
        certain = counted.decided[Triage.CERTAIN]
        return Tally(
            tuple((name, counted.labels[name]) for name in names if name),
            tuple((name, counted.predicted[name]) for name in names if name),
            len(self.cells) - unreviewed,
            len(self.cells),
            review.certain_first(
                certain=certain, decided=counted.decided.total(), pressing=bool(self.pressing)
            ),
        )
