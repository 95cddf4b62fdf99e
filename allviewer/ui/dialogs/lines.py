"""Lines of text that are put into words only when they are in sight, and may be ticked."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from allviewer.ui.panels.parts import as_plain

Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractListModel):
    """`count` lines; `said` puts the line at a place into words. `ticked` are the places that were ticked."""

    changed = Signal()

    def __init__(
        self, count: int, said: Callable[[int], str], *, ticks: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._count, self._said, self._ticks = count, said, ticks
        self.ticked: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """How many lines there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, and whether it is ticked."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:  # a long line is cut off
            return as_plain(self._said(index.row()))
        if role == Qt.ItemDataRole.CheckStateRole and self._ticks:
            on = index.row() in self.ticked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a line, or not."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._ticks:
            return False
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.ticked.add(index.row())
        else:
            self.ticked.discard(index.row())
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Lines can be chosen, and ticked where that is asked."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable if self._ticks else plain

    def tick_all(self, on: bool) -> None:
        """Tick every line, or none."""
        self.ticked = set(range(self._count)) if on else set()
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))
        self.changed.emit()
