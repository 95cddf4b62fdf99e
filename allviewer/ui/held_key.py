"""A key that acts while it is down, wherever the focus is in a window, unless text is being written."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from allviewer.ui.focus_filter import FocusFilter

WRITING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


class HeldKey(FocusFilter):
    """Watches `window` for one key without modifiers; emits `held(True)` on press, `held(False)` on release.

    Also releases when the window loses the keyboard, so that nothing stays switched by accident.
    """

    held = Signal(bool)

    def __init__(self, window: QWidget, key: str) -> None:
        super().__init__(window)
        self._down = False
        self.set_key(key)

    def set_key(self, key: str) -> None:
        """Listen for another key, given as portable text ("Space")."""
        self._key = QKeySequence(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallows the key's press and release inside the window; passes everything else on."""
        kind = event.type()
        if kind == QEvent.Type.WindowDeactivate and watched is self._window:
            self._set(False)
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if QKeySequence(event.key()) != self._key or isinstance(watched, WRITING):
            return False
        if kind == QEvent.Type.KeyPress and event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if not event.isAutoRepeat():
            self._set(kind == QEvent.Type.KeyPress)
        return True

    def _set(self, down: bool) -> None:
        if down != self._down:
            self._down = down
            self.held.emit(down)
