"""Who reads the pictures: threads, and where there are many pictures each thread with a process to help.

Finding cells is hundreds of short calls. In threads of one process they wait for each other, for the
network and for the window at each of them, for only one may hold Python's lock: two cores did the work
of one. A process holds a lock of its own.
"""

import os
import queue
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TypeVar

import cv2

from allviewer.services.helper import GoneError, Helper

_T = TypeVar("_T")

_WORTH = 100
"""Pictures that bring back what helpers take to start: a third of a second of a core each."""
_MANY = 16
"""Pictures read before they are started: the first ones are not to wait for it."""
_MOST = 8


def worth(pictures: int) -> bool:
    """Whether so many pictures bring back what processes cost."""
    return pictures >= _WORTH


class Readers:
    """Calls functions in as many threads as there are cores, later in as many processes.

    They must be picklable, and what they return. Nothing waits for a process to start, and what a
    process that died was asked is done by the thread that asked.
    """

    def __init__(self, *, processes: bool, many: int = _MANY) -> None:
        _one_thread_each()
        self.number = cores()
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="allviewer-read")
        self._starters = ThreadPoolExecutor(self.number, thread_name_prefix="allviewer-start")
        self._wanted, self._many = processes, many
        self._asked = 0
        self._closing = False
        self.helpers: list[Helper] = []  # all that were started, whatever became of them
        self._idle: queue.SimpleQueue[Helper] = queue.SimpleQueue()

    def submit(self, function: Callable[[], _T]) -> Future[_T]:
        """Have it called."""
        self._asked += 1
        if self._wanted and self._asked > self._many:
            self._wanted = False
            for _ in range(self.number):
                self._starters.submit(self._start)
        return self._threads.submit(self._call, function)

    def close(self) -> None:
        """Let all end: what nobody has begun is not begun, and what a process does is given up."""
        self._closing = True
        self._kill()
        self._starters.shutdown(wait=True, cancel_futures=True)
        self._kill()  # those that started meanwhile
        self._threads.shutdown(wait=True, cancel_futures=True)
        for helper in self.helpers:
            helper.close()

    def _kill(self) -> None:
        for helper in self.helpers:
            helper.kill()

    def _start(self) -> None:
        try:
            helper = Helper()
        except OSError:  # no memory for it, or the system allows none: threads go on
            return
        self.helpers.append(helper)
        try:
            helper.ask(_wake)
        except GoneError:
            return
        self._idle.put(helper)

    def _call(self, function: Callable[[], _T]) -> _T:
        try:
            helper = self._idle.get_nowait()
        except queue.Empty:
            return function()
        try:
            return helper.ask(function)
        except GoneError:
            if self._closing:
                raise CancelledError from None
            return function()
        finally:
            self._idle.put(helper)  # one that is gone says so at once


def cores() -> int:
    """Those that this process may use: a container's or a scheduler's share, not all."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return min(_MOST, len(allowed(0)) if allowed else os.cpu_count() or 1)


def _one_thread_each() -> None:
    """Have OpenCV share no call among threads of its own: calls are short here, and waking those costs more.

    A picture of the samples took 17 ms of processor time with them, and takes 13 without.
    """
    cv2.setNumThreads(1)


def _wake() -> None:
    """Import what the first picture needs."""
    from allviewer.core import segment  # noqa: F401
    from allviewer.services import reading  # noqa: F401

    _one_thread_each()
