"""The ruler: told at a glance where red cells are large, by a closer look where they only seem to be."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from allviewer.core.light import Gains, gains_of
from allviewer.core.records import Pixels
from allviewer.core.segment import find_cells, scene
from allviewer.core.segment.scene import DEFAULT, look
from allviewer.core.segment.stain import Stain, stain_of
from tests.core import smears

SIDE, RED, PITCH, APART = 640, 6, 16, 176


def red_cell_of(pixels: Pixels, *, glance_side: int, coarse_side: int) -> float:
    scene = look(pixels, gains_of(pixels), replace(DEFAULT, glance_side=glance_side, coarse_side=coarse_side))
    return scene.ruler * scene.scale


def clumps() -> tuple[Pixels, int]:
    """Small red cells in round clumps of 37 with narrow gaps, and single white cells between the clumps."""
    clump = [
        (round(PITCH * (i + j % 2 / 2)), round(0.87 * PITCH * j))
        for j in range(-3, 4)
        for i in range(-4, 4)
        if np.hypot(i + j % 2 / 2, 0.87 * j) < 3.3
    ]
    corners = range(60, SIDE - 40, APART)
    reds = [(x + dx, y + dy) for y in corners for x in corners for dx, dy in clump]
    middles = range(60 + APART // 2, SIDE - 40, APART)
    cells = [(x, y) for y in middles for x in middles]
    return smears.smear(SIDE, SIDE, cells=cells, reds=reds, red=RED), len(cells)


def sides_looked_at(pixels: Pixels, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The longer side of every picture whose stain was measured."""
    sides = []

    def watched(shown: Pixels, *, blur: float, gains: Gains | None) -> Stain:
        sides.append(max(shown.shape[:2]))
        return stain_of(shown, blur=blur, gains=gains)

    monkeypatch.setattr(scene, "stain_of", watched)
    look(pixels, gains_of(pixels), DEFAULT)
    return sides


def large_field(reds: int) -> Pixels:
    """Two white cells and so many red cells, 84 pixels wide, in 720 by 600 pixels."""
    places = ((30, 30), (100, 40), (150, 30), (205, 45), (30, 150), (110, 160), (200, 100), (60, 110))
    field = smears.smear(200, 240, cells=((60, 60), (160, 120)), reds=places[:reds])
    return np.asarray(cv2.resize(field, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), np.uint8)


def test_a_glance_tells_large_red_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    large = large_field(8)
    closely = red_cell_of(large, glance_side=max(large.shape), coarse_side=DEFAULT.coarse_side)
    glanced = red_cell_of(large, glance_side=DEFAULT.glance_side, coarse_side=DEFAULT.coarse_side)
    assert closely == pytest.approx(84, rel=0.1)
    assert glanced == pytest.approx(closely, rel=0.05)
    glance, working = sides_looked_at(large, monkeypatch)
    assert (glance, working) == (DEFAULT.glance_side, pytest.approx(720 / 3, rel=0.1))


def test_few_red_cells_are_looked_for_where_they_are_as_wide_as_they_are_worked_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    glance, closer, working = sides_looked_at(large_field(5), monkeypatch)
    assert (glance, working) == (DEFAULT.glance_side, pytest.approx(720 / 3, rel=0.1))
    assert working < closer < DEFAULT.coarse_side


def test_where_no_red_cell_is_seen_the_closest_look_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    assert DEFAULT.coarse_side in sides_looked_at(large_field(0), monkeypatch)


def test_clumps_of_small_red_cells_are_looked_at_closely() -> None:
    pixels, count = clumps()
    scene = look(pixels, gains_of(pixels), DEFAULT)
    assert scene.ruler * scene.scale == pytest.approx(2 * RED, rel=0.15)
    assert len(find_cells(pixels).cells) == count
