"""Other processes: timed, their memory measured, with folders of the user's that are not the user's."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Failed(Exception):  # noqa: N818  # what the table says in place of a figure
    """A process that was to be measured broke off."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: seconds by both clocks, and the most memory it held."""

    wall: float
    processor: float
    peak_mb: float
    said: str


def scratch_environment(folder: Path) -> dict[str, str]:
    """The environment with settings, sessions and caches below `folder`.

    Python keeps what it compiles, whatever this machine says: an installed program is compiled once.
    """
    places = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**environment, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), **places}


def python(arguments: Sequence[str], *, environment: dict[str, str] | None = None) -> Ended:
    """Run this Python from the project's folder until it ends. Raises Failed if it says it failed."""
    command = [sys.executable, *arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        spent = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said, complaints = (_text(stream) for stream in (out, err))
    if process.returncode:
        raise Failed(
            f"{' '.join(arguments)[:60]}: ended with {process.returncode}. {complaints.strip()[-500:]}"
        )
    return Ended(spent, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def _text(stream: object) -> str:
    stream.seek(0)  # type: ignore[attr-defined]
    return stream.read().decode(errors="replace")  # type: ignore[attr-defined]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes when it is left."""
    with tempfile.TemporaryDirectory(prefix="allviewer-benchmark-") as folder:
        yield Path(folder)
