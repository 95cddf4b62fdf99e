"""The picture with its cells: choose them, draw them. It knows no session; it says what was done."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from allviewer.core.records import Pixels, Square
from allviewer.ui.canvas.brush import BrushTool
from allviewer.ui.canvas.geometry import largest_beside
from allviewer.ui.canvas.marks import REACH_PX, CellMark
from allviewer.ui.canvas.overlay import Layers
from allviewer.ui.canvas.painter import Drawn
from allviewer.ui.canvas.pyramid import Pyramid
from allviewer.ui.canvas.tools import BoxTool, LineTool, PointTool, Tool, ToolName
from allviewer.ui.canvas.widget import CanvasWidget
from allviewer.ui.panels.parts import as_plain

__all__ = ["CellMark", "ImageView", "Layers", "ToolName"]

NOBODY: Final = -1
_TOOL_KEYS: Final = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_BracketLeft,
    Qt.Key.Key_BracketRight,
)


class ImageView(CanvasWidget):
    """Shows one picture's cells. Coordinates in signals are image pixels; ids are those of the marks.

    `cellClicked(id)`, `cellOpened(id)` (double click), `cellHovered(id)` (-1 for none), `boxDrawn(Box)`,
    `centreClicked(x, y)`, `lineDrawn(length)`, `toolChanged(ToolName)`, `outlineDrawn(id, Polygon)` (None
    where all was erased), and `outlineLeft`, the same where a person went on without saying that it is done.
    """

    cellClicked = Signal(int)
    cellOpened = Signal(int)
    cellHovered = Signal(int)
    boxDrawn = Signal(object)
    centreClicked = Signal(float, float)
    outlineDrawn = Signal(int, object)
    outlineLeft = Signal(int, object)
    lineDrawn = Signal(float)
    toolChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageView")
        self.setAccessibleName(self.tr("Picture"))
        self._tool = Tool()
        self._tooltip: Callable[[int], str] | None = None
        self.beside: Sequence[QWidget] = ()
        """Windows that may lie over the picture: no cell is left below them when it is chosen."""

    def set_image(self, pixels: Pixels | Pyramid | None, *, um_per_px: float | None = None) -> None:
        """Show another picture, without cells (see `CanvasWidget.set_image`)."""
        self.leave_tool()
        super().set_image(pixels, um_per_px=um_per_px)

    # --- the cells ---

    def set_cells(self, marks: Sequence[CellMark]) -> None:
        """The cells of the picture shown; outlines that stay the same cost nothing."""
        self._canvas.marks.replace_all(marks)
        self._canvas.marks_changed()
        self.update()

    def set_heatmap(self, drawn: Drawn | None, square: Square | None) -> None:
        """Lay what gives uint8 (H, W, 4), straight alpha, over the crop's square; None takes it away."""
        self._canvas.set_heatmap(drawn, square)
        self.update()

    @property
    def layers(self) -> Layers:
        """What is drawn over the picture."""
        return self._canvas.layers

    def set_layers(self, layers: Layers) -> None:
        """What is drawn over the picture, and how strongly."""
        self._canvas.layers = layers
        self.update()

    def set_tooltip(self, text: Callable[[int], str] | None) -> None:
        """What to say of the cell under the cursor, as plain text: the caller knows, the view does not."""
        self._tooltip = text

    @property
    def selected(self) -> int | None:
        """Id of the cell that stands out."""
        return self._canvas.selected

    def select(self, cell_id: int | None, *, stay: bool = False) -> None:
        """Make one cell stand out; pan just as far as it takes to see it, unless the view is to `stay`."""
        self._canvas.selected = cell_id
        shape = self._canvas.marks.get(cell_id)
        if shape is not None:
            if not stay:
                self._camera.bring(shape.box)
                self.uncover()
            self.setAccessibleDescription(self.tr("Cell {number}").format(number=shape.mark.number))
        self.update()

    def uncover(self) -> None:
        """Have the selected cell where no other window lies over it, if there is room for it."""
        shape = self._canvas.marks.get(self._canvas.selected)
        over = QRectF()
        for one in self.beside:
            if one.isVisible():
                over |= QRectF(one.frameGeometry().translated(-self.mapToGlobal(QPoint())))
        if shape is None or over.isNull():
            return
        self._camera.rest()
        if over.intersects(self.view.rect_to_widget(shape.box)):
            self._camera.show_in(largest_beside(QRectF(self.rect()), over), shape.box)

    def zoom_to_cell(self) -> None:
        """The selected cell in the middle, at a third of the window."""
        shape = self._canvas.marks.get(self._canvas.selected)
        if shape is not None:
            self._camera.zoom_on(shape.box)

    def cell_at(self, point: QPointF) -> int | None:
        """Id of the cell under a widget position."""
        return self._canvas.marks.at(self.view.to_image(point), reach=REACH_PX / self.view.scale)

    def _looked_at(self) -> QPointF | None:
        """The selected cell, while it is in sight."""
        shape = self._canvas.marks.get(self._canvas.selected)
        where = None if shape is None else self.view.to_widget(shape.box.center())
        return where if where is not None and QRectF(self.rect()).contains(where) else None

    # --- drawing tools ---

    @property
    def tool(self) -> ToolName:
        """What the left button does."""
        return self._tool.name

    def start_tool(self, name: ToolName, *, hint: str = "") -> None:
        """Let the left button draw until `leave_tool`; meanwhile `hint` stands on the picture.

        Without a selected cell there is no brush.
        """
        tool = self._make_tool(name) if self._canvas.picture is not None else None
        if tool is not None:
            self._canvas.hint = hint
            self._clear_hint_from(QPointF(self.mapFromGlobal(QCursor.pos())))
            self._use(tool)
            self.setFocus()

    def leave_tool(self) -> None:
        """Back to panning and choosing; what the brush painted is kept."""
        tool = self._tool
        self.give_up_tool()
        if isinstance(tool, BrushTool) and tool.painted:
            self.outlineLeft.emit(tool.cell_id, tool.outline())

    def give_up_tool(self) -> None:
        """Back to panning and choosing, without what the brush painted."""
        if self._tool.name is not ToolName.LOOK:
            self._canvas.hint = ""
            self._use(Tool())

    def end_drawing(self) -> None:
        """The brush is of one cell: leave it, with what it painted, before that cell is left or decided."""
        if self._tool.name is ToolName.BRUSH:
            self.leave_tool()

    def _make_tool(self, name: ToolName) -> Tool | None:
        if name is ToolName.BOX:
            return BoxTool(self._camera.extent, self.boxDrawn.emit)
        if name is ToolName.POINT:
            return PointTool(lambda point: self.centreClicked.emit(point.x(), point.y()))
        if name is ToolName.LINE:
            return LineTool(self.lineDrawn.emit)
        shape = self._canvas.marks.get(self._canvas.selected)
        if name is ToolName.BRUSH and shape is not None:
            return BrushTool(shape.mark, self._camera.extent, self._brushed)
        return None

    def _brushed(self, brush: BrushTool) -> None:
        self.give_up_tool()
        self.outlineDrawn.emit(brush.cell_id, brush.outline())

    def _use(self, tool: Tool) -> None:
        self._tool = tool
        self._canvas.brushing = tool.name is ToolName.BRUSH
        self._show_cursor()
        self.toolChanged.emit(tool.name)
        self.update()

    def _clear_hint_from(self, cursor: QPointF) -> None:
        """The hint stands at the top, but never where somebody draws."""
        self._canvas.hint_low = cursor.y() < self.height() / 3

    def _show_cursor(self) -> None:
        if self._tool.name is ToolName.LOOK:
            self.unsetCursor()
        else:
            self.setCursor(self._tool.cursor)

    def _paint_above(self, painter: QPainter) -> None:
        self._tool.paint(painter, self.view)

    # --- Qt's events ---

    def event(self, event: QEvent) -> bool:
        """While the brush paints, its keys are its own and no shortcut of the window."""
        asks = event.type() == QEvent.Type.ShortcutOverride and self._tool.name is ToolName.BRUSH
        if asks and isinstance(event, QKeyEvent) and event.key() in _TOOL_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A tool's own keys; all others are left to the window."""
        if self._tool.key(Qt.Key(event.key())):
            self.update()
        elif event.key() == Qt.Key.Key_Escape and self._tool.name is not ToolName.LOOK:
            self.give_up_tool()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The tool draws with left and right; the middle button always pans."""
        if self._tool.name is ToolName.LOOK or event.button() == Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
            return
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        erase = alt or event.button() == Qt.MouseButton.RightButton
        self._tool.press(self.view.to_image(event.position()), erase=erase)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or draw, or tell what lies under the cursor."""
        if self._dragged is not None:
            super().mouseMoveEvent(event)
        elif self._tool.name is ToolName.LOOK:
            self._hover(event.position(), event.globalPosition().toPoint())
        else:
            self._clear_hint_from(event.position())
            self._tool.move(self.view.to_image(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        if self._dragged is not None:
            super().mouseReleaseEvent(event)
        else:
            self._tool.release(self.view.to_image(event.position()))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens a cell; elsewhere it is one more press."""
        cell_id = self.cell_at(event.position()) if self._tool.name is ToolName.LOOK else None
        if cell_id is not None:
            self.cellOpened.emit(cell_id)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The cursor is over no cell any more."""
        self._set_hovered(None)
        super().leaveEvent(event)

    def _clicked(self, where: QPointF) -> None:
        cell_id = self.cell_at(where)
        if cell_id is not None:
            self.cellClicked.emit(cell_id)

    def _hover(self, where: QPointF, on_screen: QPoint) -> None:
        cell_id = None if self._canvas.raw else self.cell_at(where)
        if cell_id == self._canvas.hovered:
            return
        self._set_hovered(cell_id)
        shape = self._canvas.marks.get(cell_id)
        if shape is None or cell_id is None or self._tooltip is None:
            QToolTip.hideText()
            return
        area = self.view.rect_to_widget(shape.box).toRect()
        QToolTip.showText(on_screen, as_plain(self._tooltip(cell_id)), self, area)

    def _set_hovered(self, cell_id: int | None) -> None:
        if cell_id != self._canvas.hovered:
            self._canvas.hovered = cell_id
            self.cellHovered.emit(NOBODY if cell_id is None else cell_id)
            self.update()
