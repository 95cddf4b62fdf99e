"""What a camera takes of the colours is given back before nuclei are looked for, and no more than that."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allviewer.core.image import read
from allviewer.core.records import Kind, Pixels
from allviewer.core.segment import find_cells
from allviewer.core.segment.stain import stain_of
from tests.benchmarks import bare
from tests.benchmarks.cells import matched
from tests.benchmarks.lamps import seen_by
from tests.core import smears
from tests.core.lamps import Lamp
from tests.core.test_segment import dice, mask_of
from tests.core.tones import TONES, compressed, in_turn, noisy, saturated

FIELD = smears.smear(cells=((160, 120), (60, 60)), reds=smears.REDS)
INKED = (0, 0, 0)
BURNT_OUT = {"exposure × 1.25", "exposure × 1.4"}
"""Here the pale body of a cell is as white as the ground."""


@pytest.mark.parametrize("name", TONES)
def test_the_same_cells_are_found_in_any_tone(name: str) -> None:
    found = seen_by(TONES[name], FIELD)
    assert len(found) == 2
    if name not in BURNT_OUT:
        assert dice(mask_of(find_cells(FIELD).cells, FIELD.shape), mask_of(found, FIELD.shape)) > 0.85


@pytest.mark.parametrize("share", [0.45, 0.4, 0.3])
def test_a_greyish_picture_has_the_stain_of_a_colourful_one(share: float) -> None:
    as_it_is, greyish = (stain_of(p, blur=0.8) for p in (FIELD, saturated(share)(FIELD)))
    inside = as_it_is.nuclear > 0.8
    assert np.median(greyish.nuclear[inside]) == pytest.approx(np.median(as_it_is.nuclear[inside]), rel=0.4)
    assert np.median(greyish.density[inside]) == pytest.approx(np.median(as_it_is.density[inside]), rel=0.2)


@pytest.mark.parametrize("share", [1.0, 0.9])
def test_a_stain_with_colour_enough_is_left_as_it_is(share: float) -> None:
    pixels = saturated(share)(FIELD)
    channels = [np.log((int(np.median(c[:20, 150:])) + 4.0) / (c + 4.0)) for c in cv2.split(pixels)]
    red, green, blue = (cv2.GaussianBlur(c.astype(np.float32), (0, 0), 0.8) for c in channels)
    nuclear = green - np.maximum(blue, blue + red - green)
    # the ground differs by a level or so, nothing is multiplied
    assert np.abs(stain_of(pixels, blur=0.8).nuclear - nuclear).max() < 0.03


@pytest.mark.parametrize("tone", [saturated(0), in_turn([saturated(0), noisy(6), compressed(60)])])
def test_the_noise_of_a_grey_picture_is_no_stain(tone: Lamp) -> None:
    assert find_cells(tone(FIELD)).cells == ()


def test_ink_does_not_make_a_stain_greyish() -> None:
    written = FIELD.copy()
    cv2.putText(written, "10 um", (190, 120), cv2.FONT_HERSHEY_SIMPLEX, 0.9, INKED, 3)
    before, after = (stain_of(p, blur=0.8).nuclear[:90, :110] for p in (FIELD, written))
    assert np.array_equal(before, after)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 256))
def test_any_pixels_have_finite_stain(height: int, width: int, seed: int, levels: int) -> None:
    pixels: Pixels = np.random.default_rng(seed).integers(0, levels, (height, width, 3), np.uint8)
    found = stain_of(pixels, blur=0.8)
    assert all(np.isfinite(values).all() for values in (found.nuclear, found.density, found.blueness))


@pytest.mark.data
@pytest.mark.parametrize("name", ["saturation × 0.5", "saturation × 0.4"])
def test_real_cells_keep_their_outline_in_a_greyish_picture(data_dir: Path, name: str) -> None:
    for folder in ("dataset1", "dataset2"):
        pictures = sorted((data_dir / "wbc_masks" / folder).glob("*.bmp"))[::8]
        scores = []
        for pixels in (read(p).pixels for p in pictures):
            before, after = (find_cells(p, kind=Kind.CELL).cells for p in (pixels, TONES[name](pixels)))
            scores.append(dice(mask_of(before, pixels.shape), mask_of(after, pixels.shape)))
        assert np.mean(np.array(scores) >= 0.8) >= 0.9  # 0.8 where no colour is given back


@pytest.mark.data
def test_real_fields_keep_their_cells_in_a_greyish_picture(data_dir: Path) -> None:
    hits = wanted = 0
    for picture in sorted((data_dir / "bccd" / "JPEGImages").iterdir())[::12]:
        pixels = read(picture).pixels
        boxes = [cell.box for cell in find_cells(pixels).cells]
        hits += matched(boxes, seen_by(TONES["saturation × 0.4"], pixels))
        wanted += len(boxes)
    assert hits >= 0.95 * wanted  # 0.3 where no colour is given back


@pytest.mark.data
def test_greyish_fields_without_white_cells_show_none(data_dir: Path) -> None:
    fields = [saturated(0.4)(p) for p in bare.halves(data_dir / "bccd")]
    empty = [not find_cells(p, kind=Kind.FIELD).cells for p in fields]
    assert np.mean(empty) >= 0.95
