"""What is drawn upon a picture so that it is readable on pale and on dark stain alike."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_LIGHT: Final = QColor(255, 255, 255)


def draw_plate(painter: QPainter, area: QRectF, *, radius: float = 4, alpha: int = 205) -> None:
    """A dark plate under words; the pen that is left in the painter writes on it. `alpha` is 0 to 255."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(22, 22, 25, alpha))
    painter.drawRoundedRect(area, radius, radius)
    painter.setPen(_LIGHT)


def light_upon_dark(style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> tuple[QPen, QPen]:
    """The two pens of a line, in the order in which they are drawn."""
    return QPen(QColor(0, 0, 0, 150), 3.5), QPen(_LIGHT, 1.5, style)
