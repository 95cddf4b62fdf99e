"""Where the next step leads: from cell to cell, picture to picture, to the next that needs a person."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from allviewer.ui.desk import Desk


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
    order: Sequence[int], at: int | None, wanted: AbstractSet[int], *, but: int | None = None, by: int = 1
) -> int | None:
    """The nearest id after the place `at` of `order` that is wanted, going round once; never `but`. Or None.

    Where `at` is None it begins at the first (or last).
    """
    if not wanted:
        return None
    places = range(len(order))  # not the ids themselves: to copy 100,000 takes longer than to look
    after, before = (places, range(0)) if at is None else (places[at + 1 :], places[:at])
    around = chain(after, before) if by > 0 else chain(reversed(before), reversed(after))
    # nothing but `filter` goes over those not wanted: towards the end of a session that is all but a few
    found = filter(wanted.__contains__, map(order.__getitem__, around))
    return next((one for one in found if one != but), None)
