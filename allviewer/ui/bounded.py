"""Holds a part of the window that often changes what it says, and keeps that from the layouts around it."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Bounded(QWidget):
    """As large as what is around it allows; what changes `within` is laid out within.

    Qt would lay out the whole window anew, with its docks, whenever a text in it gets longer or shorter:
    several times a second while cells come in, and at each key. Only what has no room any more asks for that.
    """

    def __init__(self, within: QWidget) -> None:
        super().__init__()
        self._within = within
        within.setParent(self)
        self.setSizePolicy(within.sizePolicy())

    def sizeHint(self) -> QSize:
        """As the widget would like it."""
        return self._within.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The least that it can do with."""
        return self._within.minimumSizeHint().expandedTo(self._within.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of it is the widget's."""
        super().resizeEvent(event)
        self._within.resize(event.size())

    def event(self, event: QEvent) -> bool:
        """Qt asks for a layout where what lies within wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            needed, there = self.minimumSizeHint(), self.size()
            if needed.width() > there.width() or needed.height() > there.height():
                self.updateGeometry()
        return super().event(event)
