"""Whether a file is a session that may be opened: whole, ours, and not newer than this program."""

import sqlite3
from pathlib import Path

from allviewer.core.errors import SessionError
from allviewer.services.session import schema, troubles


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the session at `path`, which `connection` reads.

    Raises SessionError where it is damaged, another program's, newer, or not as allviewer makes it.
    """
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok" or _is_cut(connection, path):
        raise SessionError(f"{path}: {troubles.DAMAGED}")
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    found = schema.schema_of(connection)
    # a process killed while it made the file leaves one without tables: that is ours to fill
    if found and application != schema.APPLICATION_ID:
        raise SessionError(f"{path}: this database belongs to another program. Choose another file.")
    if version > schema.VERSION:
        raise SessionError(
            f"{path}: this session was written by a newer allviewer. Update the program to open it."
        )
    expected = schema.expected(version)
    missing = {kind for kind, *_ in expected - found}
    # a foreign statement could act on what is written; that a trigger of ours is gone `verify` tells
    if found - expected or missing & {"table", "view"} or schema.strange(connection):
        raise SessionError(
            f"{path}: its tables are not as allviewer makes them, so it was left as it is. "
            "Ask whoever sent it for the original, or choose another file."
        )
    return version


def _is_cut(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the last page is not whole, and is not waiting to be written anew either."""
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    waiting = Path(f"{path}-wal")
    whole = path.stat().st_size % page == 0
    return not whole and not (waiting.exists() and waiting.stat().st_size)
