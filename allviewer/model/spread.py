"""A function called on many things, in several processes where that is asked for."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from threading import current_thread, main_thread
from typing import TypeVar

from allviewer.core.errors import DataError

_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")


def spread(function: Callable[[_Thing], _Made], things: Sequence[_Thing], *, workers: int) -> Iterator[_Made]:
    """What `function` makes of each, in their order; in this process where `workers` is 0 or 1.

    With more, all must be picklable. Raises DataError where one of the processes is ended from outside.
    """
    if workers < 2:
        yield from map(function, things)
        return
    # spawn: a forked child of a process that runs torch threads can hang
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            with _deaf():
                made = pool.map(function, things, chunksize=8)
            yield from made
        except BrokenProcessPool as error:
            raise DataError(
                "A process that cut cells was ended, as it is where memory runs out. Give fewer --workers."
            ) from error


@contextmanager
def _deaf() -> Iterator[None]:
    """Have processes that are started in the block pass over Ctrl+C: a terminal sends it to all of them."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
