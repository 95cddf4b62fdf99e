"""Keys that a widget claims while it has the keyboard, before the window's shortcuts see them."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OwnKeys(QObject):
    """While a person writes in `widget`, plain keys are text and no shortcuts of the window."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims every key without Ctrl, Alt or Meta before the shortcuts see it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if not held:
                event.accept()
                return True
        return False


class PressKeys(QObject):
    """While `button` has the keyboard, Enter presses it and accepts no cell (Space is the picture's)."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims the key before the shortcuts see it."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds or event.key() not in _PRESSING:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._button.click()
        return True


class LeaveKeys(QObject):
    """While `widget` has the keyboard, Escape gives it `to` another, and Enter too where it presses nothing:
    it ends a choice, and accepts no cell.
    """

    def __init__(self, widget: QWidget, *, to: QWidget) -> None:
        super().__init__(widget)
        self._to = to
        ends = (*_PRESSING, Qt.Key.Key_Escape)
        self._keys = (Qt.Key.Key_Escape,) if isinstance(widget, QAbstractButton) else ends
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims the key before the shortcuts see it."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds or event.key() not in self._keys:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._to.setFocus(Qt.FocusReason.TabFocusReason)
        return True
