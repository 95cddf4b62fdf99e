"""Runs one function after the other off the GUI thread and says on it what came of them."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

Answer = Callable[[object], None]


class Background(QObject):
    """Lives on the GUI thread. `close` waits for what runs, and nothing is said after it."""

    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="allviewer-background")
        # a method of this object is called on its own thread, the GUI's
        self._ended.connect(self._answer)

    def run(
        self,
        work: Callable[[Callable[[], bool]], object],
        *,
        done: Answer,
        failed: Callable[[BaseException], None],
    ) -> None:
        """Call `work` with a function that says whether to stop; then `done(result)` or `failed(error)`."""
        future = self._executor.submit(work, self._stop.is_set)
        future.add_done_callback(lambda ended: self._ended.emit(ended, done, failed))

    @Slot(object, object, object)
    def _answer(self, ended: "Future[object]", done: Answer, failed: Callable[[BaseException], None]) -> None:
        error = ended.exception()
        if error is not None:
            failed(error)
        else:
            done(ended.result())

    def close(self) -> None:
        """Ask what runs to stop and wait for it."""
        self._stop.set()
        self._ended.disconnect(self._answer)
        self._executor.shutdown(wait=True, cancel_futures=True)
