"""A window beside the main one that leaves it usable."""

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from allviewer.ui.room import FRAME, within

_AT_FIRST = (608, 440)


class SideWindow(QDialog):
    """Lies at first over the lower left of the main window, where least of the picture is.

    Never lower than what its panel says at this width, as far as the screen has room: Qt's own least
    height takes a text that wraps for one line, and what stands beside it pays for the rest.
    """

    def __init__(self, panel: QWidget, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "panel")
        self._ground, self._placed = window, False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(panel)

    def showEvent(self, event: QShowEvent) -> None:
        """Afterwards where a person put it."""
        if not self._placed:
            self._placed = True
            ground = self._ground.frameGeometry() & self.screen().availableGeometry()
            corner = ground.bottomLeft() - QPoint(0, self.height() + FRAME.height())
            self.move(corner.x(), max(corner.y(), self.screen().availableGeometry().top()))
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """Other words, or another width for them."""
        before = self.height()  # the layout may make it higher, too
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            needed = self._column.totalMinimumHeightForWidth(self.width())  # below 0 where nothing wraps
            self.setMinimumHeight(max(0, within(self, self.width(), needed).height()))
            if self._placed and self.height() > before:
                self._rise()
        return done

    def _rise(self) -> None:
        """It grew downwards: no part of that may lie below the screen, where nobody reaches it."""
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        if frame.bottom() > room.bottom():
            self.move(self.x(), max(room.top(), self.y() - (frame.bottom() - room.bottom())))


def side_window(panel: QWidget, window: QWidget, title: str) -> QDialog:
    """`panel` in a window of its own, which Escape closes."""
    dialog = SideWindow(panel, window)
    dialog.setWindowTitle(title)
    wanted = panel.sizeHint().expandedTo(QSize(*_AT_FIRST))
    dialog.resize(within(dialog, wanted.width(), wanted.height()))
    return dialog
