"""Keys and clicks that come while a long step is taken: kept, and given on in their order once it is."""

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QShortcutEvent
from PySide6.QtWidgets import QApplication, QPushButton

from allviewer.ui.turn import Turn

_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_CLICKS: Final = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)
_LEAVE: Final = QKeySequence(Qt.Key.Key_Escape)


class HeldInput(QObject):
    """Watches the whole program while `turn` is busy. A decision for the next cell must neither be lost
    nor be taken for the cell that is still shown, so it waits for what came before it.

    The wheel and the moving pointer go on; so do `cancel`, its key and Escape, which cancels what can be.
    """

    def __init__(self, turn: Turn, *, cancel: QPushButton, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._turn, self._cancel, self._action = turn, cancel, action
        turn.began.connect(self._watch)
        turn.ended.connect(self._leave)

    def _watch(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _leave(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps what must wait; passes everything else on."""
        if not self._turn.busy or not self._must_wait(watched, event):
            return False
        leave = isinstance(event, QShortcutEvent | QKeyEvent) and QKeySequence(event.key()) == _LEAVE
        if leave and self._turn.cancellable:
            self._turn.cancel()
        else:
            kept = event.clone()
            self._turn.then(lambda: self._give(watched, kept))
        return True

    def _must_wait(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return event.type() in _CLICKS and not self._on_cancel(event)
        if isinstance(event, QShortcutEvent):
            return watched is not self._action
        return event.type() in _KEYS

    @staticmethod
    def _give(watched: QObject, kept: QEvent) -> None:
        if shiboken6.isValid(watched):
            QApplication.sendEvent(watched, kept)

    def _on_cancel(self, event: QMouseEvent) -> bool:
        button = self._cancel
        there = button.mapFromGlobal(event.globalPosition().toPoint())
        return button.isVisible() and button.rect().contains(there)
