"""Pictures so large that their cells would become too small if they were searched at once: their tiles."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from allviewer.core.light import gains_of
from allviewer.core.records import Box, Pixels
from allviewer.core.segment.scene import Parameters, look
from allviewer.core.segment.shrink import shrunk
from allviewer.core.segment.stain import stain_of

_OVERVIEW = 512
"""Side in pixels at which the place is chosen where the red cells are measured."""
_PROBE = 1024
"""Side in pixels of that place: it holds a field of red cells at any magnification that shows nuclei."""
_TOO_SMALL = 0.75
"""A picture is tiled if its red cells would else be searched at less than this share of their usual size."""
_SMALLEST = 14.0
"""Pixels that red cells must be wide: a white cell of smaller ones is no more than noise can imitate."""
_MARGIN = 5.0
"""Red cells by which tiles overlap on each side: more than the widest cell."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a picture, in its pixels: cells are searched in `window`, and taken from `core`."""

    window: Box
    core: Box


def tiles_of(pixels: Pixels, parameters: Parameters) -> tuple[Tile, ...]:
    """The tiles in which `pixels` (H, W, 3) are to be searched, in reading order; none if in one piece."""
    longest = max(pixels.shape[:2])
    if longest <= parameters.largest_side:
        return ()
    red_cell = _red_cell(pixels, parameters)
    if red_cell is None or red_cell < _SMALLEST:
        return ()
    if parameters.red_cell_side * longest * _TOO_SMALL < red_cell * parameters.largest_side:
        return ()
    margin = round(_MARGIN * red_cell)
    # as large as can be searched without being shrunk by more than the red cells allow
    whole = parameters.largest_side * max(0.5, red_cell / parameters.red_cell_side)
    return tuple(_laid_out(pixels.shape[:2], side=max(1, int(whole) - 2 * margin), margin=margin))


def _red_cell(pixels: Pixels, parameters: Parameters) -> float | None:
    """Diameter in pixels of the red cells where the picture holds most nuclear stain, if it was measured."""
    scale = max(pixels.shape[:2]) / _OVERVIEW
    small = stain_of(shrunk(pixels, scale), blur=0.8).nuclear
    side = max(1, round(_PROBE / scale))
    near = cv2.boxFilter(small, -1, (side, side), borderType=cv2.BORDER_CONSTANT)
    row, column = np.unravel_index(int(near.argmax()), near.shape)
    top, left = (max(0, round(at * scale) - _PROBE // 2) for at in (int(row), int(column)))
    probe = pixels[top : top + _PROBE, left : left + _PROBE]
    scene = look(probe, gains_of(probe), parameters)
    return scene.red_cell * scene.scale if scene.red_cell else None


def _laid_out(shape: tuple[int, int], *, side: int, margin: int) -> Iterator[Tile]:
    height, width = shape
    for core in (
        Box(x, y, min(side, width - x), min(side, height - y))
        for y in range(0, height, side)
        for x in range(0, width, side)
    ):
        left, top = max(0, core.x - margin), max(0, core.y - margin)
        right = min(width, core.x + core.width + margin)
        bottom = min(height, core.y + core.height + margin)
        yield Tile(Box(left, top, right - left, bottom - top), core)
