"""Runs one function after the other off the GUI thread and says on it what came of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from allviewer.core.progress import CancelledError

T = TypeVar("T")
Failure: TypeAlias = Callable[[BaseException], None]


class Task:
    """Work that was asked for: its thread tells how far it is, the GUI's reads that and may cancel it."""

    def __init__(self, *, final: bool = False) -> None:
        self._stop = Event()
        self.done, self.total = 0, 0
        self.final = final
        """Whether what is done already stays: cancelling comes too late."""

    @property
    def cancelled(self) -> bool:
        """Whether nobody wants it any more."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop; nothing is said of it any more."""
        self._stop.set()

    def tell(self, done: int, total: int) -> None:
        """Called by the work now and then. Raises CancelledError where it was cancelled."""
        self.done, self.total = done, total
        if self.cancelled and not self.final:
            raise CancelledError


class Background(QObject):
    """Lives on the GUI thread. `close` cancels what runs and waits for it; nothing is said after it."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[Task, Callable[[], None]] = {}
        """What runs or waits to, and what is to be said once it is over."""
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="allviewer-background")
        # queued: in the GUI's thread, and never before `run` returned the task
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object],
        failed: Failure,
        ended: Callable[[], None] = lambda: None,
    ) -> Task:
        """Call `work` with its task; then `ended`, and unless it was cancelled `done(result)` or
        `failed(error)`.
        """
        task = Task()
        future = self._executor.submit(work, task)

        def answer() -> None:
            ended()
            if task.cancelled:
                return
            error = future.exception()
            if error is not None:
                failed(error)
            else:
                done(future.result())

        self._tasks[task] = answer
        future.add_done_callback(lambda _future: self._ended.emit(task))
        return task

    @Slot(object)
    def _answer(self, task: Task) -> None:
        if task in self._tasks:  # else closed after the word was sent
            self._tasks.pop(task)()

    def close(self) -> None:
        """Ask what runs to stop and wait for it."""
        for task in self._tasks:
            task.cancel()
        self._ended.disconnect(self._answer)
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._tasks.clear()
