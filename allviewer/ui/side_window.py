"""A window beside the main one that leaves it usable."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from allviewer.ui.room import within

_AT_FIRST = (608, 440)


def side_window(panel: QWidget, window: QWidget, title: str) -> QDialog:
    """`panel` in a window of its own, which Escape closes."""
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setProperty("role", "panel")
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(panel)
    wanted = panel.sizeHint().expandedTo(QSize(*_AT_FIRST))
    dialog.resize(within(dialog, wanted.width(), wanted.height()))
    return dialog
