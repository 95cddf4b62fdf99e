"""Pixels → cells: where the white cells are, with outlines of nucleus and whole cell.

Pure: the same pixels give the same cells. Stain maps → nuclei → parted and grouped → whole cells
→ records. Lengths are in red-cell diameters of the same field wherever one can be measured.
"""

from dataclasses import dataclass, field, replace
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core import morphology
from allviewer.core import segment_body as body
from allviewer.core.records import Box, Cell, Kind, Mask, Pixels, Polygon
from allviewer.core.segment_red import red_diameter
from allviewer.core.segment_split import Labels, SplitParameters, grouped, parted, sharpened
from allviewer.core.segment_stain import Map, Stain, otsu, stain_of


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the search goes by; one set for all sources.

    Lengths are in red-cell diameters, stain in optical density.
    """

    working_side: int = 1024
    least_stain: float = 0.16
    nucleus_level: float = 0.42
    smallest_nucleus: float = 0.5
    rim: float = 0.85
    density: float = 0.10
    bluer: float = 0.14
    stiffness: float = 0.6
    split: SplitParameters = field(default_factory=SplitParameters)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a picture shows, and its cells in reading order."""

    kind: Kind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """One picture at working size: maps, nuclei as labels from 1, and lengths in pixels.

    `ruler` stands for a red cell's diameter; `red_cell` is that, where it could be measured.
    """

    stain: Stain
    nuclei: Labels
    foreground: Mask
    ruler: float
    red_cell: float | None = None


def find_cells(
    pixels: Pixels,
    *,
    kind: Kind | None = None,
    um_per_px: float | None = None,
    parameters: Parameters = Parameters(),
) -> Found:
    """The white cells of `pixels` (H, W, 3), numbered from 1 in reading order and measured.

    `kind` is decided from the picture when None. For `Kind.CELL` the central cell alone is given,
    or none where nothing is stained. Never raises on any pixels.
    """
    small, scale = _working(pixels, side=parameters.working_side)
    scene = _scene(small, parameters)
    outlines = _bodies(scene, parameters)
    cells = [_cell(scene, n, outline, scale=scale, size=pixels.shape[:2]) for n, outline in outlines.items()]
    decided = kind or _kind(cells, size=pixels.shape[:2])
    if decided is Kind.CELL:
        cells = _central(cells, size=pixels.shape[:2])
    red_cell = scene.red_cell * scale if scene.red_cell else None
    measured = (_measured(pixels, cell, red_cell, um_per_px) for cell in _reading_order(cells))
    return Found(decided, tuple(replace(cell, number=n) for n, cell in enumerate(measured, 1)))


def _working(pixels: Pixels, *, side: int) -> tuple[Pixels, float]:
    """`pixels` shrunk so that the long side is at most `side`, and the factor back."""
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / side)
    if scale == 1.0:
        return np.ascontiguousarray(pixels), 1.0
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _scene(pixels: Pixels, parameters: Parameters) -> _Scene:
    stain = stain_of(pixels, blur=0.8)
    high = float(np.percentile(stain.nuclear, 99.8)) if stain.nuclear.size else 0.0
    empty = np.zeros(pixels.shape[:2], np.int32)
    foreground = stain.density > parameters.density
    if high < parameters.least_stain:
        return _Scene(stain, empty, foreground, ruler=1.0)
    some = stain.nuclear[stain.nuclear > 0.5 * parameters.least_stain]
    cut = max(parameters.least_stain, otsu(some, low=0.5 * parameters.least_stain, high=high))
    mask = stain.nuclear > cut
    mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(bool)
    mask = sharpened(stain.nuclear, _filled(mask), level=parameters.nucleus_level)
    mask = _filled(mask)
    parts = parted(mask, neck=parameters.split.neck)
    cells = mask | (_votes(stain, foreground, mask, parameters) > 0)
    cells = cv2.morphologyEx(cells.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(bool)
    cells = _filled(cells)
    red_cell = red_diameter(foreground & ~_grown(mask, 2))
    ruler = red_cell or _ruler_from(cells, parts)
    parts = grouped(parts, cells, ruler=ruler, parameters=parameters.split)
    parts = _large_enough(parts, parameters.smallest_nucleus * ruler)
    return _Scene(stain, parts, foreground, ruler, red_cell)


def _ruler_from(cells: Mask, nuclei: Labels) -> float:
    """A red cell's diameter guessed from the white cells, which are about 1.6 times as wide."""
    depth = cv2.distanceTransform(cells.astype(np.uint8), cv2.DIST_L2, 5)
    depth[nuclei == 0] = 0
    return max(1.0, 2 * float(depth.max()) / 1.6)


def _large_enough(parts: Labels, diameter: float) -> Labels:
    areas = np.bincount(parts.ravel())
    keep = areas >= np.pi / 4 * diameter**2
    keep[0] = False
    table = np.zeros(areas.size, np.int32)
    table[keep] = np.arange(1, int(keep.sum()) + 1)
    return np.asarray(table[parts], np.int32)


def _bodies(scene: _Scene, parameters: Parameters) -> dict[int, npt.NDArray[np.float32]]:
    """Outline of the whole cell (N, 2) at working size for each nucleus label."""
    count = int(scene.nuclei.max()) if scene.nuclei.size else 0
    if count == 0:
        return {}
    votes = _votes(scene.stain, scene.foreground, scene.nuclei > 0, parameters)
    fans, stacks = [], []
    for n in range(1, count + 1):
        mask = scene.nuclei == n
        ys, xs = np.nonzero(mask)
        centre = (float(xs.mean()), float(ys.mean()))
        reach = float(np.hypot(xs - centre[0], ys - centre[1]).max()) + parameters.rim * scene.ruler + 2
        rays = body.fan(centre, reach)
        own = votes.copy()
        own[(scene.nuclei > 0) & ~mask] = -2
        own[mask] = 2
        fans.append(rays)
        stacks.append(body.sample(own, rays, outside=-0.05))
    radii = body.best_radii(np.stack(stacks), stiffness=parameters.stiffness)
    turn = np.arange(body.RAYS)
    return {
        n + 1: np.stack([fans[n].x[turn, radii[n]], fans[n].y[turn, radii[n]]], axis=1) for n in range(count)
    }


def _votes(stain: Stain, foreground: Mask, nuclei: Mask, parameters: Parameters) -> Map:
    """For each pixel how much it looks like a white cell: -1 to 1.

    It is stained, and bluer than the red cells of the same picture.
    """
    seen = stain.blueness[_apart(foreground, nuclei)]
    red = float(np.median(seen)) if seen.size > 0.005 * foreground.size else -0.2
    white = float(np.median(stain.blueness[nuclei])) if nuclei.any() else 1.0
    least = red + parameters.bluer * (white - red)
    dense = np.tanh((stain.density - parameters.density) / 0.06)
    blue = np.tanh((stain.blueness - least) / 0.06)
    return np.asarray(np.minimum(dense, blue), np.float32)


def _apart(foreground: Mask, nuclei: Mask) -> Mask:
    """The stained things that no nucleus touches: red cells, mostly."""
    count, labels = cv2.connectedComponents(foreground.astype(np.uint8), connectivity=4)
    touched = np.zeros(count, bool)
    touched[labels[_grown(nuclei, 2)]] = True
    return np.asarray(foreground & ~touched[labels])


def _grown(mask: Mask, by: int) -> Mask:
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)).astype(bool)


def _cell(
    scene: _Scene, n: int, outline: npt.NDArray[np.float32], *, scale: float, size: tuple[int, int]
) -> Cell:
    height, width = size
    limit = np.array([width - 1, height - 1], np.float32)
    drawn = np.clip((outline + 0.5) * scale - 0.5, 0, limit).astype(np.float32)
    low, high = np.floor(drawn.min(axis=0)), np.ceil(drawn.max(axis=0))
    nuclei = tuple(
        np.clip((p[:, 0].astype(np.float32) + 0.5) * scale - 0.5, 0, limit)
        for p in cv2.findContours(
            (scene.nuclei == n).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )[0]
        if len(p) >= 3
    )
    truncated = bool((low <= 0).any() or (high >= limit).any())
    box = Box(int(low[0]), int(low[1]), int(high[0] - low[0]) + 1, int(high[1] - low[1]) + 1)
    return Cell(number=n, box=box, outline=drawn, nuclei=nuclei, truncated=truncated)


def _kind(cells: list[Cell], *, size: tuple[int, int]) -> Kind:
    """One whole cell near the centre of a squarish picture, large in it, is a picture of a cell."""
    height, width = size
    whole = [c for c in cells if not c.truncated]
    if max(height, width) > 1.35 * min(height, width) or len(whole) > 1:
        return Kind.FIELD
    central = _central(cells, size=size)
    if not central:
        return Kind.FIELD
    box = central[0].box
    large = max(box.width, box.height) > 0.15 * min(height, width)
    return Kind.CELL if large and _distance(central[0], size=size) < 0.15 * min(height, width) else Kind.FIELD


def _distance(cell: Cell, *, size: tuple[int, int]) -> float:
    """From the cell's centre to the picture's, in pixels."""
    box = cell.box
    return float(np.hypot(box.x + box.width / 2 - size[1] / 2, box.y + box.height / 2 - size[0] / 2))


def _central(cells: list[Cell], *, size: tuple[int, int]) -> list[Cell]:
    """The cell whose outline holds the picture's centre deepest, or comes nearest to it."""
    middle = (size[1] / 2, size[0] / 2)
    return [max(cells, key=lambda c: cv2.pointPolygonTest(c.outline, middle, True))] if cells else []


def _reading_order(cells: list[Cell]) -> list[Cell]:
    """Left to right in rows as tall as a typical cell, top to bottom."""
    if not cells:
        return []
    row = max(1.0, float(np.median([c.box.height for c in cells])))
    return sorted(cells, key=lambda c: (int((c.box.y + c.box.height / 2) / row), c.box.x))


def _measured(pixels: Pixels, cell: Cell, red_cell: float | None, um_per_px: float | None) -> Cell:
    found = morphology.measure(pixels, cell.outline, cell.nuclei, red_cell_px=red_cell, um_per_px=um_per_px)
    return replace(cell, measurements=MappingProxyType(found))


def _filled(mask: Mask) -> Mask:
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(filled, outlines, -1, 1, cv2.FILLED)
    return filled.astype(bool)


def segment_in(pixels: Pixels, box: Box, *, number: int, um_per_px: float | None = None) -> Cell:
    """The cell inside a hand-drawn `box`; the box's ellipse where nothing can be made out."""
    pad = max(box.width, box.height) // 4
    x0, y0 = max(0, box.x - pad), max(0, box.y - pad)
    patch = pixels[y0 : box.y + box.height + pad, x0 : box.x + box.width + pad]
    found = find_cells(patch, kind=Kind.CELL, um_per_px=um_per_px) if patch.size else Found(Kind.CELL, ())
    if not found.cells:
        cell = replace(_ellipse(box), number=number)
        return _measured(pixels, cell, None, um_per_px) if pixels.size else cell
    cell = found.cells[0]
    offset = np.array([x0, y0], np.float32)
    height, width = pixels.shape[:2]
    moved = Box(cell.box.x + x0, cell.box.y + y0, cell.box.width, cell.box.height)
    cut = moved.x <= 0 or moved.y <= 0 or moved.x + moved.width >= width or moved.y + moved.height >= height
    nuclei = tuple(np.asarray(p + offset, np.float32) for p in cell.nuclei)
    return Cell(number, moved, cell.outline + offset, nuclei, cell.measurements, cut)


def _ellipse(box: Box) -> Cell:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x = box.x + (box.width - 1) / 2 + np.cos(angle) * (box.width - 1) / 2
    y = box.y + (box.height - 1) / 2 + np.sin(angle) * (box.height - 1) / 2
    outline: Polygon = np.stack([x, y], axis=1).astype(np.float32)
    return Cell(1, box, outline)
