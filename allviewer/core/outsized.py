"""Cells so large that they may be several, which the search did not part: a person is to look at them."""

import math
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
    areas = sorted(_area(cell) for cell in cells)
    # whichever large one is judged, without it the middle is where it is without the largest
    typical = median(areas[:-1]) if len(areas) > _FEWEST else math.inf
    return frozenset(cell.number for cell in cells if _wide(cell) or _area(cell) > _TIMES * typical)


def doubted(prediction: Prediction) -> Prediction:
    """The prediction of such a cell: a `certain` one is put up for review."""
    if prediction.triage is not Triage.CERTAIN:
        return prediction
    return replace(prediction, triage=Triage.REVIEW, reason=SEVERAL)


def _area(cell: Cell) -> float:
    return cell.measurements.get("cell_area_px", 0.0)


def _wide(cell: Cell) -> bool:
    return cell.measurements.get("cell_diameter_red_cells", 0.0) > _RED_CELLS
