"""The picture with its cells: pan, zoom, choose and draw. It knows no session; it says what was done."""

import html
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from allviewer.core.records import Pixels, Polygon, Square
from allviewer.ui import theme
from allviewer.ui.canvas_brush import BrushTool
from allviewer.ui.canvas_camera import Camera
from allviewer.ui.canvas_geometry import View
from allviewer.ui.canvas_marks import REACH_PX, CellMark
from allviewer.ui.canvas_overlay import Layers
from allviewer.ui.canvas_painter import Canvas
from allviewer.ui.canvas_picture import TiledPicture
from allviewer.ui.canvas_pyramid import Pyramid
from allviewer.ui.canvas_pyramid_builder import PyramidBuilder
from allviewer.ui.canvas_tools import BoxTool, LineTool, PointTool, Tool, ToolName

__all__ = ["CellMark", "ImageView", "Layers", "ToolName"]

KEY_STEP: Final = 1.25
WHEEL_STEP: Final = 1.0015
"""Zoom per eighth of a degree of the wheel: a notch is a fifth."""
LOADING_SHOWS_MS: Final = 200
AT_REST_MS: Final = 60
NOBODY: Final = -1


class ImageView(QWidget):
    """Shows one picture. All coordinates in signals are image pixels; ids are those of the marks.

    `cellClicked(id)`, `cellOpened(id)` (double click), `cellHovered(id)` (-1 for none), `boxDrawn(Box)`,
    `centreClicked(x, y)`, `outlineDrawn(id, Polygon)`, `lineDrawn(length)`, `toolChanged(ToolName)`,
    `zoomChanged(percent)`: device pixels per image pixel in hundredths.
    """

    cellClicked = Signal(int)
    cellOpened = Signal(int)
    cellHovered = Signal(int)
    boxDrawn = Signal(object)
    centreClicked = Signal(float, float)
    outlineDrawn = Signal(int, object)
    lineDrawn = Signal(float)
    toolChanged = Signal(object)
    zoomChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageView")
        self.setAccessibleName(self.tr("Picture"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._canvas = Canvas()
        self._camera = Camera(self)
        self._camera.moved.connect(self._moved)
        self._builder = PyramidBuilder(self)
        self._builder.built.connect(self._pyramid_built)
        self._tool = Tool()
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self._tooltip: Callable[[int], str] | None = None
        self._waiting = ""
        self._rest = self._timer(AT_REST_MS, self.update)
        self._more = self._timer(0, self.update)
        self._loading = self._timer(LOADING_SHOWS_MS, self._say_loading)

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    # --- the picture ---

    def set_image(self, pixels: Pixels | Pyramid | None, *, um_per_px: float | None = None) -> None:
        """Show another picture whole, without cells; None for none.

        A large picture may be given as a `Pyramid` that a worker has built; from plain pixels a rough
        one is shown at once and the rest is built in another thread.
        """
        self._builder.forget()
        self._loading.stop()
        self.leave_tool()
        self._canvas.clear()
        self._canvas.um_per_px = um_per_px
        if pixels is not None:
            pyramid = pixels if isinstance(pixels, Pyramid) else self._builder.start(pixels)
            self._canvas.picture = TiledPicture(pyramid)
            self._camera.extent = QSizeF(pyramid.width, pyramid.height)
        else:
            self._camera.extent = QSizeF()
        self.fit()
        self.update()

    def set_scale(self, um_per_px: float | None) -> None:
        """Micrometres per image pixel, once they are known."""
        self._canvas.um_per_px = um_per_px
        self.update()

    def show_loading(self, name: str) -> None:
        """Empty the view at once; say what is being read if it takes long enough to be noticed."""
        self.set_image(None)
        self._waiting = name
        self._loading.start()

    def show_message(self, title: str, detail: str = "", *, failed: bool = False) -> None:
        """Plain words in place of a picture: no cells, or why a file cannot be shown (`failed`)."""
        self.set_image(None)
        self._canvas.title, self._canvas.detail, self._canvas.failed = title, detail, failed
        self.setAccessibleDescription(f"{title} {detail}".strip())

    def _say_loading(self) -> None:
        self._canvas.title = self.tr("Reading {name}…").format(name=self._waiting)
        self.update()

    def _pyramid_built(self, pyramid: Pyramid) -> None:
        self._canvas.picture = TiledPicture(pyramid)
        self.update()

    # --- the cells ---

    def set_cells(self, marks: Sequence[CellMark]) -> None:
        """The cells of the picture shown; outlines that stay the same cost nothing."""
        self._canvas.marks.replace_all(marks)
        self._marks_changed()

    def update_cells(self, marks: Iterable[CellMark]) -> None:
        """Change or add some cells and leave the others as they are."""
        self._canvas.marks.update(marks)
        self._marks_changed()

    def _marks_changed(self) -> None:
        self._canvas.marks_changed()
        self.update()

    def set_heatmap(self, rgba: npt.NDArray[np.uint8] | None, square: Square | None) -> None:
        """Lay uint8 (H, W, 4), straight alpha, over the crop's square; None takes it away."""
        self._canvas.set_heatmap(rgba, square)
        self.update()

    @property
    def layers(self) -> Layers:
        """What is drawn over the picture."""
        return self._canvas.layers

    def set_layers(self, layers: Layers) -> None:
        """What is drawn over the picture, and how strongly."""
        self._canvas.layers = layers
        self.update()

    def show_raw(self, raw: bool) -> None:
        """Hide everything that is drawn over the picture, while a key is held."""
        self._canvas.raw = raw
        self.update()

    def set_tooltip(self, text: Callable[[int], str] | None) -> None:
        """What to say of the cell under the cursor, as plain text: the caller knows, the view does not."""
        self._tooltip = text

    @property
    def selected(self) -> int | None:
        """Id of the cell that stands out."""
        return self._canvas.selected

    def select(self, cell_id: int | None) -> None:
        """Make one cell stand out; pan just as far as it takes to see it."""
        self._canvas.selected = cell_id
        shape = self._canvas.marks.get(cell_id)
        if shape is not None:
            self._camera.bring(shape.box)
            self.setAccessibleDescription(self.tr("Cell {number}").format(number=shape.mark.number))
        self.update()

    def cell_at(self, point: QPointF) -> int | None:
        """Id of the cell under a widget position."""
        return self._canvas.marks.at(self.view.to_image(point), reach=REACH_PX / self.view.scale)

    # --- zoom and pan ---

    @property
    def view(self) -> View:
        """Where the picture lies now."""
        return self._camera.view

    @property
    def percent(self) -> float:
        """Device pixels per image pixel, in hundredths."""
        return self.view.scale * self.devicePixelRatioF() * 100

    def fit(self) -> None:
        """The whole picture, and again whenever the widget changes its size."""
        self._camera.fit()

    def actual_size(self) -> None:
        """One image pixel on one device pixel, about the middle of the window."""
        self._camera.zoom_to(1 / self.devicePixelRatioF())

    def zoom_in(self) -> None:
        self._camera.zoom_to(self.view.scale * KEY_STEP)

    def zoom_out(self) -> None:
        self._camera.zoom_to(self.view.scale / KEY_STEP)

    def zoom_about(self, factor: float, about: QPointF) -> None:
        """Zoom so that what lies under a widget position stays there."""
        self._camera.zoom_to(self.view.scale * factor, about=about)

    def zoom_to_cell(self) -> None:
        """The selected cell in the middle, at a third of the window."""
        shape = self._canvas.marks.get(self._canvas.selected)
        if shape is not None:
            self._camera.zoom_on(shape.box)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels."""
        self._camera.pan(dx, dy)

    def _moved(self, zoomed: bool) -> None:
        if zoomed:
            self._rest.start()
            self.zoomChanged.emit(self.percent)
        self.update()

    # --- drawing tools ---

    @property
    def tool(self) -> ToolName:
        """What the left button does."""
        return self._tool.name

    def start_tool(self, name: ToolName) -> None:
        """Let the left button draw until `leave_tool`. Without a selected cell there is no brush."""
        tool = self._make_tool(name) if self._canvas.picture is not None else None
        if tool is not None:
            self._use(tool)
            self.setFocus()

    def leave_tool(self) -> None:
        """Back to panning and choosing."""
        if self._tool.name is not ToolName.LOOK:
            self._use(Tool())

    def _make_tool(self, name: ToolName) -> Tool | None:
        if name is ToolName.BOX:
            return BoxTool(self._camera.extent, self.boxDrawn.emit)
        if name is ToolName.POINT:
            return PointTool(lambda point: self.centreClicked.emit(point.x(), point.y()))
        if name is ToolName.LINE:
            return LineTool(self.lineDrawn.emit)
        shape = self._canvas.marks.get(self._canvas.selected)
        if name is ToolName.BRUSH and shape is not None:
            mark = shape.mark
            return BrushTool(mark.outline, self._camera.extent, lambda line: self._brushed(mark.id, line))
        return None

    def _brushed(self, cell_id: int, outline: Polygon) -> None:
        self.leave_tool()
        self.outlineDrawn.emit(cell_id, outline)

    def _use(self, tool: Tool) -> None:
        self._tool = tool
        if tool.name is ToolName.LOOK:
            self.unsetCursor()
        else:
            self.setCursor(tool.cursor)
        self.toolChanged.emit(tool.name)
        self.update()

    # --- Qt's events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if not self._paint(painter, hurry=True):
            self._more.start()

    def _paint(self, painter: QPainter, *, hurry: bool) -> bool:
        ratio = self.devicePixelRatioF()
        complete = self._canvas.paint(
            painter,
            self.view,
            size=QSizeF(self.size()),
            ratio=ratio,
            look=theme.of(self.palette()),
            moving=self._rest.isActive(),
            hurry=hurry,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._tool.paint(painter, self.view)
        return complete

    def picture_of_view(self) -> QImage:
        """What the widget shows, complete, as an image at the screen's own resolution."""
        ratio = self.devicePixelRatioF()
        image = QImage((QSizeF(self.size()) * ratio).toSize(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self._camera.rest()
        self._paint(painter, hurry=False)
        painter.end()
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._camera.set_window(QSizeF(event.size()), self.devicePixelRatioF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        # a touchpad has phases: two fingers pan there, with Ctrl or a pinch they zoom
        if not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase and not zooms:
            self.pan(pixels.x(), pixels.y())
        else:
            self.zoom_about(WHEEL_STEP ** (angle.y() or angle.x()), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_about(1 + event.value(), event.position())
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # while a tool draws, its keys are its own and no shortcut of the window
            if self._tool.name is ToolName.BRUSH and event.key() in _BRUSH_KEYS:
                event.accept()
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._camera.set_window(QSizeF(self.size()), self.devicePixelRatioF())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tool.key(Qt.Key(event.key())):
            self.update()
        elif event.key() == Qt.Key.Key_Escape and self._tool.name is not ToolName.LOOK:
            self.leave_tool()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._canvas.picture is None:
            return
        left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
        looking = self._tool.name is ToolName.LOOK
        if looking or event.button() == Qt.MouseButton.MiddleButton:
            self._dragged = event.position()
            self._pressed = event.position() if event.button() == left else None
        elif event.button() in (left, right):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._tool.press(self.view.to_image(event.position()), erase=alt or event.button() == right)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position()
        if self._dragged is not None:
            self._drag(where)
        elif self._tool.name is ToolName.LOOK:
            self._hover(where, event.globalPosition().toPoint())
        else:
            self._tool.move(self.view.to_image(where))
            self.update()

    def _drag(self, where: QPointF) -> None:
        assert self._dragged is not None
        if self._pressed is not None:
            if (where - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._pressed = None
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = where - self._dragged
        self._dragged = where
        self.pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            self._tool.release(self.view.to_image(event.position()))
            self.update()
            return
        clicked, self._pressed, self._dragged = self._pressed, None, None
        self.unsetCursor() if self._tool.name is ToolName.LOOK else self.setCursor(self._tool.cursor)
        if clicked is not None:
            cell_id = self.cell_at(clicked)
            if cell_id is not None:
                self.cellClicked.emit(cell_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell_id = self.cell_at(event.position()) if self._tool.name is ToolName.LOOK else None
        if cell_id is not None:
            self.cellOpened.emit(cell_id)
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(None)
        super().leaveEvent(event)

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


def as_plain(text: str) -> str:
    """For a tooltip, which would take text with tags for rich text: names come from files."""
    return "<span>" + html.escape(text).replace("\n", "<br>") + "</span>"


_BRUSH_KEYS: Final = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_BracketLeft,
    Qt.Key.Key_BracketRight,
)
