"""Long work on the open session, off the GUI thread: one after the other, and all else waits its turn."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from allviewer.core.progress import CancelledError
from allviewer.ui.background import Failure, T, Task
from allviewer.ui.views import Long, WorkView

AT_ONCE_S: Final = 0.04
"""Work that takes less is over when `run` returns: nobody notices, and nothing can come between."""
_LOOK_MS: Final = 100


class Turns(Protocol):
    """What runs long work, as far as the controller needs it."""

    @property
    def busy(self) -> bool: ...
    def run(
        self,
        kind: Long,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object],
        failed: Failure,
        final: bool = False,
    ) -> None: ...
    def then(self, act: Callable[[], object]) -> None: ...
    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    kind: Long
    task: Task
    future: "Future[Any]"
    answer: Callable[[], None]


class Turn(QObject):
    """Lives on the GUI thread. While it is `busy` nothing else may write to the session, so whatever
    would is given to `then`. `began` where work takes longer than a blink, `ended` when it is over.
    """

    began = Signal()
    ended = Signal()
    # emitted in the work's thread; its slot is this object's, so it is called in the GUI's
    _over = Signal()

    def __init__(
        self, view: WorkView, parent: QObject | None = None, *, at_once_s: float = AT_ONCE_S
    ) -> None:
        super().__init__(parent)
        self._view, self._at_once_s = view, at_once_s
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="allviewer-turn")
        self._current: _Run | None = None
        self._waiting: deque[Callable[[], object]] = deque()
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        # queued: what waits goes on from the event loop, not from within whatever began the work
        self._over.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._current is not None

    @property
    def cancellable(self) -> bool:
        """Whether what runs can still be cancelled."""
        return self._current is not None and not self._current.task.final

    def run(
        self,
        kind: Long,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object],
        failed: Failure,
        final: bool = False,
    ) -> None:
        """Call `work` with its task off the GUI thread, then `done(result)` or `failed(error)`.

        Neither where the work itself gave up, by CancelledError, because it was cancelled; what is `final`
        cannot be, not even before its thread comes to it.
        """
        if self.busy:
            self.then(lambda: self.run(kind, work, done=done, failed=failed, final=final))
            return
        task = Task(final=final)
        future = self._executor.submit(work, task)

        def answer() -> None:
            error = future.exception()
            if error is None:
                done(future.result())
            elif not isinstance(error, CancelledError):
                failed(error)

        self._current = _Run(kind, task, future, answer)
        wait([future], timeout=self._at_once_s)
        if future.done():
            self._end()
            return
        self._look()
        self._looking.start()
        self.began.emit()
        future.add_done_callback(lambda _future: self._over.emit())

    def then(self, act: Callable[[], object]) -> None:
        """Do this now, or once what runs and all that waits already is done."""
        if self.busy:
            self._waiting.append(act)
        else:
            act()

    def cancel(self) -> None:
        """Ask what runs to give up; it does unless it is on disk already."""
        if self._current is not None:
            self._current.task.cancel()

    def finish(self) -> None:
        """Cancel what can be, wait for the rest, and do all that waited: at once, before the window goes."""
        while self._current is not None:
            self.cancel()
            wait([self._current.future])
            self._end()

    def close(self) -> None:
        """Cancel what runs and wait for it; nothing that waited is done any more."""
        self.cancel()
        self._over.disconnect(self._end)
        self._looking.stop()
        self._waiting.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._current = None

    def _look(self) -> None:
        if self._current is not None:
            task = self._current.task
            self._view.show_work(self._current.kind, task.done, task.total, final=task.final)

    @Slot()
    def _end(self) -> None:
        run, self._current = self._current, None
        if run is None:  # closed after the word was sent
            return
        if self._looking.isActive():
            self._looking.stop()
            self._view.end_work()
        try:
            run.answer()
        finally:
            self._go_on()

    def _go_on(self) -> None:
        while self._waiting and not self.busy:
            try:
                self._waiting.popleft()()
            except BaseException:
                # told by whoever hears of mistakes; the rest is not lost by it
                QTimer.singleShot(0, self, self._go_on)
                raise
        if not self.busy:
            self.ended.emit()
