"""A box drawn by a person is filled by the one cell that it frames, however many touch it."""

import cv2
import numpy as np
import pytest

from allviewer.core.records import Box, Cell, Mask, Pixels
from allviewer.core.segment import find_cells, segment_in
from tests.core import smears

RADIUS = 22
"""Of a painted white cell's body, in pixels."""


def clump(apart: int) -> tuple[Pixels, tuple[tuple[int, int], ...]]:
    """Three cells in a row whose centres are so many pixels `apart`, and those centres."""
    centres = tuple((160 + place * apart, 130) for place in (-1, 0, 1))
    return smears.smear(cells=centres, reds=smears.REDS), centres


def around(x: int, y: int) -> Box:
    return Box(x - RADIUS, y - RADIUS, 2 * RADIUS + 1, 2 * RADIUS + 1)


def filled(cell: Cell, shape: tuple[int, ...]) -> Mask:
    canvas = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(canvas, [np.rint(cell.outline).astype(np.int32)], 1)
    return canvas.astype(bool)


def within(inner: Box, outer: Box) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


@pytest.mark.parametrize("apart", [40, 34, 28], ids=["bodies touch", "bodies overlap", "nuclei overlap"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_a_clump_the_framed_cell_alone_is_outlined(apart: int, place: int) -> None:
    pixels, centres = clump(apart)
    box = around(*centres[place])
    cell = segment_in(pixels, box, number=5)
    assert cell.number == 5 and not cell.truncated and cell.nuclei
    assert within(cell.box, box)
    # the ground nearest to its own centre is the cell's
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    away = np.stack([np.hypot(columns - x, rows - y) for x, y in centres])
    meant = (away[place] <= RADIUS) & (away.argmin(axis=0) == place)
    drawn = filled(cell, pixels.shape)
    share = 2 * np.count_nonzero(drawn & meant) / (np.count_nonzero(drawn) + np.count_nonzero(meant))
    assert share > 0.88
    own = sum(cv2.contourArea(part) for part in cell.nuclei)
    assert own < 1.1 * np.pi * (1.1 * 14) ** 2


def test_a_single_cell_has_the_outline_that_the_search_gives_it() -> None:
    pixels = smears.smear(cells=((100, 80), (220, 170)), reds=smears.REDS)
    found = find_cells(pixels).cells[0]
    cell = segment_in(pixels, Box(72, 52, 57, 57), number=1)
    one, two = filled(found, pixels.shape), filled(cell, pixels.shape)
    assert 2 * np.count_nonzero(one & two) / (np.count_nonzero(one) + np.count_nonzero(two)) > 0.96


def test_the_lobes_of_a_nucleus_stay_together() -> None:
    pixels = smears.grained(smears.lobed((160, 120), smears.smear(reds=smears.REDS)))
    cell = segment_in(pixels, Box(132, 92, 57, 57), number=1)
    assert sum(cv2.contourArea(part) for part in cell.nuclei) > 2.5 * np.pi * (0.5 * 14) ** 2
