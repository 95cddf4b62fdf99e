"""Class probabilities as bars with aligned numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from allviewer.ui import class_signs, theme
from allviewer.ui.panels import figures

_LINE, _DENSE = 24, 17
"""Height of a line, in px: with few classes, and with many."""
_FEW = 4


class ProbabilityBars(QWidget):
    """One line per class: name, bar in the class's colour, probability with two digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, float, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setObjectName("probabilities")

    def show_probabilities(self, classes: Sequence[str], probabilities: Sequence[float]) -> None:
        """Classes in their own order, so that a class is always at its place."""
        self._lines = [
            (name, value, class_signs.class_sign(place).colour)
            for place, (name, value) in enumerate(zip(classes, probabilities, strict=True))
        ]
        self.setAccessibleName(
            ", ".join(f"{name} {figures.decimal(value, 2)}" for name, value, _ in self._lines)
        )
        self.updateGeometry()
        self.update()

    @property
    def _line(self) -> int:
        return _LINE if len(self._lines) <= _FEW else _DENSE

    def sizeHint(self) -> QSize:
        """A line per class."""
        return QSize(160, self._line * len(self._lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """All lines; the most probable class is bold."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.of(self.palette())
        bold = QFontMetrics(theme.font(bold=True))
        # 2 more than the text: rounding must never cut the last letter off
        names = 2 + min(
            max((bold.horizontalAdvance(name) for name, _, _ in self._lines), default=0), self.width() // 2
        )
        number = bold.horizontalAdvance("0.00")
        best = max((value for _, value, _ in self._lines), default=0.0)
        line = self._line
        for place, (name, value, colour) in enumerate(self._lines):
            top = place * line
            painter.setFont(theme.font(bold=value == best))
            painter.setPen(QColor(colours.text if value == best else colours.muted))
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRect(0, top, names, line), int(Qt.AlignmentFlag.AlignVCenter), shown)
            area = QRect(self.width() - number, top, number, line)
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(area, right, figures.decimal(value, 2))
            left, room = names + theme.M, self.width() - names - number - 2 * theme.M
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            middle = top + line / 2 - 3
            painter.drawRoundedRect(QRectF(left, middle, room, 6), 3, 3)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(left, middle, max(6.0 if value > 0.005 else 0.0, room * value), 6), 3, 3
            )
        painter.end()
