"""A window beside the main one that leaves it usable."""

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from allviewer.ui.room import FRAME, within

_AT_FIRST = (608, 440)


class _SideWindow(QDialog):
    """Lies at first over the lower left of the main window, where least of the picture is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._ground, self._placed = window, False

    def showEvent(self, event: QShowEvent) -> None:
        """Afterwards where a person put it."""
        if not self._placed:
            self._placed = True
            ground = self._ground.frameGeometry() & self.screen().availableGeometry()
            corner = ground.bottomLeft() - QPoint(0, self.height() + FRAME.height())
            self.move(corner.x(), max(corner.y(), self.screen().availableGeometry().top()))
        super().showEvent(event)


def side_window(panel: QWidget, window: QWidget, title: str) -> QDialog:
    """`panel` in a window of its own, which Escape closes."""
    dialog = _SideWindow(window)
    dialog.setWindowTitle(title)
    dialog.setProperty("role", "panel")
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(panel)
    wanted = panel.sizeHint().expandedTo(QSize(*_AT_FIRST))
    dialog.resize(within(dialog, wanted.width(), wanted.height()))
    return dialog
