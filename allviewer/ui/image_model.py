"""The rows of the list of pictures: each one's sign, and in words how far it is or what ails it."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from allviewer.core.records import Kind
from allviewer.core.remarks import Copies, pages_in
from allviewer.core.rows import ImageRow, State
from allviewer.ui import words
from allviewer.ui.image_delegate import ROW, SIGN, Sign
from allviewer.ui.panels.parts import as_plain

Index = QModelIndex | QPersistentModelIndex

_TROUBLE: Final = frozenset({State.FAILED, State.CHANGED, State.MISSING})


def sign_of(row: ImageRow) -> Sign:
    """What stands before the name."""
    if row.state in _TROUBLE:
        return Sign.TROUBLE
    if row.state is State.PENDING:
        return Sign.WAITING
    if not row.cells:
        return Sign.BARE
    if row.reviewed == row.cells:
        return Sign.ALL
    return Sign.SOME if row.reviewed else Sign.NONE


class ImageModel(QAbstractListModel):
    """Image rows in their order; a changed row repaints just itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[ImageRow] = []
        self._place: dict[int, int] = {}
        self._copies = Copies()

    def set_rows(self, rows: Iterable[ImageRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._place = {row.id: place for place, row in enumerate(self._rows)}
        self._copies = Copies(self._rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[ImageRow]) -> None:
        """More rows, below."""
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._place.update((row.id, first + place) for place, row in enumerate(rows))
        self._rows.extend(rows)
        self._copies.take(rows)
        self.endInsertRows()

    def change_rows(self, rows: Iterable[ImageRow]) -> None:
        """Rows that are other than before."""
        rows = list(rows)
        self._copies.take(rows)
        for row in rows:
            place = self._place.get(row.id)
            if place is not None:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))

    def index_of(self, image_id: int) -> QModelIndex:
        """Where a picture's row is; invalid if it is not there."""
        place = self._place.get(image_id)
        return QModelIndex() if place is None else self.index(place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """How many pictures there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, the row itself, its sign, and in words what both mean."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == ROW:
            return row
        if role == SIGN:
            return sign_of(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = "\n".join((row.name, self.said(row), *map(words.said, row.notes)))
            return as_plain(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def said(self, row: ImageRow) -> str:
        """The second line of a row."""
        if row.state in _TROUBLE:
            return words.said(row.reason)
        if row.state is State.PENDING:
            return self.tr("waiting")
        pages, original = pages_in(row.notes), self._copies.original(row)
        if original is not None:
            return self.tr("same as {0}: {1}").format(original.name, self._standing(row))
        return (
            self.tr("page 1 of {0}: {1}").format(pages, self._standing(row))
            if pages > 1
            else self._standing(row)
        )

    def _standing(self, row: ImageRow) -> str:
        if not row.cells:
            return self.tr("finding cells") if row.state is State.READ else self.tr("no cells found")
        if row.kind is Kind.CELL:
            cells = self.tr("single cell")
        else:
            cells = (
                self.tr("field, 1 cell") if row.cells == 1 else self.tr("field, {0} cells").format(row.cells)
            )
        if row.state is State.READ:
            return self.tr("{0}, classifying").format(cells)
        return self._progress(cells, row)

    def _progress(self, cells: str, row: ImageRow) -> str:
        if row.reviewed == row.cells:
            return self.tr("{0}, all reviewed").format(cells)
        return self.tr("{0}, {1} reviewed").format(cells, row.reviewed) if row.reviewed else cells
