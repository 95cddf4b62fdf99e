"""Whether a folder that is opened for the first time was reviewed before, where it lay until it was moved."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from allviewer.core.errors import AllviewerError
from allviewer.services.events import Known
from allviewer.services.session import Session

_MOST = 0.5
"""Share of the pictures known of the earlier place that must lie here for it to be the same folder."""


def came_from(folder: Path, lately: Iterable[Path]) -> Path | None:
    """The first of the folders opened `lately` that is gone, and whose pictures lie in `folder` now.

    They are told by name and size alone: this is asked while a person waits, and only ever said.
    """
    return next((old for old in lately if not old.exists() and _holds(folder, _known_of(old))), None)


def _known_of(folder: Path) -> list[Known]:
    """The pictures of a folder's session; none where it has none, or it cannot be read."""
    try:
        with closing(Session.look(Session.file_for([folder]))) as session:
            return session.known()
    except AllviewerError:
        return []


def _holds(folder: Path, known: list[Known]) -> bool:
    here = sum(_size(folder / picture.name) == picture.size for picture in known)
    return bool(known) and here >= _MOST * len(known)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
