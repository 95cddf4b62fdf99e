"""Where tiles stand: each in one place, found there again, none over another or over a heading."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from allviewer.ui.gallery.model import Heading
from allviewer.ui.gallery.tiling import HEADING, Tiling

TILE = QSize(80, 96)
HEADINGS = (Heading("blast", 0, 5), Heading("none of it", 5, 0), Heading("normal", 5, 1), Heading("", 6, 7))


@pytest.fixture(params=[1, 200, 330, 2000])
def tiling(request: pytest.FixtureRequest) -> Tiling:
    return Tiling.of(HEADINGS, TILE, width=request.param)


def places(tiling: Tiling) -> list[QRect]:
    return [tiling.place(row) for row in range(13)]


def test_a_tile_is_found_where_it_stands_and_nowhere_else(tiling: Tiling) -> None:
    for row, place in enumerate(places(tiling)):
        assert {tiling.row_at(point) for point in (place.topLeft(), place.bottomRight())} == {row}
        assert place.size() == TILE and place.bottom() < tiling.height
    assert tiling.row_at(QPoint(places(tiling)[0].left(), HEADING - 1)) == -1
    assert tiling.row_at(QPoint(places(tiling)[0].left() - 1, HEADING)) == -1


def test_no_tile_stands_over_another_or_over_a_heading(tiling: Tiling) -> None:
    titles = [QRect(0, top, 10_000, HEADING) for heading, top in tiling.headings_from(0) if heading.text]
    for one, other in itertools.combinations([*places(tiling), *titles], 2):
        assert not one.intersects(other)


def test_a_strip_touches_the_rows_whose_tiles_it_crosses(tiling: Tiling) -> None:
    for top in range(0, tiling.height, 7):
        strip = QRect(0, top, 10_000, 50)
        crossed = {row for row, place in enumerate(places(tiling)) if place.intersects(strip)}
        assert crossed <= set(tiling.rows_between(strip.top(), strip.bottom()))


def test_a_grid_without_cells_has_no_rows() -> None:
    nothing = Tiling.of((), TILE, width=330)
    assert not nothing.rows_between(0, 1000) and nothing.row_at(QPoint(50, 50)) == -1
