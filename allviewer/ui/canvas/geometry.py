"""Where the picture lies in the widget: a frozen transform, and how zooming and panning change it."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

MAX_DEVICE_SCALE: Final = 64.0
"""Device pixels per image pixel at the strongest zoom."""
KEPT_IN_SIGHT: Final = 48.0
"""Logical pixels of the picture that no pan may push out of the widget."""


@dataclass(frozen=True, slots=True)
class View:
    """`scale` logical pixels per image pixel; `x, y` is the widget position of the picture's corner.

    Image coordinates have pixel centres at whole numbers (as polygons do), so the picture's corner
    is at -0.5, -0.5. Only `transform` paints in corner coordinates (image coordinates + 0.5).
    """

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_widget(self, point: QPointF) -> QPointF:
        """Image coordinates to logical widget pixels."""
        return QPointF((point.x() + 0.5) * self.scale + self.x, (point.y() + 0.5) * self.scale + self.y)

    def to_image(self, point: QPointF) -> QPointF:
        """Logical widget pixels to image coordinates."""
        return QPointF((point.x() - self.x) / self.scale - 0.5, (point.y() - self.y) / self.scale - 0.5)

    def rect_to_widget(self, rect: QRectF) -> QRectF:
        """An image rectangle to logical widget pixels."""
        return QRectF(self.to_widget(rect.topLeft()), self.to_widget(rect.bottomRight()))

    def rect_to_image(self, rect: QRectF) -> QRectF:
        """A widget rectangle to image coordinates."""
        return QRectF(self.to_image(rect.topLeft()), self.to_image(rect.bottomRight()))

    def transform(self) -> QTransform:
        """For a painter that draws in corner coordinates (pixel 0 covers 0 to 1)."""
        return QTransform(self.scale, 0, 0, self.scale, self.x, self.y)

    def zoomed(self, factor: float, *, about: QPointF, lowest: float, highest: float) -> "View":
        """Zoom so that the image point under `about` (widget) stays where it is."""
        scale = min(max(self.scale * factor, lowest), highest)
        kept = scale / self.scale
        return View(scale, about.x() - (about.x() - self.x) * kept, about.y() - (about.y() - self.y) * kept)

    def panned(self, dx: float, dy: float) -> "View":
        """Move the picture by logical pixels."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def held(self, *, picture: QSizeF, viewport: QSizeF) -> "View":
        """Moved back as far as needed for the picture not to be lost from sight."""
        width, height = picture.width() * self.scale, picture.height() * self.scale
        keep_x, keep_y = min(KEPT_IN_SIGHT, width), min(KEPT_IN_SIGHT, height)
        x = min(max(self.x, keep_x - width), viewport.width() - keep_x)
        y = min(max(self.y, keep_y - height), viewport.height() - keep_y)
        return replace(self, x=x, y=y)

    def aligned(self, ratio: float) -> "View":
        """With the corner on a whole device pixel, so that what was painted can be moved exactly."""
        return replace(self, x=round(self.x * ratio) / ratio, y=round(self.y * ratio) / ratio)

    def bringing(self, rect: QRectF, *, viewport: QSizeF, margin: float) -> "View":
        """Panned as little as it takes to show the image rectangle `rect`; itself if it is in view."""
        target = self.rect_to_widget(rect)
        dx = _shift(target.left(), target.right(), room=viewport.width(), margin=margin)
        dy = _shift(target.top(), target.bottom(), room=viewport.height(), margin=margin)
        return self.panned(dx, dy) if dx or dy else self


def fitted(*, picture: QSizeF, viewport: QSizeF, margin: float) -> View:
    """The whole picture as large as it goes, centred, `margin` logical pixels from the edges."""
    room = QSizeF(max(1.0, viewport.width() - 2 * margin), max(1.0, viewport.height() - 2 * margin))
    scale = min(room.width() / picture.width(), room.height() / picture.height())
    return centred(QPointF((picture.width() - 1) / 2, (picture.height() - 1) / 2), scale, viewport=viewport)


def centred(point: QPointF, scale: float, *, viewport: QSizeF) -> View:
    """The image point in the middle of the widget, at a scale."""
    return View(
        scale,
        viewport.width() / 2 - (point.x() + 0.5) * scale,
        viewport.height() / 2 - (point.y() + 0.5) * scale,
    )


def largest_beside(area: QRectF, over: QRectF) -> QRectF:
    """The largest part of an area, as broad or as high as it, that another rectangle leaves free."""
    parts = (
        QRectF(area.topLeft(), QPointF(over.left(), area.bottom())),
        QRectF(QPointF(over.right(), area.top()), area.bottomRight()),
        QRectF(area.topLeft(), QPointF(area.right(), over.top())),
        QRectF(QPointF(area.left(), over.bottom()), area.bottomRight()),
    )
    inside = (part & area for part in parts if part.isValid())
    return max(inside, key=lambda part: part.width() * part.height(), default=QRectF())


def _shift(low: float, high: float, *, room: float, margin: float) -> float:
    if high - low > room - 2 * margin:  # larger than the window: good enough if it covers the middle
        return 0.0 if low < room / 2 < high else room / 2 - (low + high) / 2
    if low < margin:
        return margin - low
    return min(0.0, room - margin - high)
