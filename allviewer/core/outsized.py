"""Cells so large that they may be several, which the search did not part: a person is to look at them."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from allviewer.core.records import Cell, Prediction, Triage

SEVERAL = "large enough to be several cells"

_RED_CELLS = 2.75
"""Diameter, in red cells, that nine of a thousand cells of `all_fields` exceed, a third of them clumps."""
_TIMES = 3.0
_FEWEST = 4
"""Area, as a multiple of the field's typical cell, likewise; where there are so many others at least."""


def outsized(cells: Sequence[Cell]) -> frozenset[int]:
    """The numbers of those among the `cells` of one picture that may be several.

    A diameter in red cells tells, where they were measured, or an area beside the median of the others.
    Large single cells are among them: nothing here says that a cell is no cell.
    """
    areas = {cell.number: cell.measurements.get("cell_area_px", 0.0) for cell in cells}
    return frozenset(cell.number for cell in cells if _wide(cell) or _above_the_others(cell.number, areas))


def doubted(prediction: Prediction) -> Prediction:
    """The prediction of such a cell: a `certain` one is put up for review."""
    if prediction.triage is not Triage.CERTAIN:
        return prediction
    return replace(prediction, triage=Triage.REVIEW, reason=SEVERAL)


def _wide(cell: Cell) -> bool:
    return cell.measurements.get("cell_diameter_red_cells", 0.0) > _RED_CELLS


def _above_the_others(number: int, areas: dict[int, float]) -> bool:
    others = [area for other, area in areas.items() if other != number]
    return len(others) >= _FEWEST and areas[number] > _TIMES * median(others)
