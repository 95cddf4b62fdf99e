"""Overlaps of boxes against counting pixels, and matching each box once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.match import match, overlaps, same_as
from allviewer.core.records import Box

small = st.integers(0, 12)
boxes = st.builds(Box, small, small, st.integers(1, 12), st.integers(1, 12))


@given(boxes, boxes)
def test_the_overlap_is_that_of_the_pixels(one: Box, other: Box) -> None:
    masks = []
    for box in (one, other):
        mask = np.zeros((30, 30), bool)
        mask[box.y : box.y + box.height, box.x : box.x + box.width] = True
        masks.append(mask)
    expected = (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()
    assert overlaps([one], [other])[0, 0] == pytest.approx(expected)


@given(st.lists(boxes, max_size=8), st.lists(boxes, max_size=8))
def test_each_box_is_matched_once_and_well(first: list[Box], second: list[Box]) -> None:
    pairs = match(first, second)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    found = overlaps(first, second)
    assert all(found[pair] >= 0.5 for pair in pairs)
    left = found[
        np.ix_(
            [i for i in range(len(first)) if i not in {p[0] for p in pairs}],
            [j for j in range(len(second)) if j not in {p[1] for p in pairs}],
        )
    ]
    assert not (left >= 0.5).any()


def test_the_best_overlap_wins() -> None:
    assert match([Box(0, 0, 10, 10)], [Box(2, 0, 10, 10), Box(1, 0, 10, 10)]) == [(0, 1)]
    assert match([], [Box(0, 0, 1, 1)]) == [] == match([Box(0, 0, 1, 1)], [])


def test_what_holds_the_same_cell_is_the_best_of_those_that_overlap_enough() -> None:
    others = [Box(100, 0, 20, 20), Box(2, 0, 20, 20), Box(0, 1, 20, 20)]
    assert same_as(Box(0, 0, 20, 20), others) == 2
    assert same_as(Box(14, 0, 20, 20), others) is None
    assert same_as(Box(0, 0, 20, 20), []) is None
