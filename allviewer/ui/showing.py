"""Which picture and cell are on the screen. An answer for another picture is never shown on this one."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from allviewer.core.errors import ImageError
from allviewer.core.records import Cell, Image
from allviewer.core.rows import CellRow, ImageRow
from allviewer.ui import walk
from allviewer.ui.blind import Blind
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.sight import CHANGED, Sight
from allviewer.ui.views import CellShown, PictureShown, Views


class Loads(Protocol):
    """What decodes pictures in the background."""

    def want(self, path: Path, *, ahead: Sequence[Path] = ()) -> Image | None: ...
    def forget(self) -> None: ...


class Place(NamedTuple):
    """A picture, and the cell of it that is shown, if any, by their ids in the session."""

    image: int
    cell: int | None


class Showing:
    """The current picture and cell of the desk, and every view that follows them."""

    def __init__(self, views: Views, pictures: Loads) -> None:
        self._views, self._pictures = views, pictures
        self._desk: Desk | None = None
        self._image_id: int | None = None
        self.cell: int | None = None
        self.stays = False  # a decision was to lead on from this cell, and there was no other
        self._rows: dict[int, CellRow] = {}
        self._trail: dict[int, None] = {}  # the picture's cells as they were shown, the latest at the end
        self._sight = Sight()
        self._choosing = False
        self.blind = Blind()
        self._round = walk.Round(views.gallery, self.blind)
        self.chosen: Callable[[], None] = lambda: None  # called when another cell is, or none
        views.images.imageChosen.connect(self.choose_image)
        views.picture.cellClicked.connect(self.choose_cell)
        views.gallery.cellChosen.connect(self.choose_cell)
        views.gallery.cellOpened.connect(self.choose_cell)
        views.gallery.selectionChanged.connect(self._show_selection)
        views.cell.cellMeant.connect(self.mean)
        views.gallery.cellMeant.connect(self.mean)

    @property
    def row(self) -> ImageRow | None:
        """The picture on the screen."""
        if self._desk is None or self._image_id is None:
            return None
        return self._desk.images.get(self._image_id)

    @property
    def current(self) -> CellRow | None:
        """The cell in the panel."""
        return None if self.cell is None else self._rows.get(self.cell)

    @property
    def picture(self) -> Image | None:
        """The decoded picture on the screen, if it is the one that was analysed."""
        return self._sight.picture if self._sight.fits(self.row) else None

    @property
    def place(self) -> Place | None:
        """Where the person is."""
        return None if self._image_id is None else Place(self._image_id, self.cell)

    def lost(self, cells: Iterable[int]) -> ImageRow | None:
        """The first picture of these cells that cannot be shown as it was analysed."""
        assert self._desk is not None
        rows = (self._desk.images[self._desk.cells[one].image_id] for one in cells)
        return next((row for row in rows if self._sight.lacks(row)), None)

    @property
    def rows(self) -> list[CellRow]:
        """The cells of the picture on the screen, with what is known and said of them."""
        return list(self._rows.values())

    @property
    def cells(self) -> list[Cell]:
        """The cells of the picture on the screen."""
        return [row.cell for row in self._rows.values()]

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none: nothing is shown any more."""
        self._desk = desk
        self._image_id = self.cell = None
        self.stays = False
        self._sight, self._rows = Sight(), {}
        self.blind.lay(desk)
        self._round.lay(desk)
        self._pictures.forget()
        self._views.picture.show_picture(None)
        self._views.cell.show_cell(None)

    def begin(self, at: Place | None = None) -> None:
        """Show this place, if it is still there, or the first picture, unless one is shown."""
        if self._desk and self._image_id is None and self._desk.images:
            if at is not None:
                self._turn_to_image(at.image, at.cell)
            if self._image_id is None:
                self._turn_to_image(next(iter(self._desk.images)))

    def again(self) -> None:
        """Show the same once more (another model was chosen)."""
        if self._image_id is not None:
            self._turn_to_image(self._image_id, self.cell)

    def reordered(self) -> None:
        """The gallery was put in order: the next cell that nobody decided is its first, wherever this one
        came to stand, until a person goes anywhere.
        """
        self._round.begin()

    # --- choosing ---

    def choose_image(self, image_id: int, *, cell: int | None = None) -> None:
        """Show a picture, and of it the cell that was asked for, or the first that is not reviewed."""
        if image_id != self._image_id:
            self._round.went()
        self.stays = False
        self._turn_to_image(image_id, cell)

    def choose_cell(self, cell_id: int | None) -> None:
        """Show a cell, in whatever picture it is."""
        if cell_id != self.cell:
            self._round.went()
        self.stays = False
        self._turn_to(cell_id)

    def stay(self) -> None:
        """The same cell once more, since there is no next; it alone is selected."""
        self._turn_to(self.cell)

    def mean(self) -> None:
        """A person means the very cell on the screen."""
        self.stays = False

    def step_cell(self, by: int) -> None:
        """The next or previous cell, across pictures."""
        if self._desk is not None:
            images = list(self._desk.images)
            found = walk.next_cell(self._desk, images, self._image_id, self.cell, by=by)
            if found is not None:
                self.choose_cell(found)

    def step_image(self, by: int) -> None:
        """The next or previous picture."""
        if self._desk is not None:
            found = walk.step(list(self._desk.images), self._image_id, by=by)
            if found is not None:
                self.choose_image(found)

    def step_unreviewed(self, by: int = 1) -> bool:
        """The next cell that needs a decision, in the gallery's order; whether there is one."""
        found = self._round.next(self.cell, by=by)
        if found is not None:
            self._round.leave(self.cell, found, by=by)
            self._turn_to(found)
        return found is not None

    def _turn_to_image(self, image_id: int, cell: int | None = None) -> None:
        if self._desk is None or image_id not in self._desk.images:
            return
        self._views.cell.end_note()  # it is of the cell that is still shown
        row = self._desk.images[image_id]
        self._sight.turn_to(row)
        self._image_id, self._rows, self._trail = image_id, self._cells_of(row), {}
        found_before = self._pictures.want(row.path)
        if found_before is not None:
            self._sight.take(found_before)
        self._views.images.select(image_id)
        self._views.window.show_kind(row)
        self._views.picture.show_picture(self._shown())
        if cell in self._rows:
            self._turn_to(cell)
        else:
            self._turn_to(walk.first(self._desk, image_id), unasked=True)

    def _turn_to(self, cell_id: int | None, *, unasked: bool = False, stay: bool = False) -> None:
        """Show a cell; `unasked` where no person asked for one, but some cell is to be shown. The view of
        the picture may `stay`.
        """
        if self._desk is None:
            return
        self._views.cell.end_note()
        summary = self._desk.cells.get(cell_id) if cell_id is not None else None
        if summary is not None and summary.image_id != self._image_id:
            self._turn_to_image(summary.image_id, cell_id)
            return
        before, self.cell = self.cell, cell_id if cell_id in self._rows else None
        if self.cell != before:
            self.stays = False
            self._round.came(unasked=unasked)
        if self.cell is not None:
            self._trail.pop(self.cell, None)
            self._trail[self.cell] = None
        self._views.picture.select(self.cell, stay=stay)
        self._choosing = True
        self._views.gallery.select(self.cell)
        self._choosing = False
        self._show_cell()
        if self.row is not None:
            ahead = walk.ahead(self._desk, self._image_id, self._round.next(self.cell))
            self._pictures.want(self.row.path, ahead=ahead)

    # --- answers ---

    def picture_ready(self, path: Path, found: Image | ImageError) -> None:
        """A picture was decoded, or could not be."""
        row = self.row
        if row is None or row.path != path or not self._sight.take(found):
            return
        self._views.picture.show_picture(self._shown())
        self._views.picture.select(self.cell)
        self._show_cell()

    def take(self, applied: Applied) -> None:
        """Show what a change did to the picture and the cell on the screen."""
        self.begin()
        if self._desk is None or self._image_id is None:
            return
        cells = (*applied.new_cells, *applied.cells)
        mine = [cell.id for cell in cells if cell.image_id == self._image_id]
        gone = [cell for cell in applied.gone if self._rows.pop(cell, None)]
        for cell_id in mine:
            self._rows[cell_id] = self._desk.session.cell(cell_id)
        rows = (*applied.new_images, *applied.images)
        self._views.window.show_kind(self.row)
        before, self._sight.row = self._sight.row, self.row
        if self._sight.readable_by_now(before, self.row):
            self.again()
            return
        other = self._scale_changed(before) or applied.labels
        chosen = not applied.decided.isdisjoint(self._views.gallery.selected())
        if not (mine or gone or other or chosen or any(row.id == self._image_id for row in rows)):
            return
        if self.row is not None and self.row.state == "failed":
            self._sight.reason = self.row.reason
            self._views.picture.show_picture(self._shown())
            return
        self._views.picture.show_cells(self._shown())
        if self.cell is None or self.cell not in self._rows:
            self._trail = {cell: None for cell in self._trail if cell in self._rows}
            if self._trail:
                self._turn_to(next(reversed(self._trail)), stay=True)
            else:
                self._turn_to(walk.first(self._desk, self._image_id), unasked=True)
        elif self.cell in mine or other or chosen or len(mine) != len(applied.cells):
            self._show_cell()

    def _cells_of(self, row: ImageRow) -> dict[int, CellRow]:
        """A picture's cells by id; none of one whose file is another picture now: they are not to be seen."""
        if self._desk is None or row.state == "changed":
            return {}
        return {found.id: found for found in self._desk.session.cells(row.id)}

    def _scale_changed(self, before: ImageRow | None) -> bool:
        """Whether every cell of the picture is measured otherwise than before; then they are read anew."""
        row = self.row
        if self._desk is None or row is None or before is None or row.um_per_px == before.um_per_px:
            return False
        self._rows = self._cells_of(row)
        return True

    # --- telling the views ---

    def set_blind(self, on: bool, *, share: int = 100) -> None:
        """Hide the prediction of `share` percent of the undecided cells, or of none."""
        self.blind.set(on, share=share)
        self._views.gallery.set_hidden(self.blind.hidden)
        if self._image_id is not None:
            self._views.picture.show_cells(self._shown())
            self._show_cell()

    def _shown(self) -> PictureShown:
        assert self._desk is not None and self.row is not None
        fits = self._sight.fits(self.row)
        cells = tuple(sorted(self._rows.values(), key=lambda found: found.cell.number)) if fits else ()
        return PictureShown(
            self.row,
            self._sight.picture,
            cells,
            self._desk.classes,
            self._sight.reason if fits else CHANGED,
            frozenset(row_id for row_id in self._rows if self.blind.hidden(row_id)),
            self._desk.own_labels,
        )

    def _show_selection(self) -> None:
        if self._choosing:  # `_turn_to` shows it
            return
        self._show_cell()

    def _show_cell(self) -> None:
        shown = self._cell_shown()
        self._views.cell.show_cell(shown)
        self._views.picture.show_heatmap_of(shown)
        chosen = self._views.gallery.selected()
        if self._desk is not None and len(chosen) > 1:  # also when the picture arrives later
            undecided = sum(map(self._desk.unreviewed.__contains__, chosen))
            self._views.cell.show_many(chosen=len(chosen), undecided=undecided)
        self.chosen()

    def _cell_shown(self) -> CellShown | None:
        row, image_row = self.current, self.row
        if row is None or image_row is None or self._desk is None:
            return None
        order = self._desk.cells_of(image_row.id)
        return CellShown(
            row,
            order.index(row.id) + 1 if row.id in order else row.cell.number,
            len(order),
            self._desk.classes,
            self._desk.model,
            self.picture,
            image_row.um_per_px,
            self.blind.hidden(row.id),
        )

    def name_of(self, image_id: int) -> str:
        """A picture's name."""
        row = self._desk.images.get(image_id) if self._desk else None
        return row.name if row else ""
