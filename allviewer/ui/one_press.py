"""One press of a key is one decision, also where the system passes off a key that is held as many presses."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from allviewer.ui.focus_filter import FocusFilter
from allviewer.ui.held_key import WRITING

_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class OnePress(FocusFilter):
    """Swallows in `window` a held key's repeats that are not marked as such, where its action has none.

    X11 tells a repeat as a release and a press of the same millisecond. Qt marks the press where it has
    both before it, else not: up to a third of them come as if somebody had pressed anew.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._released = (0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Passes on everything but those repeats."""
        if event.type() not in _KINDS or not isinstance(event, QKeyEvent):
            return False
        now = (event.key(), event.timestamp())
        if event.type() == QEvent.Type.KeyRelease:
            self._released = now
            return False
        # without a time it is no system's
        if not event.timestamp() or now != self._released or isinstance(watched, WRITING):
            return False
        if not self._once(event):
            return False
        event.accept()  # else the shortcuts see it
        return True

    def _once(self, event: QKeyEvent) -> bool:
        """Whether the key is that of an action that does not repeat."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = QKeySequence(QKeyCombination(plain, Qt.Key(event.key())))
        return any(key in one.shortcuts() for one in self._window.actions() if not one.autoRepeat())
