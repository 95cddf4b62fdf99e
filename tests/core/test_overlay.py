"""Overlays: signed, on a fixed scale, even to the eye; masks that carry the cells' numbers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image as Pillow
from skimage.color import deltaE_ciede2000, rgb2lab

from allviewer.core import morphology, overlay
from allviewer.core.errors import OutputError
from allviewer.core.records import Box, Cell

MAPS = hnp.arrays(
    np.float32, hnp.array_shapes(min_dims=3, max_dims=3, max_side=6), elements=st.floats(-50, 50, width=32)
)


@given(MAPS, st.data())
def test_the_mean_of_the_evidence_is_the_margin(heatmap: np.ndarray, data: st.DataObject) -> None:
    klass = data.draw(st.integers(0, len(heatmap) - 1))
    logits = heatmap.astype(np.float64).mean((1, 2))
    others = np.delete(logits, klass)
    margin = logits[klass] - (others.mean() if len(others) else 0)
    found = overlay.evidence(heatmap, klass)
    assert found.dtype == np.float32
    assert found.shape == heatmap.shape[1:]
    assert float(found.mean()) == pytest.approx(margin, abs=1e-3)


def test_two_classes_are_each_others_negative() -> None:
    heatmap = np.random.default_rng(0).normal(size=(2, 3, 4)).astype(np.float32)
    np.testing.assert_allclose(overlay.evidence(heatmap, 0), -overlay.evidence(heatmap, 1))


def test_ends_and_middle_of_the_scale() -> None:
    found = overlay.diverging(np.array([-1.0, 0.0, 1.0, -9.0, 9.0, np.nan, np.inf]))
    ends = [overlay.AGAINST, overlay.NEUTRAL, overlay.FOR]
    assert found.tolist() == [list(c) for c in (*ends, ends[0], ends[2], ends[1], ends[2])]


def test_steps_look_equal_and_lightness_never_turns() -> None:
    lab = rgb2lab(overlay.diverging(np.linspace(-1, 1, 41))[None] / 255)[0]
    for half in (lab[:21][::-1], lab[20:]):
        lightness = half[:, 0]
        assert (np.diff(lightness) < 0).all()
        steps = deltaE_ciede2000(half[:-1], half[1:])
        assert steps.max() < 2 * steps.min() + 1


@given(
    hnp.arrays(np.float32, (4, 5), elements=st.floats(width=32)),
    st.floats(0.1, 50),
    st.floats(0, 1),
)
def test_rgba_is_always_a_picture(evidence: np.ndarray, limit: float, opacity: float) -> None:
    rgba = overlay.heatmap_rgba(evidence, limit=limit, size=(20, 30), opacity=opacity)
    assert rgba.shape == (20, 30, 4)
    assert rgba[..., 3].max() <= round(255 * opacity)


def test_scale_is_fixed_and_nothing_shows_nothing() -> None:
    weak, strong = np.full((2, 2), 0.5, np.float32), np.full((2, 2), 5.0, np.float32)
    none = overlay.heatmap_rgba(weak * 0, limit=5, size=(8, 8))
    assert (none[..., 3] == 0).all()
    assert (overlay.heatmap_rgba(strong, limit=5, size=(8, 8)) == (*overlay.FOR, 255)).all()
    assert overlay.heatmap_rgba(weak, limit=5, size=(8, 8))[..., 3].max() < 64
    np.testing.assert_array_equal(
        overlay.heatmap_rgba(strong, limit=5, size=(8, 8)),
        overlay.heatmap_rgba(strong * 9, limit=5, size=(8, 8)),
    )


def test_heatmap_lies_where_the_evidence_is() -> None:
    evidence = np.zeros((4, 4), np.float32)
    evidence[0, 3] = 5
    rgba = overlay.heatmap_rgba(evidence, limit=5, size=(40, 40))
    assert rgba[5, 35, 3] > 200
    assert rgba[35, 5, 3] < 20


def test_blend() -> None:
    pixels = np.full((1, 3, 3), 100, np.uint8)
    rgba = np.array([[[200, 0, 0, 0], [200, 0, 0, 255], [200, 0, 0, 128]]], np.uint8)
    assert overlay.blend(pixels, rgba).tolist() == [[[100, 100, 100], [200, 0, 0], [150, 50, 50]]]


def square(left: int, top: int, side: int) -> np.ndarray:
    right, bottom = left + side - 1, top + side - 1
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def cell(number: int, left: int, top: int, side: int = 10) -> Cell:
    return Cell(number, Box(left, top, side, side), square(left, top, side), (square(left + 3, top + 3, 3),))


def test_masks_carry_the_numbers(tmp_path: Path) -> None:
    cells = [cell(1, 0, 0), cell(300, 20, 5), cell(65_535, 35, 25)]
    labels = overlay.label_masks(cells, height=30, width=40)
    assert (labels.dtype, labels.shape) == (np.uint16, (30, 40))
    counts = dict(zip(*np.unique(labels, return_counts=True), strict=True))
    assert counts == {0: 1200 - 225, 1: 100, 300: 100, 65_535: 25}  # the last is cut by the border
    nuclei = overlay.label_masks(cells, height=30, width=40, nuclei=True)
    assert (nuclei == 300).sum() == 9
    assert (labels[nuclei > 0] == nuclei[nuclei > 0]).all()
    overlay.save_png16(tmp_path / "a.png", labels)
    with Pillow.open(tmp_path / "a.png") as back:
        assert back.mode == "I;16"
        np.testing.assert_array_equal(np.asarray(back), labels)


def test_a_nucleus_is_in_the_mask_where_it_is_counted() -> None:
    """Its outline may reach past the cell's, and another cell may lie over it."""
    one = replace(cell(1, 5, 5), nuclei=(square(2, 8, 6),))
    over = replace(cell(2, 12, 5), nuclei=(square(16, 8, 3),))
    cells, nuclei = (overlay.label_masks([one, over], height=30, width=40, nuclei=n) for n in (False, True))
    assert (cells[nuclei > 0] == nuclei[nuclei > 0]).all()
    pixels = np.zeros((30, 40, 3), np.uint8)
    counted = morphology.measure(pixels, one.outline, one.nuclei)["nucleus_area_px"]
    assert (nuclei == 1).sum() == counted == 18


@pytest.mark.parametrize("left", [4.5, 5.5])
def test_a_mask_is_what_is_counted_also_where_an_outline_runs_between_pixels(left: float) -> None:
    shape = square(0, 0, 10) + np.float32(left)
    one = Cell(1, Box(4, 4, 12, 12), shape, ((shape + np.float32(2)) * np.float32(0.9),))
    counted = morphology.measure(np.zeros((30, 40, 3), np.uint8), one.outline, one.nuclei)
    for nuclei, name in ((False, "cell_area_px"), (True, "nucleus_area_px")):
        assert (overlay.label_masks([one], height=30, width=40, nuclei=nuclei) == 1).sum() == counted[name]


def test_number_too_large_for_16_bits() -> None:
    with pytest.raises(ValueError, match="65536"):
        overlay.label_masks([cell(65_536, 0, 0)], height=9, width=9)


def test_saved_pictures(tmp_path: Path) -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)[:, ::-1]
    overlay.save_png(tmp_path / "a.png", pixels)
    with Pillow.open(tmp_path / "a.png") as back:
        np.testing.assert_array_equal(np.asarray(back), pixels)
    with pytest.raises(OutputError, match="does not exist"):
        overlay.save_png(tmp_path / "gone" / "a.png", pixels)
