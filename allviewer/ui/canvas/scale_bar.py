"""The scale bar: a round length, in micrometres where the scale is known, else in pixels."""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from allviewer.ui import theme
from allviewer.ui.canvas.readable import draw_plate
from allviewer.ui.panels import figures

USUAL_UM: Final = 10.0
SHORTEST, LONGEST = 40.0, 180.0
"""Logical pixels between which the usual 10 µm bar is kept before a rounder length takes over."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`width` in logical pixels, and what it stands for."""

    width: float
    label: str


def bar_for(*, scale: float, um_per_px: float | None) -> Bar:
    """The bar for `scale` logical pixels per image pixel: 10 µm if that fits, else 1, 2 or 5 times 10ⁿ."""
    per_unit = scale / um_per_px if um_per_px else scale
    unit = "µm" if um_per_px else "px"
    if um_per_px and SHORTEST <= USUAL_UM * per_unit <= LONGEST:
        return Bar(USUAL_UM * per_unit, f"{figures.short(USUAL_UM)} {unit}")
    length = _round_down(LONGEST * 0.75 / per_unit)
    if not um_per_px:
        length = max(1.0, length)
    if um_per_px and length >= 1000:
        return Bar(length * per_unit, f"{figures.short(length / 1000)} mm")
    return Bar(length * per_unit, f"{figures.short(length)} {unit}")


def _round_down(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return max(step for step in (1.0, 2.0, 5.0) if step * power <= value * (1 + 1e-9)) * power


def paint(painter: QPainter, bar: Bar, *, viewport: QSizeF) -> QRectF:
    """Draw the bar into the lower right corner; returns the area it took."""
    painter.setFont(theme.font(theme.Size.SMALL, bold=True))
    metrics = QFontMetricsF(painter.font())
    inner = max(bar.width, metrics.horizontalAdvance(bar.label))
    width, height = inner + 2 * theme.M, metrics.height() + theme.M + theme.S
    area = QRectF(viewport.width() - width - theme.M, viewport.height() - height - theme.M, width, height)
    draw_plate(painter, area, radius=6, alpha=170)
    label = area.adjusted(0, theme.XS, 0, -theme.S)
    painter.drawText(label, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, bar.label)
    start = QPointF(round(area.center().x() - bar.width / 2), round(area.bottom() - theme.S - 3))
    painter.fillRect(QRectF(start, QSizeF(bar.width, 3)), QColor(255, 255, 255))
    return area
