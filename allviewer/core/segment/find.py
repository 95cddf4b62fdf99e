"""The search: from a picture's pixels to its white cells, in the order in which that is done.

Pure: the same pixels give the same cells. Stain maps → nuclei → parted and grouped → whole cells
→ those that are no smudges → records. Lengths are in red-cell diameters of the same field wherever one
can be measured.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core import morphology
from allviewer.core.light import Gains, gains_of
from allviewer.core.records import Box, Cell, Kind, Pixels, Polygon
from allviewer.core.segment.body import bodies
from allviewer.core.segment.genuine import genuine
from allviewer.core.segment.rims import rim_diameter
from allviewer.core.segment.scene import DEFAULT, Parameters, Scene, look
from allviewer.core.segment.tiles import Tile, tiles_of


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a picture shows, its cells in reading order, and what makes its light even, if it is not."""

    kind: Kind
    cells: tuple[Cell, ...]
    gains: Gains | None = None


def find_cells(
    pixels: Pixels,
    *,
    kind: Kind | None = None,
    um_per_px: float | None = None,
    parameters: Parameters = DEFAULT,
) -> Found:
    """The white cells of `pixels` (H, W, 3), numbered from 1 in reading order and measured.

    `kind` is decided from the picture when None. For `Kind.CELL` the central cell alone is given,
    or none where nothing is stained. A picture too large for its cells is searched in tiles, as a field.
    Never raises on any pixels.
    """
    if min(pixels.shape[:2]) < 1:
        return Found(kind or Kind.FIELD, ())
    gains = gains_of(pixels)
    if kind is not Kind.CELL and (tiles := tiles_of(pixels, parameters)):
        return Found(Kind.FIELD, _in_tiles(pixels, tiles, um_per_px=um_per_px, parameters=parameters), gains)
    scene = look(pixels, gains, parameters, one=kind is Kind.CELL)
    outlines = bodies(scene, parameters)
    # whoever asks for one cell knows that it is no smudge
    chosen = genuine(scene, outlines, compared=kind is not Kind.CELL)
    found = zip(scene.windows, outlines, chosen, strict=True)
    cells = [
        cell_of(scene, n, window, outline, size=pixels.shape[:2])
        for n, (window, outline, is_cell) in enumerate(found, 1)
        if is_cell
    ]
    decided = kind or _kind(cells, size=pixels.shape[:2])
    if decided is Kind.CELL:
        cells = _central(cells, size=pixels.shape[:2])
    red_cell = red_cell_of(scene, outlines)
    measured = partial(morphology.measured, pixels, red_cell_px=red_cell, um_per_px=um_per_px)
    known = map(measured, _reading_order(cells))
    return Found(decided, tuple(replace(cell, number=n) for n, cell in enumerate(known, 1)), gains)


def _in_tiles(
    pixels: Pixels, tiles: Iterable[Tile], *, um_per_px: float | None, parameters: Parameters
) -> tuple[Cell, ...]:
    """The cells of all tiles, each once."""
    kept: list[Cell] = []
    for tile in tiles:
        box = tile.window
        patch = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
        found = find_cells(patch, kind=Kind.FIELD, um_per_px=um_per_px, parameters=parameters)
        there = (moved(cell, by=(box.x, box.y), size=pixels.shape[:2]) for cell in found.cells)
        kept += _new_ones(there, tile.core, kept)
    return tuple(replace(cell, number=n) for n, cell in enumerate(_reading_order(kept), 1))


def _new_ones(cells: Iterable[Cell], core: Box, kept: Sequence[Cell]) -> Iterator[Cell]:
    """Those with their centre in `core` or so near to it that the next tile may think so, and not `kept`."""
    known = np.array([_centre(cell) for cell in kept]).reshape(-1, 2)
    for cell in cells:
        near = max(cell.box.width, cell.box.height) / 2
        x, y = _centre(cell)
        across = core.x - near < x < core.x + core.width + near
        down = core.y - near < y < core.y + core.height + near
        if across and down and not (np.hypot(*(known - (x, y)).T) < near).any():
            yield cell


def _centre(cell: Cell) -> tuple[float, float]:
    return cell.box.x + cell.box.width / 2, cell.box.y + cell.box.height / 2


def red_cell_of(scene: Scene, outlines: Sequence[Polygon]) -> float | None:
    """Diameter of the picture's red cells in its own pixels: of whole ones, or else by their rims."""
    found = scene.red_cell
    if found is None and outlines:
        white = np.zeros(scene.nuclei.shape, np.uint8)
        for outline in outlines:
            cv2.fillPoly(white, [np.rint(outline).astype(np.int32)], 1)
        found = rim_diameter(scene.reds, white=white > 0, expected=scene.ruler)
    return found * scene.scale if found else None


def cell_of(
    scene: Scene, n: int, window: tuple[slice, ...], outline: Polygon, *, size: tuple[int, int]
) -> Cell:
    """The record of nucleus `n` and its `outline`, in the picture's own pixels."""
    height, width = size
    limit = np.array([width - 1, height - 1], np.float32)
    drawn = np.clip((outline + 0.5) * scene.scale - 0.5, 0, limit).astype(np.float32)
    low, high = np.floor(drawn.min(axis=0)), np.ceil(drawn.max(axis=0))
    nuclei = _nuclei(scene, n, window, limit)
    box = Box(int(low[0]), int(low[1]), int(high[0] - low[0]) + 1, int(high[1] - low[1]) + 1)
    truncated = box.reaches_border(height=height, width=width)
    return Cell(number=n, box=box, outline=drawn, nuclei=nuclei, truncated=truncated)


def _nuclei(
    scene: Scene, n: int, window: tuple[slice, ...], limit: npt.NDArray[np.float32]
) -> tuple[Polygon, ...]:
    """Outlines of nucleus `n` in its `window`, grown to the picture's own size before they are traced."""
    ys, xs = (slice(max(0, s.start - 2), s.stop + 2) for s in window)
    patch = (scene.nuclei[ys, xs] == n).astype(np.float32)
    scale = scene.scale
    size = (max(1, round(patch.shape[1] * scale)), max(1, round(patch.shape[0] * scale)))
    large = cv2.resize(patch, size, interpolation=cv2.INTER_LINEAR) > 0.5
    outlines, _ = cv2.findContours(large.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    offset = np.array([xs.start, ys.start], np.float32) * np.float32(scale)
    return tuple(
        np.clip(p[:, 0].astype(np.float32) + offset, 0, limit).astype(np.float32)
        for p in outlines
        if len(p) >= 3
    )


def _kind(cells: list[Cell], *, size: tuple[int, int]) -> Kind:
    """One whole cell near the centre of a squarish picture, large in it, is a picture of a cell.

    With neighbours that the border cuts it must be larger to count as what was meant.
    """
    height, width = size
    side = min(height, width)
    central = _central(cells, size=size)
    others_whole = sum(not c.truncated for c in cells if c not in central)
    if max(height, width) > 1.25 * side or not central or others_whole:
        return Kind.FIELD
    box = central[0].box
    least = 0.15 if len(cells) == 1 else 0.25
    large = max(box.width, box.height) > least * side
    return Kind.CELL if large and _distance(central[0], size=size) < 0.15 * side else Kind.FIELD


def _distance(cell: Cell, *, size: tuple[int, int]) -> float:
    """From the cell's centre to the picture's, in pixels."""
    x, y = _centre(cell)
    return float(np.hypot(x - size[1] / 2, y - size[0] / 2))


def _central(cells: list[Cell], *, size: tuple[int, int]) -> list[Cell]:
    """The cell whose outline holds the picture's centre deepest, or comes nearest to it."""
    middle = (size[1] / 2, size[0] / 2)
    return [max(cells, key=lambda c: cv2.pointPolygonTest(c.outline, middle, True))] if cells else []


def _reading_order(cells: list[Cell]) -> list[Cell]:
    """Left to right in rows as tall as a typical cell, top to bottom."""
    if not cells:
        return []
    row = max(1.0, median(c.box.height for c in cells))
    return sorted(cells, key=lambda c: (int((c.box.y + c.box.height / 2) / row), c.box.x))


def moved(cell: Cell, *, by: tuple[int, int], size: tuple[int, int]) -> Cell:
    """A cell of a part that begins at `by` (x, y) of a picture, where it is in the whole, `size` (H, W)."""
    offset, (height, width) = np.array(by, np.float32), size
    box = replace(cell.box, x=cell.box.x + by[0], y=cell.box.y + by[1])
    nuclei = tuple(np.asarray(part + offset, np.float32) for part in cell.nuclei)
    outline = np.asarray(cell.outline + offset, np.float32)
    truncated = box.reaches_border(height=height, width=width)
    return replace(cell, box=box, outline=outline, nuclei=nuclei, truncated=truncated)
