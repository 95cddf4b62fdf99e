"""What stops a command: Ctrl+C, a scheduler's SIGTERM and a closed terminal's SIGHUP, told as one exception.

Outside a command nothing is begun and nothing to be said: there Ctrl+C ends the process at once, without a
traceback of whatever was being imported.
"""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import NoReturn

COMMAND = ("SIGINT", "SIGTERM", "SIGHUP")
WINDOW = ("SIGINT",)
"""What a window does not hear ends it as the system does: all that was decided is on disk."""


class StoppedError(KeyboardInterrupt):
    """A signal asked for the end; `code` is the exit code, as shells count it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


def at_once() -> None:
    """Have Ctrl+C end the process without a word, until a command runs; ignored, it stays ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def heard(names: Sequence[str]) -> Iterator[None]:
    """Raise StoppedError in the block for each signal of `names` that would end it; what is ignored stays so.

    Only the main thread can; in another nothing changes. A name that the system lacks (Windows has no
    SIGHUP) is passed over.
    """
    before = {}
    if current_thread() is main_thread():
        for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    raise StoppedError(number)
