"""Cells are found where they are, as what they are, and nowhere else; no picture makes it fail."""

import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from allviewer.core.image import read
from allviewer.core.morphology import MEASUREMENTS
from allviewer.core.records import Box, Cell, Kind, Mask, Pixels
from allviewer.core.segment import find_cells, segment_in
from tests.core import smears


def mask_of(cells: tuple[Cell, ...], shape: tuple[int, ...]) -> Mask:
    canvas = np.zeros(shape[:2], np.uint8)
    for cell in cells:
        cv2.fillPoly(canvas, [np.rint(cell.outline).astype(np.int32)], 1)
    return canvas.astype(bool)


def dice(one: Mask, two: Mask) -> float:
    return 2 * np.count_nonzero(one & two) / max(1, np.count_nonzero(one) + np.count_nonzero(two))


def centre_of(cell: Cell) -> tuple[float, float]:
    return cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2


@pytest.fixture
def field() -> Pixels:
    return smears.smear(cells=((100, 80), (220, 170)), reds=smears.REDS)


def test_white_cells_are_found_with_nucleus_and_body_in_reading_order(field: Pixels) -> None:
    found = find_cells(field)
    assert found.kind is Kind.FIELD
    assert [c.number for c in found.cells] == [1, 2]
    for cell, (x, y) in zip(found.cells, ((100, 80), (220, 170)), strict=True):
        assert centre_of(cell) == pytest.approx((x, y), abs=2.5)
        assert not cell.truncated
        assert cell.measurements["cell_diameter_px"] == pytest.approx(45, rel=0.08)
        assert cell.measurements["nucleus_diameter_px"] == pytest.approx(31, rel=0.08)


def test_red_cells_give_the_scale_and_are_no_cells(field: Pixels) -> None:
    measured = find_cells(field, um_per_px=0.25).cells[0].measurements
    assert set(measured) == set(MEASUREMENTS)
    assert measured["red_cell_diameter_px"] == pytest.approx(28, rel=0.12)
    assert measured["cell_diameter_red_cells"] == pytest.approx(1.6, rel=0.15)
    assert measured["cell_diameter_um"] == pytest.approx(measured["cell_diameter_px"] * 0.25, rel=1e-3)


def test_a_field_without_white_cells_has_none() -> None:
    found = find_cells(smears.smear(reds=smears.REDS))
    assert found == find_cells(smears.smear(reds=smears.REDS)) or found.cells == ()
    assert found.cells == ()


def test_platelets_scale_bar_and_text_are_no_cells() -> None:
    canvas = smears.smear(cells=((100, 80),), reds=smears.REDS)
    cv2.circle(canvas, (170, 60), 4, smears.NUCLEUS, cv2.FILLED)
    cv2.rectangle(canvas, (250, 222), (312, 227), (0, 0, 0), cv2.FILLED)
    cv2.putText(canvas, "10 um", (252, 218), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1)
    cv2.putText(canvas, "A7", (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 0, 0), 1)
    assert [centre_of(c) for c in find_cells(canvas).cells] == [pytest.approx((100, 80), abs=3)]


def test_touching_cells_are_parted() -> None:
    found = find_cells(smears.smear(cells=((100, 100), (136, 100)), reds=smears.REDS))
    assert len(found.cells) == 2
    one, two = (mask_of((c,), (240, 320)) for c in found.cells)
    assert dice(one, two) < 0.15


def test_a_lobed_nucleus_stays_one_cell() -> None:
    canvas = smears.grained(smears.lobed((150, 110), smears.smear(reds=smears.REDS)))
    (cell,) = find_cells(canvas).cells
    assert len(cell.nuclei) == 3
    assert cell.measurements["nucleus_lobes"] == 3


def test_a_cell_cut_by_the_border_is_kept_and_flagged() -> None:
    found = find_cells(smears.smear(cells=((310, 100), (150, 120)), reds=smears.REDS))
    assert sorted(c.truncated for c in found.cells) == [False, True]


def test_one_large_central_cell_makes_a_picture_of_a_cell() -> None:
    single = smears.smear(120, 120, cells=((60, 60),), reds=((10, 12), (110, 12), (12, 108), (108, 108)))
    found = find_cells(single)
    assert found.kind is Kind.CELL
    assert len(found.cells) == 1
    assert find_cells(single, kind=Kind.FIELD).kind is Kind.FIELD


def test_as_one_cell_only_the_central_one_is_given(field: Pixels) -> None:
    field = smears.smear(cells=((160, 120), (60, 60)), reds=smears.REDS)
    found = find_cells(field, kind=Kind.CELL)
    assert found.kind is Kind.CELL
    assert [centre_of(c) for c in found.cells] == [pytest.approx((160, 120), abs=3)]


@pytest.mark.parametrize("colour", [smears.BACKGROUND, (255, 245, 150), (222, 215, 240), (180, 172, 165)])
def test_a_tinted_background_changes_little(field: Pixels, colour: tuple[int, int, int]) -> None:
    tint = np.array(colour, np.float32) / np.array(smears.BACKGROUND, np.float32)
    tinted = np.clip(field * tint, 0, 255).astype(np.uint8)
    assert (
        dice(mask_of(find_cells(tinted).cells, field.shape), mask_of(find_cells(field).cells, field.shape))
        > 0.93
    )


def test_blacked_out_surroundings_are_no_part_of_the_cell() -> None:
    canvas = np.zeros((200, 200, 3), np.uint8)
    cv2.circle(canvas, (100, 100), 48, (110, 60, 120), cv2.FILLED)
    cv2.circle(canvas, (96, 100), 38, (66, 24, 84), cv2.FILLED)
    found = find_cells(smears.grained(canvas) * (canvas.max(axis=2, keepdims=True) > 0))
    assert found.kind is Kind.CELL
    assert dice(mask_of(found.cells, canvas.shape), canvas.max(axis=2) > 0) > 0.95


# -- outlines move with the picture ----------------------------------------------------------------


def turned(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(pixels))


def mirrored(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, ::-1])


def resized(pixels: Pixels, factor: float) -> Pixels:
    size = (round(pixels.shape[1] * factor), round(pixels.shape[0] * factor))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=method), np.uint8)


def moves_along(pixels: Pixels) -> list[float]:
    """Dice between what is found in moved pictures and what was found, moved."""
    before = mask_of(find_cells(pixels).cells, pixels.shape)
    scores = []
    for move in (turned, mirrored, lambda p: resized(p, 0.8), lambda p: resized(p, 1.2)):
        moved = move(pixels)
        expected = move(np.repeat(before[..., None].astype(np.uint8) * 255, 3, axis=2))[..., 0] > 127
        scores.append(dice(mask_of(find_cells(moved).cells, moved.shape), expected))
    return scores


def test_outlines_move_with_the_picture(field: Pixels) -> None:
    assert min(moves_along(field)) >= 0.95


@pytest.mark.data
def test_outlines_move_with_real_pictures(data_dir: Path) -> None:
    pictures = [
        *sorted((data_dir / "pbc8" / "lymphocyte").iterdir())[:3],
        *sorted((data_dir / "pbc8" / "neutrophil").iterdir())[:3],
        *sorted((data_dir / "bccd" / "JPEGImages").iterdir())[1:4],
    ]
    scores = [score for picture in pictures for score in moves_along(read(picture).pixels)]
    assert np.mean(np.array(scores) >= 0.95) >= 0.97
    assert min(scores) >= 0.9


# -- nothing makes it fail -------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (2, 2), (3, 40), (17, 17), (60, 3000)])
@pytest.mark.parametrize("fill", ["black", "white", "purple", "noise"])
@pytest.mark.parametrize("kind", [None, *Kind])
def test_strange_pictures_are_answered(shape: tuple[int, int], fill: str, kind: Kind | None) -> None:
    if fill == "noise":
        pixels = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    else:
        pixels = np.empty((*shape, 3), np.uint8)
        pixels[:] = {"black": 0, "white": 255, "purple": (90, 50, 140)}[fill]
    found = find_cells(pixels, kind=kind)
    assert kind in (None, found.kind)
    for cell in found.cells:
        assert cell.box.x >= 0
        assert cell.box.x + cell.box.width <= shape[1]
        assert np.isfinite(list(cell.measurements.values())).all()


@given(arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
def test_any_pixels_are_answered(pixels: Pixels) -> None:
    found = find_cells(pixels)
    assert [c.number for c in found.cells] == list(range(1, len(found.cells) + 1))


def test_noise_of_a_whole_field_takes_no_longer_than_it_may() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (1944, 2592, 3), dtype=np.uint8)
    start = time.process_time()
    find_cells(noise)
    assert time.process_time() - start < 20


# -- inside a box drawn by hand --------------------------------------------------------------------


def test_a_cell_is_found_inside_a_drawn_box(field: Pixels) -> None:
    cell = segment_in(field, Box(74, 54, 54, 54), number=7)
    assert cell.number == 7
    assert centre_of(cell) == pytest.approx((100, 80), abs=3)
    assert cell.nuclei


def test_a_neighbour_of_what_was_meant_is_not_taken_for_it(field: Pixels) -> None:
    cell = segment_in(field, Box(114, 54, 54, 54), number=1)
    assert cell.box == Box(114, 54, 54, 54)
    assert not cell.nuclei


@pytest.mark.parametrize(
    "box", [Box(0, 0, 1, 1), Box(300, 220, 500, 500), Box(-9, -9, 30, 30), Box(150, 10, 20, 12)]
)
def test_a_box_around_nothing_gives_its_ellipse(box: Box) -> None:
    cell = segment_in(smears.smear(), box, number=1)
    assert cell.outline.shape[0] >= 3
    assert cell.box.width >= 1


def test_the_same_pixels_give_the_same_cells(field: Pixels) -> None:
    one, two = find_cells(field), find_cells(field.copy())
    assert all(np.array_equal(a.outline, b.outline) for a, b in zip(one.cells, two.cells, strict=True))
