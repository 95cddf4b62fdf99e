"""The heatmap's fixed scale: colours from against to for, with what the ends mean, in logits."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from allviewer.core import overlay
from allviewer.ui import theme
from allviewer.ui.panels import figures
from allviewer.ui.qt_image import pixmap_of

_THICKNESS = 8


class ColourBar(QWidget):
    """A band from -limit to +limit; its colours are those of `overlay.heatmap_rgba`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 1.0
        self._label = ""
        self._band = pixmap_of(overlay.diverging(np.linspace(-1, 1, 255)[None, :]))
        self.setFont(theme.font(theme.Size.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_limit(1.0)

    def set_limit(self, limit: float, *, label: str = "") -> None:
        """The ends in logits, and the class that the heatmap speaks for or against."""
        self._limit, self._label = limit, label
        self.setAccessibleName(self.tr("Heatmap scale"))
        self.setAccessibleDescription(
            self.tr("From {low} (against {label}) to {high} (for {label}), in logits").format(
                low=self._end("−"), high=self._end("+"), label=label
            )
        )
        self.setToolTip(
            self.tr("How much a place speaks for or against the class, in logits. The scale is fixed.")
        )
        self.update()

    def _end(self, sign: str) -> str:
        return f"{sign}{figures.short(self._limit)}"

    def sizeHint(self) -> QSize:
        """The band, and two lines of text below it."""
        line = QFontMetricsF(self.font()).height()
        return QSize(200, round(_THICKNESS + 2 * line + theme.XS))

    def minimumSizeHint(self) -> QSize:
        """Narrower, what is said of the ends is cut short."""
        return QSize(96, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The band with its middle, the ends below it, and what they mean."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        band = QRectF(0, 0, self.width(), _THICKNESS)
        painter.drawPixmap(band, self._band, QRectF(self._band.rect()))
        look = theme.of(self.palette())
        painter.fillRect(QRectF(round(band.center().x()), 0, 1, _THICKNESS), QColor(look.text))
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        numbers = QRectF(0, band.bottom() + 2, self.width(), line)
        meanings = numbers.translated(0, line)
        left, centre, right = (
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignHCenter,
            Qt.AlignmentFlag.AlignRight,
        )
        painter.setPen(QColor(look.text))
        painter.drawText(numbers, left, self._end("−"))
        painter.drawText(numbers, centre, "0")
        painter.drawText(numbers, right, f"{self._end('+')} {self.tr('logits')}")
        painter.setPen(QColor(look.muted))
        painter.drawText(meanings, left, self.tr("against"))
        said = self.tr("for {label}").format(label=self._label) if self._label else ""
        # a class may have any name, in any language
        room = meanings.width() - metrics.horizontalAdvance(self.tr("against")) - theme.S
        painter.drawText(meanings, right, metrics.elidedText(said, Qt.TextElideMode.ElideRight, room))
