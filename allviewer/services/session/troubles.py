"""What goes wrong with a session file, in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allviewer.core.errors import SessionError

DAMAGED = "it is damaged and was left as it is. Restore it from a copy, or move it away to start anew."
_NO_MORE = (
    "the disk took no more. Check that it is connected and has room, also for a file of this size; "
    "what was saved before is safe."
)
_TROUBLES = {
    "SQLITE_FULL": "the disk is full. Free some space and try again; what was saved before is safe.",
    "SQLITE_READONLY": "it may not be written to. Check the folder's permissions.",
    "SQLITE_IOERR_WRITE": _NO_MORE,  # also where a file may not be as large
    "SQLITE_IOERR_SHM": _NO_MORE,
    "SQLITE_IOERR": "the disk did not answer. Check that it is still connected.",
    "SQLITE_CANTOPEN": "it cannot be opened. Check that it is there and that you may read it.",
    "SQLITE_BUSY": "another program is using it. Close that program and try again.",
    "SQLITE_PERM": "it may not be opened. Check the folder's permissions.",
}


class NoSessionError(SessionError):
    """What lies there is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: this is not a session of allviewer. Choose another file.")


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file or the disk into a `SessionError`; our own mistakes pass."""
    try:
        yield
    except OSError as error:
        raise SessionError(
            f"{path}: the session cannot be opened ({error.strerror}). Choose another file."
        ) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_NOTADB"):
            raise NoSessionError(path) from error
        if name.startswith("SQLITE_CORRUPT"):
            raise SessionError(f"{path}: {DAMAGED}") from error
        for prefix, words in _TROUBLES.items():
            if name.startswith(prefix):
                raise SessionError(f"{path}: {words}") from error
        raise
