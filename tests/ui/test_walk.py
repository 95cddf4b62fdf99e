"""Where the next step leads."""

from hypothesis import given
from hypothesis import strategies as st

from allviewer.ui import walk

ids = st.lists(st.integers(0, 12), unique=True)


@given(order=ids, wanted=st.sets(st.integers(0, 12)), forward=st.booleans(), data=st.data())
def test_the_next_wanted_is_the_first_met_going_round(
    order: list[int], wanted: set[int], forward: bool, data: st.DataObject
) -> None:
    at = data.draw(st.none() | st.integers(0, len(order) - 1)) if order else None
    but = data.draw(st.integers(-1, 12)) if at is None else order[at]
    by = 1 if forward else -1
    begin = at if at is not None else (-1 if forward else 0)
    round_trip = [order[(begin + by * step) % len(order)] for step in range(1, len(order) + 1)]
    expected = [one for one in round_trip if one in wanted and one != but]
    assert walk.next_wanted(order, at, wanted, but={but}, by=by) == (expected[0] if expected else None)
