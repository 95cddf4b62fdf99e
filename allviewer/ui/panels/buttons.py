"""Buttons that show their key, and among them those that give a class."""

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QPushButton, QWidget

from allviewer.ui import class_signs, theme
from allviewer.ui.class_signs import ClassSign

CELLS: Final = "application/x-allviewer-cells"
"""What a drag of cells carries: their ids, as text with commas."""


class KeyButton(QPushButton):
    """A button with its key at the right. A double click is one press: the second would be another cell's."""

    def __init__(self, text: str = "", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setProperty("role", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough that the text and the key never touch."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._key_width() + theme.M, hint.height())

    def minimumSizeHint(self) -> QSize:
        """As wide as it needs: nothing is cut off."""
        return self.sizeHint()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two is none."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as the style draws it, then the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.of(self.palette())
        if self._key:
            primary = self.property("role") == "primary" and self.isEnabled()
            tone = colours.on_accent if primary else colours.muted if self.isEnabled() else colours.faint
            painter.setPen(QColor(tone))
            painter.setFont(theme.font(theme.Size.SMALL))
            area = self.rect().adjusted(0, 0, -theme.M + 2, 0)
            painter.drawText(
                area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._key
            )
        painter.end()

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._key) if self._key else 0


class ClassButton(KeyButton):
    """Gives a class by a press, or to the cells that are dragged onto it: `cellsDropped(ids)`.

    It is underlined as they are in the gallery, in the class's colour and line.
    """

    cellsDropped = Signal(object)

    def __init__(self, text: str, *, key: str, colour: str, dashes: tuple[float, ...] = ()) -> None:
        super().__init__(text, key=key)
        self._colour, self._dashes = colour, dashes
        self.setAcceptDrops(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button with its key, then the sign of its class."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(class_signs.stroke(ClassSign(self._colour, self._dashes)))
        low = self.height() - 2.5
        painter.drawLine(QPointF(theme.S, low), QPointF(self.width() - theme.S, low))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only cells of the gallery can be dropped here."""
        if event.mimeData().hasFormat(CELLS):
            self.setDown(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are meant."""
        self.setDown(False)
        event.acceptProposedAction()
        text = bytes(event.mimeData().data(CELLS).data()).decode()
        self.cellsDropped.emit([int(one) for one in text.split(",")])
