"""Takes a picture of the real window on given pictures, once all that it is to show is there."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

from allviewer.services.worker import Worker
from allviewer.ui.controller import Controller
from allviewer.ui.main_window import MainWindow
from allviewer.ui.thumbnails import Thumbnails

SIZE: Final = (1280, 800)
LOOK_MS: Final = 100
PATIENCE_MS: Final = 60_000
"""Once nothing runs any more, what is still to be shown is a picture to decode and a few crops."""


class Screenshot(QObject):
    """Closes the window and says `ended` with the program's exit code: 0, or 3 where there is no such
    picture, because nothing could be opened or classified, what is to be shown did not come, or the file
    could not be written.
    """

    ended = Signal(int)

    def __init__(
        self,
        window: MainWindow,
        controller: Controller,
        worker: Worker,
        thumbnails: Thumbnails,
        *,
        look_ms: int = LOOK_MS,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__()
        self._window, self._controller, self._thumbnails = window, controller, thumbnails
        self._file = Path()
        self._stood = False
        self._patience_ms, self._patience = patience_ms, QDeadlineTimer()
        # one timer, which ends with the first picture: a second would show what closing leaves
        self._looking = QTimer(self, interval=look_ms)
        self._looking.timeout.connect(self._look)
        worker.failed.connect(lambda _number, error: self._end(str(error)))

    def take(self, file: Path, paths: Sequence[Path]) -> None:
        """Open these; the rest follows."""
        self._file = file
        self._window.resize(*SIZE)
        self._controller.open(paths)
        self._patience.setRemainingTime(self._patience_ms)
        self._looking.start()

    def give_up(self, error: BaseException) -> None:
        """A mistake of ours: a picture of it would mislead."""
        self._end(f"a mistake of the program: {error!r}")

    def _look(self) -> None:
        if self._controller.busy:
            self._stood = False
            self._patience.setRemainingTime(self._patience_ms)
            return
        notices = self._window.notices
        if self._controller.desk is None or notices.tells_error:
            self._end(notices.text() or "nothing was opened. Name pictures or a folder.")
            return
        lacking = self._lacking()
        stood, self._stood = self._stood, not lacking
        # twice in a row: what is left to the next frame, such as scrolling, may bring more in sight
        if stood and not lacking:
            self._shoot()
        elif lacking and self._patience.hasExpired():
            self._end(f"the window still lacks {lacking}, so no picture of it was taken. Try it again.")

    def _lacking(self) -> str:
        """What is still to be shown, in words; "" where nothing is."""
        desk, showing = self._controller.desk, self._controller.showing
        assert desk is not None
        if (desk.images and showing.row is None) or self._window.picture.view.arriving:
            return "its picture"
        if showing.cells and showing.current is None:
            return "its cell"
        return "crops" if self._thumbnails.lacking(self._window.gallery.in_sight()) else ""

    def _shoot(self) -> None:
        self._window.picture.view.picture_of_view()  # all of it, not just the first slice
        saved = self._window.grab().save(str(self._file))
        self._end("" if saved else f"{self._file} could not be written. Choose another place.")

    def _end(self, trouble: str) -> None:
        self._looking.stop()
        if trouble:
            sys.stderr.write(f"allviewer: {trouble}\n")
        self._window.close()
        self.ended.emit(3 if trouble else 0)
