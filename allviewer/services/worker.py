"""Runs one generator of events at a time off the GUI thread and hands its events over in batches.

On Windows torch must be imported before Qt starts threads of its own (a DLL fails to load since
torch 2.9), so a job's generator imports it, in the one thread that opens its classifier, unless a thread
of the window's start has done so.
"""

import queue
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from allviewer.services.events import Event
from allviewer.services.priority import yield_to_window

Stop: TypeAlias = Callable[[], bool]
JobFunction: TypeAlias = Callable[[Stop], Generator[Event, None, None]]

_WAITING = 48
"""Events not yet handed over at most: a full queue holds the job back, so memory stays bounded."""
_CROWDED = _WAITING // 2 + 1
_INTERVAL_MS, _CROWDED_MS = 150, 50
"""Between two deliveries: each is a handful of paints. Sooner where the job would soon be held back."""
_TOGETHER_MS = 3
"""What is said in one breath is one delivery: else the first alone, and the rest after the interval."""


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    number: int
    stop: Flag = field(default_factory=Flag)
    waiting: "queue.Queue[Event]" = field(default_factory=lambda: queue.Queue(_WAITING))

    def drop(self) -> None:
        """Ask the job to stop and throw away what it said, which lets a job held back go on."""
        self.stop.set()
        self.take()

    def take(self) -> tuple[Event, ...]:
        """All that waits now, without waiting for more."""
        taken: list[Event] = []
        while True:
            try:
                taken.append(self.waiting.get_nowait())
            except queue.Empty:
                return tuple(taken)


class Worker(QObject):
    """Lives on the GUI thread; the job runs on the one thread of its executor.

    `events` brings a tuple of events of the current job, in order: the first at once, then some 7 to 20
    times a second; a cancelled job's never arrive. Each job ends with exactly one `finished(number)`
    (also when cancelled) or `failed(number, error)` with whatever it raised.
    """

    events = Signal(object)
    finished = Signal(int)
    failed = Signal(int, object)
    # emitted in the job's thread; their slots are this object's, so they run in the GUI thread
    _said = Signal()
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(1, "allviewer-job", initializer=yield_to_window)
        self._jobs: dict[int, _Job] = {}
        self._current = 0
        self._delivered_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._deliver)
        self._said.connect(self._wake)
        # queued even if the job was over before `start` could return: its number must be known first
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether the current job has not ended yet."""
        return self._current in self._jobs

    def start(self, job: JobFunction) -> int:
        """Start a job after cancelling the one before; its number, which `finished` will bring.

        `job` is called in the job's thread with a function that says whether to stop.
        """
        self.cancel()
        self._current += 1
        task = _Job(self._current)
        self._jobs[task.number] = task
        future = self._executor.submit(self._work, job, task)
        future.add_done_callback(lambda done: self._ended.emit(task, done))
        return task.number

    def cancel(self) -> None:
        """Ask the current job to stop; nothing it says arrives any more but that it ended."""
        for task in self._jobs.values():
            task.drop()

    def close(self) -> None:
        """Stop the job and wait for its thread to end. No signal is sent after this."""
        self.cancel()
        self._said.disconnect(self._wake)
        self._ended.disconnect(self._end)
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._timer.stop()
        self._jobs.clear()

    def _work(self, job: JobFunction, task: _Job) -> None:
        with closing(job(task.stop.is_set)) as said:
            for event in said:
                if task.stop.is_set():
                    return
                task.waiting.put(event)
                # each wakes the window: only the first of a delivery, and the one that makes it urgent
                if task.waiting.qsize() in (1, _CROWDED):
                    self._said.emit()

    @Slot()
    def _wake(self) -> None:
        crowded = any(task.waiting.qsize() >= _CROWDED for task in self._jobs.values())
        since = (time.monotonic() - self._delivered_at) * 1000
        rest = max(_TOGETHER_MS, round((_CROWDED_MS if crowded else _INTERVAL_MS) - since))
        if not self._timer.isActive() or rest < self._timer.remainingTime():
            self._timer.start(rest)

    @Slot()
    def _deliver(self) -> None:
        self._delivered_at = time.monotonic()
        for task in list(self._jobs.values()):
            said = task.take()
            if said and not task.stop.is_set():
                self.events.emit(said)

    @Slot(object, object)
    def _end(self, task: _Job, done: "Future[None]") -> None:
        if task.number not in self._jobs:  # closed after the word was sent
            return
        self._deliver()
        self._jobs.pop(task.number, None)
        error = done.exception()
        if error is None:
            self.finished.emit(task.number)
        else:
            self.failed.emit(task.number, error)
