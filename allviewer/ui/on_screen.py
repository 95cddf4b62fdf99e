"""What is on the screen: one picture of what lies open, its cells, and the one that is in the panel."""

from collections.abc import Iterable
from typing import NamedTuple

from allviewer.core.records import Cell, Image
from allviewer.core.rows import CellRow, ImageRow
from allviewer.ui.blind import Blind
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.glimpsed import Glimpsed
from allviewer.ui.sight import CHANGED, Sight
from allviewer.ui.views import CellShown, PictureShown


class Place(NamedTuple):
    """A picture, and the cell of it that is shown, if any, by their ids in the session."""

    image: int
    cell: int | None


class OnScreen:
    """Knows what it is, and all that is to be seen of it; what shows it to the views is another's part."""

    def __init__(self) -> None:
        self._desk: Desk | None = None
        self._image_id: int | None = None
        self.cell: int | None = None
        self._rows: dict[int, CellRow] = {}
        self._trail: dict[int, None] = {}  # the picture's cells as they were shown, the latest at the end
        self._sight = Sight()
        self.blind = Blind()
        self.glimpsed = Glimpsed()

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

    @property
    def rows(self) -> list[CellRow]:
        """The cells of the picture on the screen, with what is known and said of them."""
        return list(self._rows.values())

    @property
    def cells(self) -> list[Cell]:
        """The cells of the picture on the screen."""
        return [row.cell for row in self._rows.values()]

    def lost(self, cells: Iterable[int]) -> ImageRow | None:
        """The first picture of these cells that cannot be shown as it was analysed."""
        assert self._desk is not None
        rows = (self._desk.images[self._desk.cells[one].image_id] for one in cells)
        return next((row for row in rows if self._sight.lacks(row)), None)

    def name_of(self, image_id: int) -> str:
        """A picture's name."""
        row = self._desk.images.get(image_id) if self._desk else None
        return row.name if row else ""

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none: nothing is on the screen any more."""
        self._desk = desk
        self._image_id = self.cell = None
        self._sight, self._rows = Sight(), {}
        self.blind.lay(desk)
        self.glimpsed.lay(desk)

    # --- what comes to be on it ---

    def _put(self, row: ImageRow) -> None:
        """A picture, with its cells as the session has them; which of these is in the panel is said next."""
        self._sight.turn_to(row)
        self._image_id, self._rows, self._trail = row.id, self._cells_of(row), {}

    def _put_cell(self, cell_id: int | None) -> bool:
        """A cell of this picture in the panel, or none; whether it is another than before."""
        before, self.cell = self.cell, cell_id if cell_id in self._rows else None
        if self.cell is not None:
            self._trail.pop(self.cell, None)
            self._trail[self.cell] = None
        return self.cell != before

    def _take_cells(self, applied: Applied) -> tuple[list[int], list[int]]:
        """Take in what a change did to this picture's cells: ids of those new or other, and of those gone."""
        assert self._desk is not None
        cells = (*applied.new_cells, *applied.cells)
        mine = [cell.id for cell in cells if cell.image_id == self._image_id]
        gone = [cell for cell in applied.gone if self._rows.pop(cell, None)]
        for cell_id in mine:
            self._rows[cell_id] = self._desk.session.cell(cell_id)
        return mine, gone

    def _take_scale(self, before: ImageRow | None) -> bool:
        """Read the cells anew if all are measured otherwise than before; whether they are."""
        row = self.row
        if self._desk is None or row is None or before is None or row.um_per_px == before.um_per_px:
            return False
        self._rows = self._cells_of(row)
        return True

    def _cells_of(self, row: ImageRow) -> dict[int, CellRow]:
        """A picture's cells by id; none of one whose file is another picture now: they are not to be seen."""
        if self._desk is None or row.superseded:
            return {}
        return {found.id: found for found in self._desk.session.cells(row.id)}

    def _shown_last(self) -> int | None:
        """The cell that was in the panel last, of those that are there still."""
        self._trail = {cell: None for cell in self._trail if cell in self._rows}
        return next(reversed(self._trail), None)

    # --- what is to be seen of it ---

    def _picture_shown(self) -> PictureShown:
        assert self._desk is not None and self.row is not None
        fits = self._sight.fits(self.row)
        cells = tuple(sorted(self._rows.values(), key=lambda found: found.cell.number)) if fits else ()
        if self._sight.picture is not None:
            self.glimpsed.saw(cell.id for cell in cells)
        return PictureShown(
            self.row,
            self._sight.picture,
            cells,
            self._desk.classes,
            self._sight.reason if fits else CHANGED,
            frozenset(row_id for row_id in self._rows if self.blind.hidden(row_id)),
            self._desk.own_labels,
        )

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
