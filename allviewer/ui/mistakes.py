"""What nobody caught: logged, and shown in the window."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot

from allviewer.core.errors import AllviewerError
from allviewer.ui.main_window import MainWindow

_log = logging.getLogger("allviewer")


class Mistakes(QObject):
    """What nobody caught, from whatever thread, logged and shown once the GUI thread has time.

    Trouble of the world's (the session's disk is gone while a picture is chosen) is told in its
    sentence; all else is a mistake of ours.
    """

    happened = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self.happened.connect(self._show)

    def catch_all(self) -> None:
        """Take what nobody catches from here on, in any thread."""
        sys.excepthook = self.take
        threading.excepthook = lambda said: self.take(
            said.exc_type, said.exc_value or said.exc_type(), said.exc_traceback
        )

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        self._window.tell_trouble(error)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """In place of `sys.excepthook`."""
        if isinstance(error, AllviewerError):
            _log.warning("%s", error)
            self.happened.emit(error)
            return
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        _log.error("a mistake of ours", exc_info=(kind, error, trace))
        self.happened.emit(error)
