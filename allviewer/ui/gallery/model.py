"""The cells of the gallery in the order they were put in, under headings. Never sorts by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QPixmap

from allviewer.core.rows import CellSummary
from allviewer.ui.arrangement import Section
from allviewer.ui.panels.buttons import CELLS
from allviewer.ui.panels.parts import as_plain

CELL: Final = Qt.ItemDataRole.UserRole
CROP: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading stands before the row `start` and holds `count` cells; "" is no heading."""

    text: str
    start: int
    count: int


class GalleryModel(QAbstractListModel):
    """`crop` gives a cell's thumbnail or None; `said` puts a cell into words for tooltips and readers."""

    def __init__(
        self, parent: QObject, *, crop: Callable[[int], QPixmap | None], said: Callable[[CellSummary], str]
    ) -> None:
        super().__init__(parent)
        self._crop, self._said = crop, said
        self._order: list[int] = []
        self._place: dict[int, int] = {}
        self._cells: Mapping[int, CellSummary] = {}
        self.headings: tuple[Heading, ...] = ()

    @property
    def order(self) -> Sequence[int]:
        """Cell ids as they stand."""
        return self._order

    def set_cells(
        self, sections: Sequence[Section], titles: Sequence[str], cells: Mapping[int, CellSummary]
    ) -> None:
        """Show these, in this order; `titles` are the sections' headings in words."""
        self.beginResetModel()
        self._order = [cell_id for section in sections for cell_id in section.cells]
        self._place = {cell_id: place for place, cell_id in enumerate(self._order)}
        self._cells = cells
        headings, start = [], 0
        for section, title in zip(sections, titles, strict=True):
            headings.append(Heading(title, start, len(section.cells)))
            start += len(section.cells)
        self.headings = tuple(headings)
        self.endResetModel()

    def add_cells(self, cells: Sequence[CellSummary], title: str) -> None:
        """More cells at the end, under a heading of their own if there are headings at all."""
        new = [cell.id for cell in cells if cell.id not in self._place]
        if not new:
            return
        first = len(self._order)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._place.update((cell_id, first + place) for place, cell_id in enumerate(new))
        self._order.extend(new)
        last = self.headings[-1] if self.headings else Heading("", 0, 0)
        if last.text not in ("", title):
            self.headings = (*self.headings, Heading(title, first, len(new)))
        else:
            self.headings = (*self.headings[:-1], Heading(last.text, last.start, last.count + len(new)))
        self.endInsertRows()

    def change_cells(self, ids: Sequence[int]) -> None:
        """Some cells look other than before; where they stand they stay."""
        places = [self._place[cell_id] for cell_id in ids if cell_id in self._place]
        if places:
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))

    def remove_cells(self, ids: Sequence[int]) -> None:
        """Some cells are not there any more."""
        gone = set(ids) & self._place.keys()
        if not gone:
            return
        self.beginResetModel()
        kept, start, headings = [], 0, []
        for heading in self.headings:
            rows = self._order[heading.start : heading.start + heading.count]
            left = [cell_id for cell_id in rows if cell_id not in gone]
            headings.append(Heading(heading.text, start, len(left)))
            start += len(left)
            kept.extend(left)
        self._order, self.headings = kept, tuple(headings)
        self._place = {cell_id: place for place, cell_id in enumerate(kept)}
        self.endResetModel()

    def index_of(self, cell_id: int) -> QModelIndex:
        """Where a cell stands; invalid if it is not shown."""
        place = self._place.get(cell_id)
        return QModelIndex() if place is None else self.index(place)

    def rows_of(self, ids: Sequence[int]) -> QItemSelection:
        """The rows of those of `ids` that are shown, neighbours as one range."""
        rows = sorted(self._place[cell_id] for cell_id in ids if cell_id in self._place)
        found = QItemSelection()
        first = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                found.select(self.index(rows[first]), self.index(row))
                first = place + 1
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """How many cells are shown."""
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The light row, its crop, and both in words."""
        cell = self._cells.get(self._order[index.row()])
        if cell is None:
            return None
        if role == CELL:
            return cell
        if role == CROP:
            return self._crop(cell.id)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self._said(cell)
            return as_plain(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be chosen and dragged onto a class."""
        chosen = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return chosen | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [CELLS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The ids of the dragged cells, as text."""
        data = QMimeData()
        ids = ",".join(str(self._order[index.row()]) for index in indexes)
        data.setData(CELLS, ids.encode())
        return data
