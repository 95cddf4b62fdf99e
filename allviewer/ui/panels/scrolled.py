"""How a panel shares its height: one part scrolls where it must, the other only where there is no room."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_SEEN: Final = 120
"""How much of what it holds stays in sight, in px, before the foot gets a scroll bar of its own."""


class Scrolled(QScrollArea):
    """Takes what height is left for it, and scrolls where that is less than what it holds."""

    resized = Signal()

    def __init__(self, held: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self._held = held
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(held)
        self.viewport().setAutoFillBackground(False)
        held.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may be shared otherwise."""
        super().resizeEvent(event)
        self.resized.emit()

    def sizeHint(self) -> QSize:
        """What must stay in sight."""
        return QSize(self.width(), _SEEN)


class Foot(Scrolled):
    """As high as what it holds, and scrolls only where there is no such room."""

    def __init__(self, held: QWidget) -> None:
        super().__init__(held)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """As wide as it is: lines that wrap are as high as that makes them."""
        return QSize(self.width(), self._held.heightForWidth(self.width()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words may take more lines."""
        if watched is self._held and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._show_bar()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self._show_bar()

    def _show_bar(self) -> None:
        # left to Qt, a bar that came stays: beside it lines wrap that without it would not
        fits = self.height() >= self.sizeHint().height()
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(never if fits else needed)
