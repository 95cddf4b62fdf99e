"""Cells so large that they may be several are put up for review, and no others."""

from statistics import median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.outsized import SEVERAL, doubted, outsized
from allviewer.core.records import Box, Cell, Prediction, Triage


def cell(number: int, area: float, red_cells: float | None = None) -> Cell:
    measured = {"cell_area_px": area} | ({} if red_cells is None else {"cell_diameter_red_cells": red_cells})
    return Cell(number, Box(0, 0, 9, 9), np.zeros((3, 2), np.float32), measurements=measured)


def test_a_clump_among_cells_of_one_size_is_told() -> None:
    field = [cell(n, 700.0) for n in range(1, 9)] + [cell(9, 4763.0)]
    assert outsized(field) == {9}


def test_a_clump_is_told_by_red_cells_where_it_has_no_company() -> None:
    assert outsized([cell(1, 9000.0, red_cells=4.7)]) == {1}
    assert outsized([cell(1, 9000.0, red_cells=1.9)]) == frozenset()


def test_few_others_say_nothing_of_what_is_large() -> None:
    assert outsized([cell(1, 5000.0), cell(2, 700.0), cell(3, 700.0)]) == frozenset()
    assert outsized([]) == frozenset()


def test_what_could_not_be_measured_is_not_large() -> None:
    bare = Cell(1, Box(0, 0, 9, 9), np.zeros((3, 2), np.float32))
    assert outsized([bare, *(cell(n, 700.0) for n in range(2, 9))]) == frozenset()


@given(st.lists(st.floats(1, 1e6), max_size=30))
def test_fewer_than_half_of_a_field_are_ever_large_beside_the_others(areas: list[float]) -> None:
    found = outsized([cell(n, area) for n, area in enumerate(areas)])
    assert len(found) * 2 <= len(areas)


@given(st.lists(st.floats(1, 1e6), min_size=5, max_size=30))
def test_each_is_judged_by_all_the_others(areas: list[float]) -> None:
    found = outsized([cell(n, area) for n, area in enumerate(areas)])
    others = [areas[:n] + areas[n + 1 :] for n in range(len(areas))]
    assert found == {n for n, area in enumerate(areas) if area > 3 * median(others[n])}


def test_only_what_was_certain_is_changed() -> None:
    certain = Prediction((0.99, 0.01), 0.1, Triage.CERTAIN)
    unsure = Prediction((0.6, 0.4), 0.9, Triage.REVIEW, "uncertain")
    assert (doubted(certain).triage, doubted(certain).reason) == (Triage.REVIEW, SEVERAL)
    assert doubted(certain).probabilities == certain.probabilities
    assert doubted(unsure) is unsure
