"""Where one looks: fit, zoom about a point, pan, and slide to a cell. Says when the view moved."""

from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, QVariantAnimation, Signal

from allviewer.ui import theme
from allviewer.ui.canvas.geometry import MAX_DEVICE_SCALE, View, centred, fitted

SLIDE_MS: Final = 120
MARGIN: Final = theme.M
SHARE_OF_WINDOW: Final = 1 / 3
"""How much of the window a cell takes that was zoomed to."""
SHARE_OF_AREA: Final = 0.8
"""How much of a part of the window it may take."""


class Camera(QObject):
    """The view of one picture (`extent`, image pixels) in one widget (`window`, logical pixels).

    `moved(zoomed)` follows each change. `ratio` is device pixels per logical pixel. How near a person
    went holds for every picture of the same size until `fit`; others are shown whole.
    """

    moved = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view = View()
        self.window = QSizeF(1, 1)
        self.extent = QSizeF()
        self.ratio = 1.0
        self._fitting = True
        self._near: dict[tuple[float, float], float] = {}  # by a picture's size the scale that was chosen
        self._arriving = False  # nobody looked anywhere in this picture yet
        self._path = (View(), View())
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setStartValue(0.0)
        self._slide.setEndValue(1.0)
        self._slide.valueChanged.connect(self._slid)

    def turn_to(self, extent: QSizeF) -> None:
        """Another picture of this size, or none if it is empty."""
        self.extent = extent
        scale = self._near.get(_size(extent))
        self._fitting = scale is None
        if scale is None:
            self._fit()
        else:
            middle = QPointF(extent.width() / 2, extent.height() / 2)
            self._set(centred(middle, scale, viewport=self.window))
        self._arriving = True

    def set_window(self, window: QSizeF, ratio: float) -> None:
        """The widget's size changed: a picture that was fitted is fitted again, else its middle stays."""
        before, self.window, self.ratio = self.window, window, ratio
        if self._fitting:
            self._fit()
        else:
            dx, dy = (window.width() - before.width()) / 2, (window.height() - before.height()) / 2
            self._set(self.view.panned(dx, dy))

    def fit(self) -> None:
        """The whole picture, and again whenever the window changes its size; so are all to come."""
        self._near.clear()
        self._fitting = True
        self._fit()

    def zoom_to(self, scale: float, *, about: QPointF | None = None) -> None:
        """To a scale, the image point under `about` (widget; the middle if None) staying where it is."""
        if self.extent.isEmpty():
            return
        self._fitting = False
        lowest = min(self._whole().scale, 1 / self.ratio) / 2
        place = about if about is not None else QPointF(self.window.width() / 2, self.window.height() / 2)
        factor = scale / self.view.scale
        zoomed = self.view.zoomed(factor, about=place, lowest=lowest, highest=MAX_DEVICE_SCALE / self.ratio)
        self._set(zoomed.held(picture=self.extent, viewport=self.window))
        self._keep()

    def zoom_on(self, rect: QRectF, *, once: bool = False) -> None:
        """An image rectangle in the middle, taking a third of the window; the whole picture where it
        takes more already. With `once` the pictures to come are as near as without it.
        """
        room = min(self.window.width(), self.window.height()) * SHARE_OF_WINDOW
        scale = min(room / max(rect.width(), rect.height(), 1.0), MAX_DEVICE_SCALE / self.ratio)
        self._fitting = scale <= self._whole().scale
        if self._fitting:
            self._fit()
        else:
            self._set(centred(rect.center(), scale, viewport=self.window))
        if not once:
            self._keep()

    def show_in(self, area: QRectF, rect: QRectF) -> None:
        """An image rectangle in the middle of an area of the window, as near as it is or as there is room;
        the pictures to come are as near as without it.
        """
        if area.isEmpty() or rect.isEmpty():
            return
        room = SHARE_OF_AREA * min(area.width() / rect.width(), area.height() / rect.height())
        view = centred(rect.center(), min(self.view.scale, room), viewport=self.window)
        aside = area.center() - QPointF(self.window.width() / 2, self.window.height() / 2)
        self._fitting = False
        self._set(view.panned(aside.x(), aside.y()))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by logical pixels."""
        self._fitting = False
        self._set(self.view.panned(dx, dy).held(picture=self.extent, viewport=self.window))

    def bring(self, rect: QRectF) -> None:
        """Slide just as far as it takes to show an image rectangle; not at all if it is in view.

        In a picture that has just come there is nowhere to slide from: it is in the middle at once.
        """
        if self._fitting:  # all of the picture is
            return
        if self._arriving and self.view.scale > self._whole().scale:
            self._set(centred(rect.center(), self.view.scale, viewport=self.window))
            return
        margin = min(48.0, self.window.width() / 6, self.window.height() / 6)
        target = self.view.bringing(rect, viewport=self.window, margin=margin)
        if target != self.view:
            self._slide.stop()
            self._path = (self.view, target)
            self._slide.start()

    def rest(self) -> None:
        """Be where a slide was going, at once."""
        if self._slide.state() is QVariantAnimation.State.Running:
            self._set(self._path[1])

    def _slid(self, progress: float) -> None:
        start, end = self._path
        eased = 1 - (1 - progress) ** 3
        self._place(View(end.scale, start.x + (end.x - start.x) * eased, start.y + (end.y - start.y) * eased))

    def _fit(self) -> None:
        if not self.extent.isEmpty():
            self._set(self._whole())

    def _keep(self) -> None:
        """Have other pictures of this size as near as this one is now."""
        if self._fitting:
            self._near.pop(_size(self.extent), None)
        else:
            self._near[_size(self.extent)] = self.view.scale

    def _whole(self) -> View:
        return fitted(picture=self.extent, viewport=self.window, margin=MARGIN)

    def _set(self, view: View) -> None:
        self._slide.stop()
        self._arriving = False
        self._place(view)

    def _place(self, view: View) -> None:
        zoomed = view.scale != self.view.scale
        self.view = view.aligned(self.ratio)
        self.moved.emit(zoomed)


def _size(extent: QSizeF) -> tuple[float, float]:
    return extent.width(), extent.height()
