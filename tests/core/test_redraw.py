"""A drawn outline becomes a measured cell; a clicked centre finds the cell that is there."""

import cv2
import numpy as np
import pytest

from allviewer.core import redraw
from allviewer.core.records import Box, Cell, Pixels, Polygon


def circle(x: float, y: float, radius: float) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1).astype(np.float32)


@pytest.fixture
def smear() -> Pixels:
    """A pale ground, red cells, and one cell at (150, 120): nucleus of radius 22 in a cell of 30."""
    pixels = np.full((300, 400, 3), (232, 226, 236), np.uint8)
    for x, y in ((60, 60), (300, 80), (330, 220), (80, 230)):
        cv2.circle(pixels, (x, y), 24, (214, 160, 165), -1)
    cv2.circle(pixels, (150, 120), 30, (190, 180, 222), -1)
    cv2.circle(pixels, (150, 120), 22, (92, 52, 140), -1)
    noise = np.random.default_rng(0).normal(0, 2, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def before(**more: float) -> Cell:
    return Cell(4, Box(120, 90, 61, 61), circle(150, 120, 30), (circle(150, 120, 22),), more)


def test_a_click_finds_the_cell_under_it(smear: Pixels) -> None:
    cell = redraw.cell_at(smear, 152, 118, others=[before()], um_per_px=None)
    np.testing.assert_allclose(cell.outline.mean(axis=0), [150, 120], atol=4)
    assert 15 < np.sqrt(cv2.contourArea(cell.outline) / np.pi) < 36
    assert cell.number == 0 and cell.measurements["cell_area_px"] > 0


@pytest.mark.parametrize("place", [(0.0, 0.0), (399.0, 299.0), (399.0, 0.0)])
def test_a_click_at_the_corner_still_gives_a_cell_within_the_picture(
    smear: Pixels, place: tuple[float, float]
) -> None:
    cell = redraw.cell_at(smear, *place, others=[], um_per_px=None)
    assert cell.box.x >= 0 and cell.box.y >= 0
    assert cell.box.x + cell.box.width <= 400 and cell.box.y + cell.box.height <= 300


def test_an_outline_keeps_its_number_and_its_nucleus_inside(smear: Pixels) -> None:
    painted = circle(160, 120, 30)
    cell = redraw.redrawn(smear, before(red_cell_diameter_px=48.0), painted, um_per_px=0.1)
    assert cell.number == 4 and not cell.truncated
    np.testing.assert_array_equal(cell.outline, painted)
    for part in cell.nuclei:
        inside = [cv2.pointPolygonTest(painted, (float(x), float(y)), True) for x, y in part]
        assert min(inside) > -1.5
    assert sum(cv2.contourArea(part) for part in cell.nuclei) > 0.5 * np.pi * 22**2
    assert cell.measurements["cell_diameter_red_cells"] == pytest.approx(60 / 48, rel=0.05)
    assert cell.measurements["cell_diameter_um"] == pytest.approx(6.0, rel=0.05)


def test_an_outline_at_the_border_is_cut(smear: Pixels) -> None:
    cell = redraw.redrawn(smear, before(), circle(20, 20, 30).clip(0, None), um_per_px=None)
    assert cell.truncated and cell.box.x == 0 and cell.box.y == 0


def test_a_box_outlines_the_same_cell_anew(smear: Pixels) -> None:
    cell = redraw.cell_in(smear, Box(110, 80, 82, 82), before=before(), others=[], um_per_px=None)
    assert cell.number == 4
    np.testing.assert_allclose(cell.outline.mean(axis=0), [150, 120], atol=4)


def test_a_new_cell_is_measured_by_the_red_cells_that_the_fields_search_found(smear: Pixels) -> None:
    others = [before(), before(red_cell_diameter_px=48.0)]
    cell = redraw.cell_in(smear, Box(115, 85, 71, 71), before=None, others=others, um_per_px=None)
    assert cell.measurements["red_cell_diameter_px"] == 48.0
