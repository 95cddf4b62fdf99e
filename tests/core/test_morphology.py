"""Measurements against figures that are known beforehand: of discs, squares and notched shapes."""

import cv2
import numpy as np
import pytest
from skimage.morphology import convex_hull_image

from allviewer.core.morphology import measure
from allviewer.core.records import Mask, Polygon


def drawn(radius: int, *, notch: int = 0) -> Mask:
    """A disc, of which a wedge of so many pixels is cut out from above to its middle."""
    side = 2 * radius + 9
    canvas = np.zeros((side, side), np.uint8)
    cv2.circle(canvas, (side // 2, side // 2), radius, 1, cv2.FILLED)
    if notch:
        canvas[: side // 2, side // 2 : side // 2 + notch] = 0
    return canvas > 0


def measured(nucleus: Mask) -> dict[str, float]:
    height, width = nucleus.shape
    whole = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], np.float32)
    return measure(np.zeros((height, width, 3), np.uint8), whole, outlines(nucleus))


def outlines(mask: Mask) -> list[Polygon]:
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return [contour[:, 0].astype(np.float32) for contour in found]


@pytest.mark.parametrize("radius", [5, 8, 12, 20, 60])
def test_a_disc_is_round_solid_and_convex(radius: int) -> None:
    found = measured(drawn(radius))
    assert found["nucleus_convexity"] > 0.99
    assert found["nucleus_solidity"] == 1
    assert found["nucleus_roundness"] > 0.95


@pytest.mark.parametrize("radius", [12, 40])
def test_a_notch_is_neither_solid_nor_convex(radius: int) -> None:
    nucleus = drawn(radius, notch=radius // 3)
    found = measured(nucleus)
    # the way into the notch and back is longer than that over it
    expected = 2 * np.pi * radius / (2 * np.pi * radius + 2 * radius)
    assert found["nucleus_convexity"] == pytest.approx(expected, abs=0.05)
    hull = convex_hull_image(nucleus, offset_coordinates=False)
    assert found["nucleus_solidity"] == pytest.approx(nucleus.sum() / hull.sum(), abs=1e-4)


def test_the_smallest_nuclei_have_a_hull_too() -> None:
    for size in ((1, 3), (2, 2), (3, 3)):
        nucleus = np.zeros((9, 9), bool)
        nucleus[3 : 3 + size[0], 3 : 3 + size[1]] = True
        points = np.argwhere(nucleus)[:, ::-1].astype(np.float32)
        corners = cv2.convexHull(points)[:, 0]
        if len(corners) < 3:
            corners = np.concatenate([corners, corners[:1]])
        found = measure(
            np.zeros((9, 9, 3), np.uint8), np.array([(0, 0), (8, 0), (8, 8), (0, 8)], np.float32), [corners]
        )
        assert found["nucleus_solidity"] == 1


@pytest.mark.parametrize("size", [6, 9, 15, 45])
def test_what_is_not_round_is_told_from_what_is_however_small(size: int) -> None:
    """The line and what it encloses belong together: by its pixels a small oval would be a circle."""
    canvas = np.zeros((3 * size, 3 * size), np.uint8)
    cv2.ellipse(canvas, (3 * size // 2, 3 * size // 2), (size, size * 2 // 3), 0, 0, 360, 1, cv2.FILLED)
    found = measured(canvas > 0)
    wide, high = size, size * 2 // 3
    ratio = ((wide - high) / (wide + high)) ** 2
    around = np.pi * (wide + high) * (1 + 3 * ratio / (10 + np.sqrt(4 - 3 * ratio)))  # Ramanujan 1914
    assert found["nucleus_roundness"] == pytest.approx(4 * np.pi**2 * wide * high / around**2, abs=0.02)
    assert found["nucleus_roundness"] < measured(drawn(size))["nucleus_roundness"] <= 1
