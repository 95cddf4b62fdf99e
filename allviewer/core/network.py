"""Paths that name another computer, as `\\\\host\\share` does: Windows contacts it when they are touched."""

import os
import re
from pathlib import Path

_HOST = re.compile(r"[\\/]{2}(?:\?[\\/]+(?:UNC[\\/]+|(?P<local>)))?(?P<host>[^\\/]*)", re.IGNORECASE)
_NOWHERE = Path(os.devnull) / "elsewhere"  # below what is no folder: there is never anything


def host_of(path: Path) -> str:
    """The computer that a path names, lower case; "" for one on this computer (also `\\\\?\\C:\\…`)."""
    found = _HOST.match(str(path))
    return "" if found is None or found["local"] is not None else found["host"].casefold()


def held_back(path: Path) -> Path:
    """A path that stands for `path` and touches nothing."""
    return _NOWHERE / host_of(path) / path.name


def is_held_back(path: Path) -> bool:
    """Whether `held_back` made it."""
    return path.is_relative_to(_NOWHERE)
