"""What a person should know of a list of pictures: whose cells count twice, which hold more than is shown."""

import re
from collections.abc import Iterable, Mapping

from allviewer.core.rows import ImageRow, State

_COUNTED = frozenset({State.READ, State.DONE, State.MISSING})


def first_of(pages: int) -> str:
    """The note on a file of so many pictures."""
    return f"The file holds {pages} pictures: this is the first."


def pages_in(notes: Iterable[str]) -> int:
    """How many pictures the file with these notes holds, of which the first is read."""
    form = re.escape(first_of(0)).replace("0", r"(\d+)")
    found = filter(None, (re.fullmatch(form, note) for note in notes))
    return next((int(one[1]) for one in found), 1)


class Copies:
    """Which pictures are the same to the byte as an earlier one, as rows come in and change."""

    def __init__(self, rows: Iterable[ImageRow] = ()) -> None:
        self._rows: dict[int, ImageRow] = {}
        self._first: dict[str, int] = {}
        self.take(rows)

    def take(self, rows: Iterable[ImageRow]) -> None:
        """Some are new, or other than before."""
        for row in rows:
            self._rows[row.id] = row
            first = self._rows.get(self._first.get(row.sha256, row.id))
            if first is None or first.state not in _COUNTED or first is row:
                self._first[row.sha256] = row.id

    def original(self, row: ImageRow) -> ImageRow | None:
        """The earlier picture that this one is a copy of; None where it is none, or either is not counted."""
        first = self._rows.get(self._first.get(row.sha256, row.id))
        if first is None or first.id == row.id:
            return None
        return first if row.sha256 and {row.state, first.state} <= _COUNTED else None


def copies(rows: Mapping[int, ImageRow]) -> int:
    """How many of these pictures are copies of others."""
    known = Copies(rows.values())
    return sum(known.original(row) is not None for row in rows.values())
