"""Uneven light is put right before cells are looked for, and even light is left as it is."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allviewer.core import crop
from allviewer.core.image import read
from allviewer.core.light import evened, gains_of
from allviewer.core.records import Cell, Kind, Pixels
from allviewer.core.segment import find_cells
from tests.core import smears
from tests.core.lamps import LAMPS, light_at, lit, through_an_eyepiece
from tests.core.test_segment import dice, mask_of

FIELD = smears.smear(cells=((160, 120), (60, 60)), reds=smears.REDS)


def shares(pixels: Pixels, cells: tuple[Cell, ...], shown: tuple[Cell, ...]) -> float:
    return dice(mask_of(cells, pixels.shape), mask_of(shown, pixels.shape))


def test_even_light_is_left_alone() -> None:
    assert gains_of(FIELD) is None
    assert evened(FIELD, None) is FIELD


@pytest.mark.parametrize(("side", "corners"), [(0.3, 0), (0, 0.4), (0.2, 0.3)])
def test_the_gains_are_what_the_light_lacks(side: float, corners: float) -> None:
    gains = gains_of(lit(side=side, corners=corners)(FIELD))
    assert gains is not None
    light = light_at(gains.shape, side=side, corners=corners)
    evenly = gains * light
    # the outermost blocks are clipped to what the ground there shows
    assert evenly[1:-1, 1:-1].max() / evenly[1:-1, 1:-1].min() < 1.12


@pytest.mark.parametrize("lamp", list(LAMPS.values()), ids=list(LAMPS))
def test_the_same_cells_are_found_under_any_lamp(lamp: object) -> None:
    assert callable(lamp)
    seen = lamp(FIELD)
    found = find_cells(seen).cells
    assert len(found) == 2
    assert shares(FIELD, find_cells(FIELD).cells, found) > 0.9


def test_a_pale_cell_in_the_middle_is_no_lamp() -> None:
    pale = smears.smear(120, 120, cells=((60, 60),))
    cv2.circle(pale, (60, 60), 45, (225, 210, 215), cv2.FILLED)
    cv2.circle(pale, (60, 60), 18, smears.NUCLEUS, cv2.FILLED)
    assert gains_of(smears.grained(pale)) is None


def test_a_cell_cut_out_of_its_picture_has_no_light_to_even() -> None:
    canvas = np.zeros((200, 200, 3), np.uint8)
    cv2.circle(canvas, (100, 100), 60, (110, 60, 120), cv2.FILLED)
    assert gains_of(lit(side=0.5)(canvas)) is None


def test_a_dark_ring_is_no_stain() -> None:
    ringed = through_an_eyepiece(level=35)(FIELD)
    assert [c.truncated for c in find_cells(ringed).cells] == [False, False]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 256))
def test_any_pixels_have_finite_gains(height: int, width: int, seed: int, levels: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, levels, (height, width, 3), np.uint8)
    gains = gains_of(pixels)
    assert gains is None or (np.isfinite(gains).all() and gains.min() >= 1)
    assert evened(pixels, gains).shape == pixels.shape


@pytest.mark.data
@pytest.mark.parametrize("name", ["from one side, 30 %", "corners 40 % darker", "black ring, yellow lamp"])
def test_real_cells_keep_their_outline_under_other_lamps(data_dir: Path, name: str) -> None:
    pictures = [read(p).pixels for p in sorted((data_dir / "wbc_masks" / "dataset2").glob("*.bmp"))[::8]]
    scores = []
    for pixels in pictures:
        before, after = (find_cells(p, kind=Kind.CELL).cells for p in (pixels, LAMPS[name](pixels)))
        scores.append(shares(pixels, before, after))
    assert np.median(scores) >= 0.95
    assert np.mean(np.array(scores) >= 0.8) >= 0.8


@pytest.mark.parametrize("size", [48, 96, 300])
def test_a_crop_shows_its_part_of_the_picture_in_even_light(size: int) -> None:
    shown = lit(side=0.3, corners=0.3)(FIELD)
    gains = gains_of(shown)
    for cell in find_cells(shown).cells:
        how = {"factor": 1.6, "size": size}
        whole = crop.cut(evened(shown, gains), cell, gains=None, **how)
        cut = crop.cut(shown, cell, gains=gains, **how)
        assert np.abs(cut.pixels.astype(int) - whole.pixels).mean() < 0.6  # levels are rounded twice
        assert np.array_equal(cut.cell, whole.cell)


def test_a_classifier_sees_a_cell_in_side_light_as_in_even_light() -> None:
    shown = lit(side=0.4)(FIELD)
    found = find_cells(shown)
    for cell in found.cells:
        as_it_was = crop.cut(FIELD, cell, gains=None, factor=1.6, size=96).pixels.astype(int)
        left = np.abs(crop.cut(shown, cell, gains=found.gains, factor=1.6, size=96).pixels - as_it_was)
        dark = np.abs(crop.cut(shown, cell, gains=None, factor=1.6, size=96).pixels - as_it_was)
        assert left.mean() < dark.mean() / 3
