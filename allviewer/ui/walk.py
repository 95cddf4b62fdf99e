"""Where the next step leads: from cell to cell, picture to picture, to the next that needs a person."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path

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


def first(desk: Desk, image: int) -> int | None:
    """The first cell of a picture that nobody decided, else its first."""
    order = desk.cells_of(image)
    return next(iter([one for one in order if one in desk.unreviewed] or order), None)


def ahead(desk: Desk, image: int | None, cell: int | None) -> list[Path]:
    """The pictures a person is likely to see after this: of the `cell` that is next, and next in the list."""
    following = (
        None if cell is None else desk.cells[cell].image_id,
        step(list(desk.images), image, by=1),
    )
    return [desk.images[one].path for one in dict.fromkeys(following) if one is not None]


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
    what a person was led to or went to, and passed by undecided, waits for the next round. A cell that
    nobody asked for keeps its place in the way.
    """

    def __init__(self, gallery: GalleryView, blind: Blind) -> None:
        self._gallery, self._blind = gallery, blind
        self._desk: Desk | None = None
        self._from_top, self._unasked = True, True
        self._passed: set[int] = set()
        self._due: int | None = None

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self.begin()

    def begin(self) -> None:
        """Begin at the top, wherever the cell on the screen stands, until a person goes anywhere."""
        self._from_top, self._passed, self._due = True, set(), None

    def went(self) -> None:
        """A person went somewhere: go on from there."""
        self._from_top, self._due = False, None

    def came(self, *, unasked: bool) -> None:
        """Another cell is on the screen; an `unasked` one because some cell had to be."""
        self._unasked = unasked

    def leave(self, cell: int | None, found: int, *, by: int = 1) -> None:
        """The way goes on from this cell, which may be left undecided, or back to the one that was found:
        who goes back passes nothing by.
        """
        # from the top its place may be before the cell that was found: that comes next
        self._due = cell if self._from_top and self._unasked and by > 0 else None
        self._from_top = False
        if by < 0:
            self._passed.discard(found)
        elif not self._unasked and self._desk is not None and cell is not None:
            self._passed.update({cell} & self._desk.unreviewed)

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
            if self._overtook(at):
                return self._due
            at = None if self._from_top else at
            found = next_wanted(order, at, self._first, but=here | self._passed)
            if found is not None:
                return found
        return next_wanted(order, at, self._desk.unreviewed, but=here, by=by)

    def _overtook(self, at: int | None) -> bool:
        """Whether the way, at this place now, went over the cell that is due."""
        due = self._gallery.place_of(self._due) if self._due in self._first else None
        return due is not None and at is not None and due < at

    @property
    def _first(self) -> AbstractSet[int]:
        assert self._desk is not None
        # blind, what is passed over would be told to be certain
        by_need = self._gallery.arrangement().sort is Sort.NEED and not self._blind.on
        return self._desk.pressing if by_need else frozenset()
