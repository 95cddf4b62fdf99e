"""A key on the sheet: shows which, and takes another when it is clicked and one is pressed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

_MODIFIERS: Final = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
)

_NARROWEST: Final = 72


class KeyCap(QPushButton):
    """`pressed_key(text)`: portable text of the key pressed while it listens, "" to take the key away."""

    pressed_key = Signal(str)

    def __init__(self, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._shown: tuple[str, ...] = ()
        self.setProperty("role", "key")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.toggled.connect(lambda _: self._show())

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show these and stop listening."""
        self._shown = tuple(keys)
        self.setChecked(False)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """No key is cut off, and short ones line up."""
        hint = self.sizeHint()
        return QSize(max(_NARROWEST, hint.width()), hint.height())

    def _show(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        keys = "  ".join(QKeySequence(key).toString(native) for key in self._shown) or "–"
        self.setText(self.tr("Press a key") if self.isChecked() else keys)
        self.setAccessibleName(self.tr("Key of {0}: {1}").format(self._action, keys))

    def event(self, event: QEvent) -> bool:
        """While it listens every key is for it, Tab and shortcuts too."""
        if self.isChecked() and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere gives up."""
        self.setChecked(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        self.setChecked(False)
        if event.key() == Qt.Key.Key_Backspace:
            self.pressed_key.emit("")
        elif event.key() != Qt.Key.Key_Escape:
            self.pressed_key.emit(key_of(event))


def key_of(event: QKeyEvent) -> str:
    """Portable text of a pressed key: "?" and not "Shift+?", but "Shift+N"."""
    control = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    text = event.text()
    if not control and len(text) == 1 and text.isprintable() and not text.isalnum() and not text.isspace():
        return text
    without_keypad = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(int(without_keypad.value) | event.key()).toString(
        QKeySequence.SequenceFormat.PortableText
    )
