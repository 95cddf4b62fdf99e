"""Exact intervals against SciPy's, and the planned number of cells against trying each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from allviewer.core.interval import cells_to_count, share

counts = st.integers(0, 600).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(counts, st.sampled_from([0.9, 0.95, 0.99]))
def test_is_the_exact_interval_of_scipy(pair: tuple[int, int], confidence: float) -> None:
    count, total = pair
    ours = share(count, total, confidence=confidence)
    if not total:
        assert (ours.low, ours.high, ours.value) == (0.0, 1.0, None)
        return
    theirs = binomtest(count, total).proportion_ci(confidence, method="exact")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert ours.value == count / total


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(5, 100, 1.6, 11.3), (10, 200, 2.4, 9.0), (25, 500, 3.3, 7.3), (0, 200, 0.0, 1.8)],
)
def test_gives_the_textbook_figures(count: int, total: int, low: float, high: float) -> None:
    ours = share(count, total)
    assert (round(100 * ours.low, 1), round(100 * ours.high, 1)) == (low, high)


def test_refuses_what_is_no_share() -> None:
    for count, total in ((3, 2), (-1, 4)):
        with pytest.raises(ValueError, match="no share"):
            share(count, total)


@given(counts.filter(lambda pair: pair[1] > 0), st.floats(0.01, 0.3))
def test_the_planned_cells_are_enough_and_one_less_is_not(pair: tuple[int, int], within: float) -> None:
    count, total = pair
    more = cells_to_count(count, total, within=within)
    assert more is not None
    value = count / total

    def arm(cells: int) -> float:
        from scipy.stats import beta

        scaled = value * cells
        low = beta.ppf(0.025, scaled, cells - scaled + 1) if scaled > 0 else 0.0
        high = beta.ppf(0.975, scaled + 1, cells - scaled) if scaled < cells else 1.0
        return float(max(value - low, high - value))

    assert arm(total + more) <= within + 1e-9
    assert more == 0 or arm(total + more - 1) > within - 1e-9


def test_plans_nothing_from_nothing() -> None:
    assert cells_to_count(0, 0, within=0.05) is None
    with pytest.raises(ValueError, match="narrowed"):
        cells_to_count(1, 2, within=0.0)
