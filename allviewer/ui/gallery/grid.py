"""A view of a flat model as a grid of equal tiles under headings: only what is in sight is ever touched."""

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
from allviewer.ui.gallery.model import GalleryModel
from allviewer.ui.gallery.tile import TileDelegate
from allviewer.ui.gallery.tiling import HEADING, Tiling
from allviewer.ui.late_scroll import Index, LateScroll

_MOVES: Final = QAbstractItemView.CursorAction


class GalleryGrid(QAbstractItemView):
    """Rows of tiles of `tile` logical pixels. `seen(first, end)` after painting: rows in sight, but `end`."""

    seen = Signal(int, int)

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = QSize(80, 96)
        self._tiling = Tiling.of((), self._tile, width=0)
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
        self.updateGeometry()
        self._lay_out()
        self._keep(row)

    def minimumSizeHint(self) -> QSize:
        """One whole line of tiles and a little: at their feet stands what was decided."""
        return QSize(super().minimumSizeHint().width(), self._tile.height() + theme.XS)

    @property
    def columns(self) -> int:
        """Tiles side by side."""
        return self._tiling.columns

    def _looked_at(self, height: int) -> int:
        """The row of the current tile where that is in sight, else of the first that is, or -1."""
        top, current = self.verticalOffset(), self.currentIndex().row()
        in_sight = self._tiling.rows_between(top, top + height - 1)
        return current if current in in_sight else self._first_row()

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
        group = self._tiling.group_of(first)
        heading = QRect(0, self._tiling.tops[group] - offset, whole.width(), HEADING)
        below = whole.adjusted(0, self._tiling.place(first).top() - offset, 0, 0)
        for area in (heading if self._tiling.headings[group].text else QRect(), below):
            self.viewport().update(area.intersected(whole))

    def _place_all(self) -> None:
        self._tiling = Tiling.of(self._cells.headings, self._tile, width=self.viewport().width())
        bar = self.verticalScrollBar()
        bar.setSingleStep(self._tile.height() // 3)
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._tiling.height - self.viewport().height()))

    def _first_row(self) -> int:
        top = self.verticalOffset()
        return next(iter(self._tiling.rows_between(top, top + 1)), -1)

    def in_sight(self) -> range:
        """Rows of the tiles that are in the viewport, also in part."""
        top = self.verticalOffset()
        return self._tiling.rows_between(top, top + self.viewport().height() - 1)

    # --- what QAbstractItemView asks for ---

    def visualRect(self, index: Index) -> QRect:
        """Where a tile is in the viewport."""
        if not index.isValid() or not self._tiling.headings:
            return QRect()
        return self._tiling.place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The tile at a point of the viewport."""
        row = self._tiling.row_at(point + QPoint(0, self.verticalOffset()))
        return self._cells.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a tile in view, moving no more than needed, in the next frame."""
        self._late.ask(index, hint)

    def _bring(self, index: Index, hint: QAbstractItemView.ScrollHint) -> None:
        if not self._tiling.headings:
            return
        place, bar = self._tiling.place(index.row()), self.verticalScrollBar()
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
        for row in self._tiling.rows_between(area.top(), area.bottom()):
            if self._tiling.place(row).intersects(area):
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
        self._paint_headings(painter, self.verticalOffset())
        self._paint_tiles(painter, event.region())
        painter.end()
        seen = self.in_sight()
        self.seen.emit(seen.start, seen.stop)

    def _paint_tiles(self, painter: QPainter, torn: QRegion) -> None:
        """Those that meet `torn`, in the viewport's pixels."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        selected, focused, hovered = (
            QStyle.StateFlag.State_Selected,
            QStyle.StateFlag.State_HasFocus,
            QStyle.StateFlag.State_MouseOver,
        )
        plain = option.state & ~(selected | focused | hovered)
        current = self.currentIndex()
        under = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        delegate, selection = self.itemDelegate(), self.selectionModel()
        assert isinstance(delegate, TileDelegate)
        delegate.begin(self.palette())
        offset, strip = self.verticalOffset(), torn.boundingRect()
        for row in self._tiling.rows_between(strip.top() + offset, strip.bottom() + offset):
            option.rect = self._tiling.place(row).translated(0, -offset)
            if not torn.intersects(option.rect):
                continue
            index = self._cells.index(row)
            option.state = plain
            if selection.isSelected(index):
                option.state |= selected
            if index == current:
                option.state |= focused
            if index == under:
                option.state |= hovered
            delegate.paint(painter, option, index)

    def _paint_headings(self, painter: QPainter, offset: int) -> None:
        colours = theme.of(self.palette())
        painter.setFont(theme.font(theme.Size.SMALL, bold=True))
        painter.setPen(QColor(colours.muted))
        height = self.viewport().height()
        for heading, top in self._tiling.headings_from(offset):
            if top - offset > height:
                return
            if heading.text:
                area = QRect(theme.M, top - offset, self.viewport().width() - 2 * theme.M, HEADING)
                text = f"{heading.text}  {self.locale().toString(heading.count)}"
                painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width holds another number of columns: what was looked at would be elsewhere."""
        row, columns = self._looked_at(event.oldSize().height()), self.columns
        super().resizeEvent(event)
        self._lay_out()
        if self.columns != columns or row == self.currentIndex().row():
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
