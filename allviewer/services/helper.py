"""A process that does what it is asked through a pipe, one thing at a time, until the pipe closes.

The standard library's pools of processes import the main script once more in each of them, stay behind
when their parent is killed, and give all up when one of them dies.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")

# -P: modules are looked for where this process looks, and not besides in the current folder
_COMMAND = ("-P", "-m", __name__)
# glibc would give memory back to the system again and again, and take it anew a page at a time: a tenth of
# the time in fields. These are bytes; other systems do not know the names.
_KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(128 << 20), "MALLOC_MMAP_THRESHOLD_": str(32 << 20)}
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows opens one otherwise


class GoneError(Exception):
    """The process ended before it answered: killed, or out of memory."""


class Helper:
    """The side that asks. One thread at a time; `kill` may come from any."""

    def __init__(self) -> None:
        """Start it; OSError where that is not possible."""
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, *_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _KEEP_MEMORY | {"PYTHONPATH": paths},
            creationflags=_NO_CONSOLE,
        )

    def ask(self, function: Callable[[], _T]) -> _T:
        """What `function` returns or raises there; it must be picklable, and what it returns.

        Raises GoneError where the process is no more.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        question = pickle.dumps(function, protocol=5)
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
            answer, error = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as reason:
            raise GoneError from reason
        if error is not None:
            raise error
        return answer  # type: ignore[no-any-return]  # it is what the function returned

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once; whoever waits for an answer gets GoneError."""
        self._process.kill()

    def close(self) -> None:
        """End it, and let go of all that it held. Nobody may be asking any more."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # what was being asked of it
                pipe.close()
        self._process.wait()


def serve() -> None:
    """The side that answers; returns when nobody is left to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl+C to all: the first one decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    try:
        while True:
            function = pickle.load(sys.stdin.buffer)
            pickle.dump(_answer(function), answers, protocol=5)
            answers.flush()
    except (EOFError, BrokenPipeError):
        os._exit(0)


def _answer(function: Callable[[], Any]) -> tuple[Any, Exception | None]:
    try:
        return function(), None
    except Exception as error:  # noqa: BLE001  # it is raised where it was asked
        return None, error


if __name__ == "__main__":
    serve()
