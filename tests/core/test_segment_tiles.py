"""A large picture of small cells is searched in tiles: each cell is found once, where it is."""

import numpy as np
import pytest

from allviewer.core.records import Cell, Kind, Pixels
from allviewer.core.segment import find_cells
from allviewer.core.segment.scene import DEFAULT
from allviewer.core.segment.tiles import tiles_of
from tests.core import smears

STEP = 110


@pytest.fixture(scope="module")
def large() -> tuple[Pixels, list[tuple[int, int]]]:
    """2,300 × 1,700 pixels, red cells 20 wide: shrunk to 1,600 they would be too small to measure by."""
    places = [(x, y) for y in range(60, 1650, STEP) for x in range(60, 2250, STEP)]
    reds = [(x + dx, y + dy) for x, y in places for dx, dy in ((55, 0), (0, 55), (45, 40))]
    return smears.smear(1700, 2300, cells=places, reds=reds, red=10), places


def centre_of(cell: Cell) -> tuple[float, float]:
    return cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2


def test_every_cell_of_a_large_picture_is_found_once(large: tuple[Pixels, list[tuple[int, int]]]) -> None:
    pixels, places = large
    assert len(tiles_of(pixels, DEFAULT)) > 4
    found = find_cells(pixels)
    assert found.kind is Kind.FIELD
    assert [c.number for c in found.cells] == list(range(1, len(places) + 1))
    distances = np.hypot(*np.moveaxis(np.array(places)[:, None] - [centre_of(c) for c in found.cells], 2, 0))
    assert (distances.min(axis=1) < 3).all()
    assert not any(cell.truncated for cell in found.cells), "the border of a tile cuts no cell"
    for cell in found.cells:
        assert np.abs(cell.outline.mean(axis=0) - centre_of(cell)).max() < 3, "the outline came along"
        assert cell.measurements["red_cell_diameter_px"] == pytest.approx(20, rel=0.15)


def test_tiles_cover_the_picture_once_and_reach_beyond(large: tuple[Pixels, list[tuple[int, int]]]) -> None:
    pixels, _ = large
    covered = np.zeros(pixels.shape[:2], np.uint8)
    for tile in tiles_of(pixels, DEFAULT):
        core, window = tile.core, tile.window
        covered[core.y : core.y + core.height, core.x : core.x + core.width] += 1
        assert window.x <= core.x and window.x + window.width >= core.x + core.width
        assert max(window.width, window.height) <= DEFAULT.largest_side, "none is tiled again"
    assert (covered == 1).all()


def test_small_pictures_and_those_of_large_cells_are_searched_in_one_piece(
    large: tuple[Pixels, list[tuple[int, int]]],
) -> None:
    pixels, _ = large
    assert tiles_of(pixels[:1200, :1600], DEFAULT) == ()
    places = [(x, y) for y in range(150, 1600, 400) for x in range(150, 2200, 400)]
    reds = [(x + 200, y + dy) for x, y in places for dy in (0, 110)]
    assert tiles_of(smears.smear(1700, 2300, cells=places, reds=reds, red=45), DEFAULT) == ()


def test_a_large_picture_of_nothing_has_no_tiles_and_no_cells() -> None:
    bare = np.full((1200, 2000, 3), 240, np.uint8)
    assert tiles_of(bare, DEFAULT) == ()
    assert find_cells(bare).cells == ()
