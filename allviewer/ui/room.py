"""Room on the screen: at 250 % even a large one has little, and what is beyond its edge cannot be reached."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME: Final = QSize(8, 40)
"""What the desktop draws around a window, before it is drawn; mostly less."""


def within(window: QWidget, width: int, height: int) -> QSize:
    """This size, or what the window's screen has room for."""
    return QSize(width, height).boundedTo(window.screen().availableSize() - FRAME)
