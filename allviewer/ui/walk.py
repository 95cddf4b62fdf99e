"""Where the next step leads: from cell to cell, picture to picture, to the next that needs a person."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from allviewer.ui.arrangement import Sort
from allviewer.ui.blind import Blind
from allviewer.ui.desk import Desk
from allviewer.ui.views import GalleryView


def step(order: Sequence[int], current: int | None, *, by: int) -> int | None:
    """The id `by` places on in `order`; the first (or last) when `current` is not in it; None at its end."""
    if not order:
        return None
    at = place(order, current)
    if at is None:
        return order[0] if by > 0 else order[-1]
    return order[at + by] if 0 <= at + by < len(order) else None


def place(order: Sequence[int], current: int | None) -> int | None:
    """Where `current` stands, by looking once: there may be 100,000."""
    try:
        return None if current is None else order.index(current)
    except ValueError:
        return None


def next_cell(
    desk: Desk, images: Sequence[int], image: int | None, cell: int | None, *, by: int
) -> int | None:
    """The next (or previous) cell of the picture, else the first (last) of the next picture that has any."""
    if image is None:
        return None
    found = step(desk.cells_of(image), cell, by=by)
    while found is None:
        following = step(images, image, by=by)
        if following is None:
            return None
        image = following
        cells = desk.cells_of(image)
        found = (cells[0] if by > 0 else cells[-1]) if cells else None
    return found


def next_wanted(
    order: Sequence[int], at: int | None, wanted: AbstractSet[int], *, but: AbstractSet[int], by: int = 1
) -> int | None:
    """The nearest wanted id after the place `at` of `order`, going round once, and none of `but`. Or None.

    Where `at` is None it begins at the first (or last).
    """
    if not wanted:
        return None
    places = range(len(order))  # not the ids themselves: to copy 100,000 takes longer than to look
    after, before = (places, range(0)) if at is None else (places[at + 1 :], places[:at])
    around = chain(after, before) if by > 0 else chain(reversed(before), reversed(after))
    # nothing but `filter` goes over those not wanted: towards the end of a session that is all but a few
    found = filter(wanted.__contains__, map(order.__getitem__, around))
    return next((one for one in found if one not in but), None)


class Round:
    """The way through the cells that nobody decided, in the gallery's order and round.

    Where that is by need, no certain cell comes before one that is not, wherever the way begins; only
    what was passed by undecided waits for the next round.
    """

    def __init__(self, gallery: GalleryView, blind: Blind) -> None:
        self._gallery, self._blind = gallery, blind
        self._desk: Desk | None = None
        self._from_top = True
        self._passed: set[int] = set()

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self.begin()

    def begin(self) -> None:
        """Begin at the top, wherever the cell on the screen stands, until a person goes anywhere."""
        self._from_top, self._passed = True, set()

    def went(self) -> None:
        """A person went somewhere: go on from there."""
        self._from_top = False

    def leave(self, cell: int | None) -> None:
        """The next cell is asked for: this one was seen, and may be left undecided."""
        if self._desk is not None and cell is not None and cell in self._desk.unreviewed:
            self._passed.add(cell)

    def next(self, cell: int | None, *, by: int = 1) -> int | None:
        """The next cell after this one, or the one before, that nobody decided. None if there is no other."""
        if self._desk is None:
            return None
        order, at = self._gallery.order(), self._gallery.place_of(cell)
        if not order:
            order = list(self._desk.cells)
            at = place(order, cell)
        here = set() if cell is None else {cell}
        if by > 0:
            at = None if self._from_top else at
            found = next_wanted(order, at, self._first, but=here | self._passed)
            if found is not None:
                return found
        return next_wanted(order, at, self._desk.unreviewed, but=here, by=by)

    @property
    def _first(self) -> AbstractSet[int]:
        assert self._desk is not None
        # blind, what is passed over would be told to be certain
        by_need = self._gallery.arrangement().sort is Sort.NEED and not self._blind.on
        return self._desk.pressing if by_need else frozenset()
