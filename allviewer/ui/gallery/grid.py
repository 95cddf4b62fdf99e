"""A view of a flat model as a grid of equal tiles under headings: only what is in sight is ever touched."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from allviewer.ui import theme
from allviewer.ui.gallery.model import GalleryModel, Heading
from allviewer.ui.gallery.tile import TileDelegate
from allviewer.ui.late_scroll import Index, LateScroll

_HEADING: Final = 28
_MOVES: Final = QAbstractItemView.CursorAction


class GalleryGrid(QAbstractItemView):
    """Rows of tiles of `tile` logical pixels. `seen(rows)` after painting tells which are in sight."""

    seen = Signal(int, int)

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = QSize(80, 96)
        self._tops: list[int] = []
        self._height, self._columns = 0, 1
        self._late = LateScroll(self, self._bring)
        self.setModel(model)
        self._cells = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        for changed in (model.modelReset, model.rowsRemoved):
            changed.connect(self._lay_out)
        model.rowsInserted.connect(self._inserted)

    @property
    def tile(self) -> QSize:
        """A tile's size."""
        return self._tile

    def set_tile(self, size: QSize) -> None:
        """Show larger or smaller tiles, the same cells in sight."""
        row = self._looked_at(self.viewport().height())
        self._tile = size
        self._lay_out()
        self._keep(row)

    @property
    def columns(self) -> int:
        """Tiles side by side."""
        return self._columns

    def _looked_at(self, height: int) -> int:
        """The row of the current tile where that is in sight, else of the first that is, or -1."""
        top, current = self.verticalOffset(), self.currentIndex().row()
        return current if current in self._rows_between(top, top + height - 1) else self._first_row()

    def _keep(self, row: int) -> None:
        """Keep this tile in sight: the current one anywhere, another where the first was."""
        hints = QAbstractItemView.ScrollHint
        if row >= 0:
            here = row == self.currentIndex().row()
            self._bring(self._cells.index(row), hints.EnsureVisible if here else hints.PositionAtTop)

    # --- where things are ---

    def _lay_out(self) -> None:
        self._place_all()
        self.viewport().update()

    def _inserted(self, _parent: QModelIndex, first: int, _last: int) -> None:
        """Rows came in at the end: what stands before them is not painted again, but for its heading."""
        self._place_all()
        offset, whole = self.verticalOffset(), self.viewport().rect()
        group = bisect_right(self._cells.headings, first, key=lambda heading: heading.start) - 1
        heading = QRect(0, self._tops[group] - offset, whole.width(), _HEADING)
        below = whole.adjusted(0, self._place(first).top() - offset, 0, 0)
        for area in (heading if self._cells.headings[group].text else QRect(), below):
            self.viewport().update(area.intersected(whole))

    def _place_all(self) -> None:
        self._columns = columns = max(1, (self.viewport().width() - 2 * theme.S) // self._tile.width())
        self._tops, top = [], 0
        for heading in self._cells.headings:
            self._tops.append(top)
            rows = -(-heading.count // columns)
            top += (_HEADING if heading.text else 0) + rows * self._tile.height()
        self._height = top + theme.S
        bar = self.verticalScrollBar()
        bar.setSingleStep(self._tile.height() // 3)
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._height - self.viewport().height()))

    def _place(self, row: int) -> QRect:
        """A tile in the whole grid's coordinates."""
        headings = self._cells.headings
        group = bisect_right(headings, row, key=lambda heading: heading.start) - 1
        heading = headings[group]
        line, column = divmod(row - heading.start, self.columns)
        top = self._tops[group] + (_HEADING if heading.text else 0) + line * self._tile.height()
        return QRect(QPoint(theme.S + column * self._tile.width(), top), self._tile)

    def _row_at(self, y: int, column: int) -> int:
        """The row of the model whose tile is at height `y` in a column, or -1."""
        headings = self._cells.headings
        if not headings:
            return -1
        group = max(0, bisect_right(self._tops, y) - 1)
        heading = headings[group]
        line = (y - self._tops[group] - (_HEADING if heading.text else 0)) // self._tile.height()
        place = line * self.columns + column
        return heading.start + place if line >= 0 and 0 <= place < heading.count else -1

    def _first_row(self) -> int:
        return next((row for row in self._rows_between(self.verticalOffset(), self.verticalOffset() + 1)), -1)

    def _rows_between(self, top: int, bottom: int) -> range:
        """Rows that touch this strip of the grid."""
        headings = self._cells.headings
        if not headings:
            return range(0)
        first, last = 0, 0
        group = max(0, bisect_right(self._tops, top) - 1)
        first = self._edge(headings[group], self._tops[group], top, down=False)
        group = max(0, bisect_right(self._tops, bottom) - 1)
        last = self._edge(headings[group], self._tops[group], bottom, down=True)
        return range(first, last)

    def in_sight(self) -> range:
        """Rows of the tiles that are in the viewport, also in part."""
        top = self.verticalOffset()
        return self._rows_between(top, top + self.viewport().height() - 1)

    def _edge(self, heading: Heading, top: int, y: int, *, down: bool) -> int:
        line = max(0, y - top - (_HEADING if heading.text else 0)) // self._tile.height() + (1 if down else 0)
        return heading.start + min(heading.count, line * self.columns)

    # --- what QAbstractItemView asks for ---

    def visualRect(self, index: Index) -> QRect:
        """Where a tile is in the viewport."""
        if not index.isValid() or not self._tops:
            return QRect()
        return self._place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The tile at a point of the viewport."""
        column = (point.x() - theme.S) // self._tile.width()
        if not 0 <= column < self.columns:
            return QModelIndex()
        row = self._row_at(point.y() + self.verticalOffset(), column)
        return self._cells.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a tile in view, moving no more than needed, in the next frame."""
        self._late.ask(index, hint)

    def _bring(self, index: Index, hint: QAbstractItemView.ScrollHint) -> None:
        if not self._tops:
            return
        place, bar = self._place(index.row()), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or place.top() < bar.value():
            bar.setValue(place.top())
        elif place.bottom() > bar.value() + self.viewport().height():
            bar.setValue(min(place.top(), place.bottom() + theme.S - self.viewport().height()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Arrow keys go by tile and by row of tiles."""
        count, row = self._cells.rowCount(), max(0, self.currentIndex().row())
        page = max(1, self.viewport().height() // self._tile.height()) * self.columns
        moves = {
            _MOVES.MoveLeft: row - 1,
            _MOVES.MovePrevious: row - 1,
            _MOVES.MoveRight: row + 1,
            _MOVES.MoveNext: row + 1,
            _MOVES.MoveUp: row - self.columns,
            _MOVES.MoveDown: row + self.columns,
            _MOVES.MovePageUp: row - page,
            _MOVES.MovePageDown: row + page,
            _MOVES.MoveHome: 0,
            _MOVES.MoveEnd: count - 1,
        }
        return self._cells.index(min(max(0, moves[action]), count - 1)) if count else QModelIndex()

    def horizontalOffset(self) -> int:
        """There is no scrolling sideways."""
        return 0

    def verticalOffset(self) -> int:
        """How far the grid is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """No tile is."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """A rubber band or a click selects the tiles it touches."""
        area = rect.normalized().translated(0, self.verticalOffset())
        selection = QItemSelection()
        for row in self._rows_between(area.top(), area.bottom()):
            if self._place(row).intersects(area):
                index = self._cells.index(row)
                selection.select(index, index)
        self.selectionModel().select(selection, command)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Of many that changed those in sight are painted again, not the whole grid."""
        if first == last:
            super().dataChanged(first, last, roles)
            return
        self.viewport().update(self.visualRegionForSelection(QItemSelection(first, last)))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The tiles of it that are in sight: going on to the next cell paints two, not all."""
        seen, region = self.in_sight(), QRegion()
        for part in selection.toList():
            for row in range(max(part.top(), seen.start), min(part.bottom() + 1, seen.stop)):
                region += self.visualRect(self._cells.index(row))
        return region

    # --- painting and moving ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Headings and tiles that are in sight."""
        painter = QPainter(self.viewport())
        offset = self.verticalOffset()
        strip, torn = event.rect().translated(0, offset), event.region()
        self._paint_headings(painter, offset)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(
            QStyle.StateFlag.State_Selected
            | QStyle.StateFlag.State_HasFocus
            | QStyle.StateFlag.State_MouseOver
        )
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        delegate, selection = self.itemDelegate(), self.selectionModel()
        assert isinstance(delegate, TileDelegate)
        delegate.begin(self.palette())
        current = self.currentIndex()
        for row in self._rows_between(strip.top(), strip.bottom()):
            option.rect = self._place(row).translated(0, -offset)
            if not torn.intersects(option.rect):
                continue
            index = self._cells.index(row)
            option.state = plain
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            if index == under:
                option.state |= QStyle.StateFlag.State_MouseOver
            delegate.paint(painter, option, index)
        painter.end()
        seen = self.in_sight()
        self.seen.emit(seen.start, seen.stop)

    def _paint_headings(self, painter: QPainter, offset: int) -> None:
        colours = theme.of(self.palette())
        painter.setFont(theme.font(theme.Size.SMALL, bold=True))
        painter.setPen(QColor(colours.muted))
        headings, height = self._cells.headings, self.viewport().height()
        first = max(0, bisect_right(self._tops, offset) - 1)
        for heading, top in zip(headings[first:], self._tops[first:], strict=True):
            if top - offset > height:
                return
            if heading.text:
                area = QRect(theme.M, top - offset, self.viewport().width() - 2 * theme.M, _HEADING)
                text = f"{heading.text}  {self.locale().toString(heading.count)}"
                painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds another number of columns: what was looked at would be elsewhere."""
        row, columns = self._looked_at(event.oldSize().height()), self._columns
        super().resizeEvent(event)
        self._lay_out()
        if self._columns != columns or row == self.currentIndex().row():
            self._keep(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tile under the cursor is lit."""
        super().mouseMoveEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The grid scrolls; with Ctrl the wheel is the panel's, which makes the tiles larger."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().wheelEvent(event)
