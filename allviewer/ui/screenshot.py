"""Takes a picture of the real window on given pictures, once all is classified."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from allviewer.services.worker import Worker
from allviewer.ui.controller import Controller
from allviewer.ui.main_window import MainWindow

SIZE = (1280, 800)
_SETTLE_MS = 600


class Screenshot(QObject):
    """Ends the program with 0, or with 3 when nothing could be classified or the file not be written."""

    def __init__(self, window: MainWindow, controller: Controller, worker: Worker, file: Path) -> None:
        super().__init__()
        self._window, self._controller, self._file = window, controller, file
        worker.finished.connect(self._wait)
        worker.failed.connect(lambda _number, error: self._end(str(error)))

    def take(self, paths: Sequence[Path]) -> None:
        """Open these; the rest follows."""
        self._window.resize(*SIZE)
        self._controller.open(paths)

    def give_up(self, error: BaseException) -> None:
        """A mistake of ours: a picture of it would mislead."""
        self._end(f"a mistake of the program: {error!r}")

    def _wait(self, _number: int = 0) -> None:
        # thumbnails and the picture itself arrive a moment after the last result
        QTimer.singleShot(_SETTLE_MS, self._shoot)

    def _shoot(self) -> None:
        if self._controller.busy:
            self._wait()
            return
        self._window.picture.view.picture_of_view()  # all of it, not just the first slice
        saved = self._window.grab().save(str(self._file))
        self._end("" if saved else f"{self._file} could not be written. Choose another place.")

    def _end(self, trouble: str) -> None:
        if trouble:
            sys.stderr.write(f"allviewer: {trouble}\n")
        self._window.close()
        QApplication.exit(3 if trouble else 0)
