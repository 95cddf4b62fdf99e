"""Sees the keys of one window wherever its focus is, and no other event of any other widget."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget


class FocusFilter(QObject):
    """Filters the events of `window` and of whichever of its widgets has the focus.

    A key goes to the latter, else to the former. A filter of the whole program would do too, and call Python
    for every event of every widget.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is not self._window:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)
