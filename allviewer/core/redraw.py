"""A cell as a person drew or pointed at it: outline in, measured cell out."""

from collections.abc import Sequence

import cv2
import numpy as np

from allviewer.core import morphology
from allviewer.core.crop import equivalent_diameter
from allviewer.core.records import Box, Cell, Pixels, Polygon

ROOM_AROUND = 1.3
"""Side of the box around a clicked centre, in diameters of the picture's other cells."""
SHARE_OF_PICTURE = 8
"""Where there are no other cells: the picture's shorter side over this."""
SMALLEST_PART_PX = 4


def cell_at(pixels: Pixels, x: float, y: float, *, others: Sequence[Cell], um_per_px: float | None) -> Cell:
    """The cell whose centre a person clicked at `x, y` (image pixels); its number is 0.

    The picture's other cells say how large it may be.
    """
    height, width = pixels.shape[:2]
    usual = [equivalent_diameter(cell.outline) for cell in others if not cell.truncated]
    side = ROOM_AROUND * float(np.median(usual)) if usual else min(height, width) / SHARE_OF_PICTURE
    left, top = max(0, round(x - side / 2)), max(0, round(y - side / 2))
    right, bottom = min(width, round(x + side / 2) + 1), min(height, round(y + side / 2) + 1)
    box = Box(left, top, max(1, right - left), max(1, bottom - top))
    return cell_in(pixels, box, before=None, others=others, um_per_px=um_per_px)


def cell_in(
    pixels: Pixels, box: Box, *, before: Cell | None, others: Sequence[Cell], um_per_px: float | None
) -> Cell:
    """The cell in a box that a person drew: a new one (number 0), or `before` outlined anew.

    The picture's `others` say how wide its red cells are.
    """
    number = before.number if before is not None else 0
    cell = _found(pixels, box, number=number, um_per_px=um_per_px)
    known = (*others, cell) if before is None else (before,)
    return _measured(pixels, cell, known, um_per_px=um_per_px)


def redrawn(pixels: Pixels, before: Cell, outline: Polygon, *, um_per_px: float | None) -> Cell:
    """`before` with an outline that a person painted (image pixels).

    The nucleus is found anew and kept to what lies inside; where none is found, the old one is.
    """
    height, width = pixels.shape[:2]
    x, y, w, h = cv2.boundingRect(outline)
    x0, y0 = max(0, x), max(0, y)
    box = Box(x0, y0, min(width, x + w) - x0, min(height, y + h) - y0)
    found = _found(pixels, box, number=before.number, um_per_px=um_per_px)
    nuclei = _inside(outline, found.nuclei) or _inside(outline, before.nuclei)
    cut = box.reaches_border(height=height, width=width)
    cell = Cell(before.number, box, outline.astype(np.float32), nuclei, truncated=cut)
    return _measured(pixels, cell, [before], um_per_px=um_per_px)


def _found(pixels: Pixels, box: Box, *, number: int, um_per_px: float | None) -> Cell:
    from allviewer.core import segment  # not while the window starts

    return segment.segment_in(pixels, box, number=number, um_per_px=um_per_px)


def _measured(pixels: Pixels, cell: Cell, known: Sequence[Cell], *, um_per_px: float | None) -> Cell:
    # the field's red cells were measured once, when the whole field was searched
    red = next((r for one in known if (r := one.measurements.get("red_cell_diameter_px"))), None)
    return morphology.measured(pixels, cell, red_cell_px=red, um_per_px=um_per_px)


def _inside(outline: Polygon, parts: Sequence[Polygon]) -> tuple[Polygon, ...]:
    """The pieces of `parts` that lie within `outline`, as polygons."""
    if not parts:
        return ()
    everything = np.concatenate([outline, *parts])
    origin = np.floor(everything.min(axis=0)) - 1
    width, height = (np.ceil(everything.max(axis=0)) - origin + 2).astype(int)
    common = morphology.raster([outline - origin], (height, width))
    common &= morphology.raster([part - origin for part in parts], (height, width))
    contours, _ = cv2.findContours(common.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    kept = [c[:, 0, :] for c in contours if len(c) >= 3 and cv2.contourArea(c) >= SMALLEST_PART_PX]
    return tuple(np.asarray(contour + origin, np.float32) for contour in kept)
