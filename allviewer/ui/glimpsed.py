"""Which cells were on the screen since the session was opened: nobody can judge the others."""

from collections.abc import Iterable, Sequence
from typing import Final

from allviewer.ui.desk import Desk

FEW: Final = 50
"""So many more than were on the screen may be decided at once without a question: a row or two below."""


class Glimpsed:
    """Keeps their ids: small crops in the gallery count, and the cells of pictures that were shown."""

    def __init__(self) -> None:
        self._cells: set[int] = set()

    def lay(self, _desk: Desk | None) -> None:
        """Another session lies open, or none: ids mean other cells."""
        self._cells = set()

    def saw(self, cells: Iterable[int]) -> None:
        """These are on the screen."""
        self._cells.update(cells)

    def unseen(self, cells: Sequence[int]) -> int:
        """How many of these never were."""
        return sum(one not in self._cells for one in cells)
