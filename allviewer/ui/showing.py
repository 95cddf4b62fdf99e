"""Leads from picture to picture and cell to cell. No answer for another picture is shown on this one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from allviewer.core.errors import ImageError
from allviewer.core.records import Image
from allviewer.core.rows import ImageRow, State
from allviewer.ui import walk
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.on_screen import OnScreen, Place
from allviewer.ui.views import Views


class Loads(Protocol):
    """What decodes pictures in the background."""

    def want(self, path: Path, *, ahead: Sequence[Path] = ()) -> Image | None: ...
    def late(self, path: Path) -> bool: ...
    def forget(self) -> None: ...


class Showing(OnScreen):
    """Puts on the screen what a person chooses, and has every view follow."""

    def __init__(self, views: Views, pictures: Loads) -> None:
        super().__init__()
        self._views, self._pictures = views, pictures
        self.stays = False  # a decision was to lead on from this cell, and there was no other
        self._choosing = False
        self._round = walk.Round(views.gallery, self.blind)
        self.chosen: Callable[[], None] = lambda: None  # called when another cell is, or none
        views.images.imageChosen.connect(self.choose_image)
        views.picture.cellClicked.connect(self.choose_cell)
        views.gallery.cellChosen.connect(self.choose_cell)
        views.gallery.cellOpened.connect(self.choose_cell)
        views.gallery.selectionChanged.connect(self._show_selection)
        views.cell.cellMeant.connect(self.mean)
        views.gallery.cellMeant.connect(self.mean)
        views.gallery.cellsSeen.connect(self.glimpsed.saw)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none: nothing is shown any more."""
        super().lay(desk)
        self.stays = False
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
        self._views.keep_begun()
        row = self._desk.images[image_id]
        self._put(row)
        found_before = self._pictures.want(row.path)
        if found_before is not None:
            self._sight.take(found_before)
        self._views.images.select(image_id)
        self._views.window.show_kind(row)
        self._views.picture.show_picture(self._picture_shown())
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
        self._views.keep_begun()
        summary = self._desk.cells.get(cell_id) if cell_id is not None else None
        if summary is not None and summary.image_id != self._image_id:
            self._turn_to_image(summary.image_id, cell_id)
            return
        if self._put_cell(cell_id):
            self.stays = False
            self._round.came(unasked=unasked)
        self._views.picture.select(self.cell, stay=stay)
        self._choosing = True
        self._views.gallery.select(self.cell)
        self._choosing = False
        self._show_cell()
        if self.row is not None:
            ahead = walk.ahead(self._desk, self._image_id, self._round.next(self.cell))
            self._pictures.want(self.row.path, ahead=ahead)

    def comes(self, cells: Sequence[int]) -> ImageRow | None:
        """The picture of the cell in the panel, if these are that one and it is still to come: who knows the
        cell from the gallery may be quicker than it, but does not wait for it long.
        """
        row = self.row
        if row is None or list(cells) != [self.cell] or not self._sight.waits:
            return None
        return row if self.glimpsed.unseen(cells) or self._pictures.late(row.path) else None

    # --- answers ---

    def picture_ready(self, path: Path, found: Image | ImageError) -> None:
        """A picture was decoded, or could not be."""
        row = self.row
        if row is None or row.path != path or not self._sight.take(found):
            return
        self._views.picture.show_picture(self._picture_shown())
        self._views.picture.select(self.cell)
        self._show_cell()

    def forget(self) -> None:
        """Have pictures read anew: their files may be others by now."""
        self._pictures.forget()
        if self.row is not None and self._sight.waits:
            self._pictures.want(self.row.path)

    def take(self, applied: Applied) -> None:
        """Show what a change did to the picture and the cell on the screen."""
        self.begin()
        if self._desk is None or self._image_id is None:
            return
        mine, gone = self._take_cells(applied)
        rows = (*applied.new_images, *applied.images)
        self._views.window.show_kind(self.row)
        before, self._sight.row = self._sight.row, self.row
        if self._sight.readable_by_now(before, self.row):
            self.again()
            return
        other = self._take_scale(before) or applied.labels
        chosen = not applied.decided.isdisjoint(self._views.gallery.selected())
        if not (mine or gone or other or chosen or any(row.id == self._image_id for row in rows)):
            return
        if self.row is not None and self.row.state is State.FAILED:
            self._sight.reason = self.row.reason
            self._views.picture.show_picture(self._picture_shown())
            return
        self._views.picture.show_cells(self._picture_shown())
        if self.cell is None or self.cell not in self._rows:
            last = self._shown_last()
            if last is not None:
                self._turn_to(last, stay=True)
            else:
                self._turn_to(walk.first(self._desk, self._image_id), unasked=True)
        elif self.cell in mine or other or chosen or len(mine) != len(applied.cells):
            self._show_cell()

    # --- telling the views ---

    def set_blind(self, on: bool, *, share: int = 100) -> None:
        """Hide the prediction of `share` percent of the undecided cells, or of none."""
        self.blind.set(on, share=share)
        self._views.gallery.set_hidden(self.blind.hidden)
        if self._image_id is not None:
            self._views.picture.show_cells(self._picture_shown())
            self._show_cell()

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
