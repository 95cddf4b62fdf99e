"""The lines of a table of figures, as Qt asks for them."""

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from allviewer.core.interval import Share
from allviewer.ui import theme
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels.parts import as_plain

SHARE = Qt.ItemDataRole.UserRole
SIGN = Qt.ItemDataRole.UserRole + 1
TINT = Qt.ItemDataRole.UserRole + 2

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: numbers stand right, a `drawn` one shows shares with their intervals."""

    text: str
    number: bool = True
    drawn: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a text for each column, also for the drawn one, whose text is read aloud.

    `sign` marks a class, `share` fills the drawn column. `tints`, where given, are 0 to 1 for each
    column: how strongly its ground is coloured.
    """

    key: str
    texts: tuple[str, ...]
    sign: ClassSign | None = None
    share: Share | None = None
    muted: bool = False
    tints: tuple[float, ...] = ()


class GridModel(QAbstractTableModel):
    """Frozen lines under frozen headings."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.headings: tuple[Heading, ...] = ()
        self.rows: tuple[Row, ...] = ()

    def fill(self, headings: tuple[Heading, ...], rows: tuple[Row, ...]) -> None:
        """Show other lines; where only figures changed, the selection and the scrolling stay."""
        same = headings == self.headings and [r.key for r in rows] == [r.key for r in self.rows]
        if not same:
            self.beginResetModel()
        self.headings, self.rows = headings, rows
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(headings) - 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a field shows, how, and how it is read aloud."""
        row, heading = self.rows[index.row()], self.headings[index.column()]
        text, first = row.texts[index.column()], index.column() == 0
        found: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            found = "" if heading.drawn else text
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            found = _alignment(heading)
        elif role == Qt.ItemDataRole.ForegroundRole and row.muted:
            found = QColor(theme.of(self._view.palette()).muted)
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            found = f"{heading.text}: {text}"
        elif role == Qt.ItemDataRole.ToolTipRole and first:
            found = as_plain(text)
        elif role == SHARE and heading.drawn:
            found = row.share
        elif role == SIGN and first:
            found = row.sign
        elif role == TINT and row.tints:
            found = row.tints[index.column()]
        return found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """A column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        heading = self.headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading.tip or None
        return _alignment(heading) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(heading: Heading) -> Qt.AlignmentFlag:
    right = heading.number and not heading.drawn
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
