"""A widget that shows one picture: paints it, pans and zooms by mouse, wheel and touchpad."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from allviewer.core.records import Pixels
from allviewer.ui import theme
from allviewer.ui.canvas.camera import Camera
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.painter import Canvas
from allviewer.ui.canvas.picture import TiledPicture
from allviewer.ui.canvas.pyramid import Pyramid
from allviewer.ui.canvas.pyramid_builder import PyramidBuilder

KEY_STEP: Final = 1.25
WHEEL_STEP: Final = 1.0015
"""Zoom per eighth of a degree of the wheel: a notch is a fifth."""
LOADING_SHOWS_MS: Final = 200
AT_REST_MS: Final = 60


class CanvasWidget(QWidget):
    """The picture alone; `ImageView` adds cells and tools.

    `zoomChanged(percent)`: device pixels per image pixel in hundredths.
    """

    zoomChanged = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
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
        """Show another picture without cells, None for none: whole, or as near as a person went to
        others of its size.

        A large picture may be given as a `Pyramid` that a worker has built; from plain pixels a rough
        one is shown at once and the rest is built in another thread.
        """
        self._builder.forget()
        self._loading.stop()
        self._waiting = ""
        self._canvas.clear()
        self._canvas.um_per_px = um_per_px
        extent = QSizeF()
        if pixels is not None:
            pyramid = pixels if isinstance(pixels, Pyramid) else self._builder.start(pixels)
            self._canvas.picture = TiledPicture(pyramid)
            extent = QSizeF(pyramid.width, pyramid.height)
        self._camera.turn_to(extent)
        self.update()

    @property
    def arriving(self) -> bool:
        """Whether a picture is still to come, or what makes a rough one fine."""
        return bool(self._waiting) or self._builder.building

    def set_scale(self, um_per_px: float | None) -> None:
        """Micrometres per image pixel, once they are known."""
        self._canvas.um_per_px = um_per_px
        self.update()

    def show_place(self, place: QRectF | None) -> None:
        """Frame a place where no cell is outlined, in image coordinates, and bring it in the middle."""
        self._canvas.place = place
        if place is not None:
            self._camera.zoom_on(place, once=True)
        self.update()

    def show_loading(self, name: str) -> None:
        """Empty the view at once; say what is being read if it takes long enough to be noticed."""
        self.set_image(None)
        self._waiting = name
        self._loading.start()

    def show_message(self, title: str, detail: str = "", *, failed: bool = False) -> None:
        """Plain words in place of a picture, such as why a file cannot be shown (`failed`)."""
        self.set_image(None)
        self._canvas.title, self._canvas.detail, self._canvas.failed = title, detail, failed
        self.setAccessibleDescription(f"{title} {detail}".strip())

    def set_note(self, text: str) -> None:
        """A few words upon the picture, at its top: what there is to know of it; "" for none."""
        self._canvas.note = text
        self.update()

    def show_raw(self, raw: bool) -> None:
        """Hide everything that is drawn over the picture, while a key is held."""
        self._canvas.raw = raw
        self.update()

    def _say_loading(self) -> None:
        self._canvas.title = self.tr("Reading {name}…").format(name=self._waiting)
        self.update()

    def _pyramid_built(self, pyramid: Pyramid) -> None:
        self._canvas.picture = TiledPicture(pyramid)
        self.update()

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
        """The whole picture, and again whenever the widget changes its size; so are all to come."""
        self._camera.fit()

    def actual_size(self) -> None:
        """One image pixel on one device pixel, about what is looked at."""
        self._camera.zoom_to(1 / self.devicePixelRatioF(), about=self._looked_at())

    def zoom_in(self) -> None:
        """One key's press nearer, about what is looked at."""
        self._camera.zoom_to(self.view.scale * KEY_STEP, about=self._looked_at())

    def zoom_out(self) -> None:
        """One key's press farther."""
        self._camera.zoom_to(self.view.scale / KEY_STEP, about=self._looked_at())

    def zoom_about(self, factor: float, about: QPointF) -> None:
        """Zoom so that what lies under a widget position stays there."""
        self._camera.zoom_to(self.view.scale * factor, about=about)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels."""
        self._camera.pan(dx, dy)

    def _looked_at(self) -> QPointF | None:
        """For a subclass that knows of a widget position; None is the middle of the window."""
        return None

    def _moved(self, zoomed: bool) -> None:
        if zoomed:
            self._rest.start()
            self.zoomChanged.emit(self.percent)
        self.update()

    # --- painting ---

    def picture_of_view(self) -> QImage:
        """What the widget shows, complete, as an image at the screen's own resolution."""
        ratio = self.devicePixelRatioF()
        image = QImage((QSizeF(self.size()) * ratio).toSize(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self._camera.rest()
        painter = QPainter(image)
        self._paint(painter, hurry=False)
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """As much as a frame has time for; the rest in the next ones."""
        del event
        painter = QPainter(self)
        complete = self._paint(painter, hurry=True)
        painter.end()
        if not complete:
            self._more.start()

    def _paint(self, painter: QPainter, *, hurry: bool) -> bool:
        complete = self._canvas.paint(
            painter,
            self.view,
            size=QSizeF(self.size()),
            ratio=self.devicePixelRatioF(),
            look=theme.of(self.palette()),
            moving=self._rest.isActive(),
            hurry=hurry,
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_above(painter)
        return complete

    def _paint_above(self, painter: QPainter) -> None:
        """For what a subclass draws last, in logical widget pixels."""

    # --- Qt's events ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole picture, or its middle."""
        self._camera.set_window(QSizeF(event.size()), self.devicePixelRatioF())

    def event(self, event: QEvent) -> bool:
        """A pinch zooms; another screen may have another resolution."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_about(1 + event.value(), event.position())
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange:
            self._camera.set_window(QSizeF(self.size()), self.devicePixelRatioF())
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms about the cursor; two fingers on a touchpad pan, with Ctrl they zoom."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        # only a touchpad has phases
        if not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase and not zooms:
            self.pan(pixels.x(), pixels.y())
        else:
            self.zoom_about(WHEEL_STEP ** (angle.y() or angle.x()), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any button may drag; the left one may turn out to have clicked."""
        if self._canvas.picture is not None:
            self._dragged = event.position()
            left = event.button() == Qt.MouseButton.LeftButton
            self._pressed = event.position() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while a button is down."""
        if self._dragged is None:
            return
        where = event.position()
        if self._pressed is not None:
            if (where - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._pressed = None
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = where - self._dragged
        self._dragged = where
        self.pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not drag was a click."""
        clicked, self._pressed, self._dragged = self._pressed, None, None
        self._show_cursor()
        if clicked is not None:
            self._clicked(clicked)

    def _show_cursor(self) -> None:
        self.unsetCursor()

    def _clicked(self, where: QPointF) -> None:
        """For what a subclass does on a click at a widget position."""
