"""The ruler by rims: red cells cut by the border or lying on each other are measured, other shapes not."""

import cv2
import numpy as np
import pytest

from allviewer.core.crop import cut
from allviewer.core.records import Kind
from allviewer.core.segment import find_cells
from allviewer.core.segment.rims import rim_diameter

SHAPE = (150, 160)


def discs(centres: list[tuple[int, int]], radius: int) -> np.ndarray:
    canvas = np.zeros(SHAPE, np.uint8)
    for centre in centres:
        cv2.circle(canvas, centre, radius, 1, cv2.FILLED)
    return canvas.astype(bool)


@pytest.mark.parametrize("radius", [12, 16, 24])
def test_overlapping_and_cut_red_cells_give_their_width(radius: int) -> None:
    centres = [(3, 10), (155, 40), (30 + radius, 140), (30 + radius // 3, 120), (120, 148)]
    got = rim_diameter(discs(centres, radius), white=np.zeros(SHAPE, bool), expected=28)
    # the ruler's own convention is a little less than the rim
    assert got is not None
    assert got / (2 * radius + 1) == pytest.approx(0.93, abs=0.05)


def test_rims_beside_a_white_cell_do_not_count() -> None:
    """The white cell's own outline is round, too, but no ruler."""
    white = discs([(80, 75)], 45)
    assert rim_diameter(np.zeros(SHAPE, bool), white=white, expected=28) is None


def test_one_arc_is_not_enough() -> None:
    assert rim_diameter(discs([(3, 75)], 16), white=np.zeros(SHAPE, bool), expected=28) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 40), SHAPE])
def test_straight_edges_and_empty_pictures_give_none(shape: tuple[int, int]) -> None:
    nothing = np.zeros(shape, bool)
    assert rim_diameter(nothing, white=nothing, expected=28) is None
    bars = nothing.copy()
    bars[:, : shape[1] // 2] = True
    assert rim_diameter(bars, white=nothing, expected=28) is None


def test_a_cell_among_cut_red_cells_knows_its_width_in_them() -> None:
    picture = np.full((200, 200, 3), (235, 232, 225), np.uint8)
    for centre in ((0, 30), (60, 4), (150, 0), (198, 90), (10, 180), (120, 196), (190, 190)):
        cv2.circle(picture, centre, 30, (205, 150, 150), cv2.FILLED, cv2.LINE_AA)
    cv2.circle(picture, (100, 100), 40, (150, 130, 190), cv2.FILLED, cv2.LINE_AA)
    cv2.circle(picture, (100, 100), 34, (80, 40, 130), cv2.FILLED, cv2.LINE_AA)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.0)
    (cell,) = find_cells(np.asarray(picture, np.uint8), kind=Kind.CELL).cells
    crop = cut(np.asarray(picture, np.uint8), cell, gains=None, factor=1.4, size=64)
    # blur widens the dark nucleus and narrows the pale red cells
    assert crop.nucleus_red_cells == pytest.approx(34 / 30 / 0.93, rel=0.12)
