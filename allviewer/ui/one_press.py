"""One press of a key is one decision, also where the system passes off a key that is held as many presses."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from allviewer.ui.held_key import WRITING

_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class OnePress(QObject):
    """Swallows in `window` a held key's repeats that are not marked as such, where its action has none.

    X11 tells a repeat as a release and a press of the same millisecond. Qt marks the press where it has
    both before it, else not: up to a third of them come as if somebody had pressed anew.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._released = (0, 0)
        # as HeldKey does it: the key goes to the child that has the focus, else to the window
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

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

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is not self._window:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
