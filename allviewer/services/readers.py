"""Who reads the pictures: threads at first, and where there are many of them processes of their own.

Finding cells is hundreds of short calls. In threads of one process they wait for each other, for the
network and for the window at each of them, for only one may hold Python's lock: two cores did the work
of one. A process holds a lock of its own.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

import cv2

_P = ParamSpec("_P")
_T = TypeVar("_T")

_MANY = 32
"""Pictures read before processes are worth their start: each takes a third of a second of a core."""
_MOST = 8


class Readers:
    """Runs functions in as many threads as there are cores, later in as many processes.

    Functions, what they are given and what they return must be what can be pickled. `processes` may be
    asked for only by programs that can be imported without being run, as those behind
    `if __name__ == "__main__"` can. Where processes cannot be had or are killed, threads go on.
    """

    def __init__(self, *, processes: bool, many: int = _MANY) -> None:
        one_thread_each()
        self.number = cores()
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="allviewer-read")
        self._wanted, self._many = processes, many
        self._asked = 0
        self._processes: ProcessPoolExecutor | None = None
        self._awake: list[Future[None]] = []

    def submit(self, function: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> Future[_T]:
        """Have it called. The future raises BrokenProcessPool if its process died: then ask for it `here`."""
        self._asked += 1
        if self._asked > self._many and self._wanted and self._processes is None:
            self._start()
        if self._processes is not None and any(one.done() for one in self._awake):
            try:
                return self._processes.submit(function, *given, **named)
            except BrokenProcessPool:
                self._give_up()
        return self.here(function, *given, **named)

    def here(self, function: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> Future[_T]:
        """Have it called in a thread of this process."""
        return self._threads.submit(function, *given, **named)

    def close(self) -> None:
        """Let all end; what nobody has begun is not begun any more."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._give_up()

    def _start(self) -> None:
        try:
            # spawn: a forked child of a process that runs threads can hang
            context = multiprocessing.get_context("spawn")
            self._processes = ProcessPoolExecutor(self.number, mp_context=context, initializer=_begin)
            self._awake = [self._processes.submit(_wake) for _ in range(self.number)]
        except (OSError, ImportError, NotImplementedError):  # no memory, or no semaphores on this system
            self._give_up()

    def _give_up(self) -> None:
        self._wanted = False
        if self._processes is not None:
            self._processes.shutdown(wait=True, cancel_futures=True)
        self._processes = None


def cores() -> int:
    """Those that this process may use: a container's or a scheduler's share, not all."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return min(_MOST, len(allowed(0)) if allowed else os.cpu_count() or 1)


def one_thread_each() -> None:
    """Have OpenCV share no call among threads of its own: calls are short here, and waking those costs more.

    A picture of the samples took 17 ms of processor time with them, and takes 13 without.
    """
    cv2.setNumThreads(1)


def _begin() -> None:
    """In a new process: it ends with the one that began it, however that ends, and only with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl+C to all: the first one decides
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(0)


def _wake() -> None:
    """Import what the first picture needs."""
    from allviewer.core import crop, image, segment  # noqa: F401

    one_thread_each()
