"""Builds a large picture's pyramid in another thread, and drops it when the picture is gone by then."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from allviewer.core.records import Pixels
from allviewer.ui.canvas.pyramid import Pyramid, build, quick

AT_ONCE_PIXELS: Final = 6_000_000
"""Up to here building takes less than a frame or two: no thread."""


class _Mailbox(QObject):
    """Carries an answer over. It has no parent: the job keeps it alive even if the window is gone."""

    built = Signal(int, object)


class PyramidBuilder(QObject):
    """Lives on the GUI thread; `built(Pyramid)` only ever tells of the picture asked for last."""

    built = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = 0
        self.building = False
        """Whether `built` is still to come."""

    def forget(self) -> None:
        """What is being built belongs to a picture that is no longer shown."""
        self._job += 1
        self.building = False

    def start(self, pixels: Pixels) -> Pyramid:
        """A pyramid to show now. If it is a rough one, `built` brings the whole one later."""
        self.forget()
        if pixels.shape[0] * pixels.shape[1] <= AT_ONCE_PIXELS:
            return build(pixels)
        self.building = True
        job, mailbox = self._job, _Mailbox()
        # a queued connection to a bound method: the answer arrives on the GUI thread, or nowhere
        mailbox.built.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        executor = ThreadPoolExecutor(1, thread_name_prefix="pyramid")
        executor.submit(lambda: mailbox.built.emit(job, build(pixels)))
        executor.shutdown(wait=False)
        return quick(pixels)

    def _arrived(self, job: int, pyramid: Pyramid) -> None:
        if job == self._job:
            self.building = False
            self.built.emit(pyramid)
