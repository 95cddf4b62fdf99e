"""The square around a cell that a classifier sees: a fixed multiple of the cell's own diameter."""

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.light import Gains, evened_square
from allviewer.core.records import Cell, Crop, Mask, Pixels, Polygon, Square


def equivalent_diameter(outline: Polygon) -> float:
    """Diameter in pixels of the circle with the outline's area; at least 1."""
    area = float(cv2.contourArea(outline))
    return max(1.0, 2.0 * float(np.sqrt(area / np.pi)))


def square_of(cell: Cell, *, factor: float) -> Square:
    """The crop's square in image pixels: centred on the cell's box, `factor` diameters wide."""
    return square_around(cell, side=factor * equivalent_diameter(cell.outline))


def square_around(cell: Cell, *, side: float) -> Square:
    """The square of `side` image pixels centred on the cell's box."""
    centre_x = cell.box.x + (cell.box.width - 1) / 2
    centre_y = cell.box.y + (cell.box.height - 1) / 2
    return Square(centre_x - side / 2, centre_y - side / 2, side)


def cut(pixels: Pixels, cell: Cell, *, gains: Gains | None, factor: float, size: int) -> Crop:
    """Cut `cell` out of `pixels` (H, W, 3) as a crop of `size` pixels a side.

    `gains` make the picture's light even (`core.light`); without them the crop is as the picture is.
    Shrinking averages (no aliasing), growing interpolates linearly.
    """
    square = square_of(cell, factor=factor)
    side = max(1, round(square.side))
    left, top = round(square.x), round(square.y)
    scale = size / side
    offset = np.array([left, top], np.float32)
    height, width = pixels.shape[:2]
    shown = cut_square(pixels, square, size=size)
    return Crop(
        pixels=evened_square(shown, Square(left, top, side), gains, width=width, height=height),
        nucleus=_rasterise(cell.nuclei, offset=offset, scale=scale, size=size),
        cell=_rasterise((cell.outline,), offset=offset, scale=scale, size=size),
        nucleus_red_cells=nucleus_red_cells(cell),
    )


def middle(crop: Crop, *, side: int, size: int) -> Crop:
    """The middle `side` pixels of a crop at `size` pixels, averaged or interpolated as by `cut`."""
    whole = len(crop.pixels)
    if side == size == whole:
        return crop
    start = (whole - side) // 2
    window = (slice(start, start + side),) * 2
    nucleus, cell = (
        cv2.resize(m[window].astype(np.uint8), (size, size), interpolation=cv2.INTER_NEAREST).astype(np.bool_)
        for m in (crop.nucleus, crop.cell)
    )
    pixels = cut_square(crop.pixels, Square(start, start, side), size=size)
    return replace(crop, pixels=pixels, nucleus=nucleus, cell=cell)


def nucleus_red_cells(cell: Cell) -> float | None:
    """The nucleus's diameter in red-cell diameters, by the cell's measurements."""
    nucleus = cell.measurements.get("nucleus_diameter_px")
    red_cell = cell.measurements.get("red_cell_diameter_px")
    return nucleus / red_cell if nucleus and red_cell else None


def cut_square(pixels: Pixels, square: Square, *, size: int) -> Pixels:
    """A square of `pixels` (H, W, 3) as uint8 (size, size, 3)."""
    return _resized(pixels, square, size=size, averaged_from=size)


def glance(pixels: Pixels, square: Square, *, size: int) -> Pixels:
    """As `cut_square`, for small pictures to look at: averages only from twice `size`.

    Down to half its size linear interpolation leaves no pixel out, in an eighth of the time.
    """
    return _resized(pixels, square, size=size, averaged_from=2 * size)


def _resized(pixels: Pixels, square: Square, *, size: int, averaged_from: int) -> Pixels:
    side = max(1, round(square.side))
    patch = _padded(pixels, left=round(square.x), top=round(square.y), side=side)
    method = cv2.INTER_AREA if side > averaged_from else cv2.INTER_LINEAR
    return cv2.resize(patch, (size, size), interpolation=method).astype(np.uint8, copy=False)


def _padded(pixels: Pixels, *, left: int, top: int, side: int) -> Pixels:
    height, width = pixels.shape[:2]
    x0, x1 = np.clip([left, left + side], 0, width)
    y0, y1 = np.clip([top, top + side], 0, height)
    inside = np.ascontiguousarray(pixels[y0:y1, x0:x1])
    above, below, before, behind = (int(n) for n in (y0 - top, top + side - y1, x0 - left, left + side - x1))
    if not (above or below or before or behind):
        return inside
    padded = cv2.copyMakeBorder(inside, above, below, before, behind, cv2.BORDER_REPLICATE)
    return np.asarray(padded, np.uint8)


def _rasterise(
    polygons: tuple[Polygon, ...], *, offset: npt.NDArray[np.float32], scale: float, size: int
) -> Mask:
    canvas = np.zeros((size, size), np.uint8)
    # +0.5/-0.5: pixel centres sit at whole numbers before and after scaling
    scaled = [np.rint((p - offset + 0.5) * scale - 0.5).astype(np.int32) for p in polygons]
    if scaled:
        cv2.fillPoly(canvas, scaled, 1)
    return canvas.astype(bool)
