"""Parts of files whose writer was killed: how a part says whose it is, and the clearing of dead ones.

Only a process of this machine, since it started, can be known to be dead; all other parts stay.
"""

import os
import re
import secrets
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

_PART = re.compile(r"\.allviewer-([0-9a-f]{12})-([0-9]{1,10})-[0-9a-f]{12}\.part(?:-journal)?")
_STARTED = Path("/proc/sys/kernel/random/boot_id")
_NUMBERS = Path("/proc/self/ns/pid")  # processes in a container have numbers of their own
_cleared: set[str] = set()


def part_name() -> str:
    """A name for a part that this process is about to write; no other has it."""
    return f".allviewer-{_here()}-{os.getpid()}-{secrets.token_hex(6)}.part"


def clear(folder: Path) -> None:
    """Remove the parts in `folder` that dead processes left, once in a run; raises nothing.

    Where the folder cannot be listed or a part not removed, the write that follows tells what is wrong.
    """
    if _started() is None or str(folder) in _cleared:
        return
    _cleared.add(str(folder))
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_dead(entry.name):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_dead(name: str) -> bool:
    found = _PART.fullmatch(name)
    if found is None or found[1] != _here():
        return False
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # another user's, or no number of a process
        return False
    return False


@cache
def _here() -> str:
    """The machine since it started, in twelve signs; by chance where that is not told."""
    return sha256((_started() or secrets.token_hex()).encode()).hexdigest()[:12]


@cache
def _started() -> str | None:
    """Which start of which machine this is, and whose numbers its processes have; None off Linux."""
    try:
        return f"{_STARTED.read_text()} {_NUMBERS.readlink()}"
    except OSError:
        return None
