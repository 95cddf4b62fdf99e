"""Outlines → measurements: size, shape, colour and texture of nucleus and cytoplasm.

Shape measures follow ISO 9276-6:2008 where it defines them: roundness here is its form factor
4πA/P², solidity A/A(hull), convexity P(hull)/P. P is the length of the smoothed outline, in both; of the
form factor A is what that line encloses, since the area in pixels reaches half a pixel beyond it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Cell, Mask, Pixels, Polygon

MEASUREMENTS: tuple[str, ...] = (
    "nucleus_area_px",
    "cell_area_px",
    "nucleus_ratio",
    "nucleus_diameter_px",
    "cell_diameter_px",
    "nucleus_perimeter_px",
    "cell_perimeter_px",
    "nucleus_lobes",
    "nucleus_roundness",
    "nucleus_solidity",
    "nucleus_convexity",
    "cell_roundness",
    "nucleus_red",
    "nucleus_green",
    "nucleus_blue",
    "nucleus_texture",
    "cytoplasm_red",
    "cytoplasm_green",
    "cytoplasm_blue",
    "cytoplasm_texture",
    "red_cell_diameter_px",
    "cell_diameter_red_cells",
    "cell_diameter_um",
    "nucleus_area_um2",
    "cell_area_um2",
)
"""Names of all measurements, in the order of the CSV.

`nucleus_ratio` is nucleus area over cell area (0 to 1). Diameters are those of the circle of the
same area. Colours are means of 0 to 255; textures are standard deviations of the grey optical
density, without unit. `nucleus_lobes` counts parts joined by necks narrower than 0.6 of the
smaller part. `cell_diameter_red_cells` and `red_cell_diameter_px` exist where red cells of the same
field could be measured, micrometres where the scale is known.
"""

_MEAN = np.full((1, 3), 1 / 3, np.float32)
_LOBE_NECK = 0.6
_LOBE_SIDE = 96
"""Lobes are counted on the nucleus shrunk to this many pixels: its shape needs no more."""


def measure(
    pixels: Pixels,
    outline: Polygon,
    nuclei: Sequence[Polygon],
    *,
    red_cell_px: float | None = None,
    um_per_px: float | None = None,
) -> dict[str, float]:
    """Measurements of one cell in `pixels` (H, W, 3); what could not be measured is absent.

    `red_cell_px` is the diameter of the field's red cells in pixels.
    """
    patch, cell, nucleus = _masks(pixels, outline, nuclei)
    found = {
        "cell_area_px": float(np.count_nonzero(cell)),
        "nucleus_area_px": float(np.count_nonzero(nucleus)),
    }
    found["nucleus_ratio"] = found["nucleus_area_px"] / max(1.0, found["cell_area_px"])
    found |= {f"{k}_diameter_px": _diameter(found[f"{k}_area_px"]) for k in ("cell", "nucleus")}
    found["cell_perimeter_px"] = _perimeter([outline])
    found["cell_roundness"] = _roundness([outline], found["cell_perimeter_px"])
    if nucleus.any():
        found |= _nucleus_shape(nuclei, nucleus, found["nucleus_area_px"])
    # neither the sign nor the zero of the density changes its spread
    grey = cv2.transform(patch.astype(np.float32), _MEAN)
    density = np.asarray(cv2.log(grey + np.float32(4)), np.float32)
    for what, part in (("nucleus", nucleus), ("cytoplasm", cell & ~nucleus)):
        found |= _appearance(what, patch, density, part)
    found |= _physical(found, red_cell_px=red_cell_px, um_per_px=um_per_px)
    return {name: round(found[name], 4) for name in MEASUREMENTS if name in found}


def measured(pixels: Pixels, cell: Cell, *, red_cell_px: float | None, um_per_px: float | None) -> Cell:
    """`cell` with its measurements in `pixels` (H, W, 3); see `measure`."""
    found = measure(pixels, cell.outline, cell.nuclei, red_cell_px=red_cell_px, um_per_px=um_per_px)
    return replace(cell, measurements=MappingProxyType(found))


def _masks(pixels: Pixels, outline: Polygon, nuclei: Sequence[Polygon]) -> tuple[Pixels, Mask, Mask]:
    """The window around the cell, and masks of cell and nucleus in it."""
    window, cell, nucleus = counted(outline, nuclei, height=pixels.shape[0], width=pixels.shape[1])
    return pixels[window], cell, nucleus


def counted(
    outline: Polygon, nuclei: Sequence[Polygon], *, height: int, width: int
) -> tuple[tuple[slice, slice], Mask, Mask]:
    """The window (rows, columns) around a cell in a picture, and masks of cell and nucleus in it.

    The pixels that areas count. The window's corner decides to which side halves are rounded.
    """
    low = np.clip(np.floor(outline.min(axis=0)).astype(int), 0, [width - 1, height - 1])
    high = np.clip(np.ceil(outline.max(axis=0)).astype(int), 0, [width - 1, height - 1])
    shape = (int(high[1] - low[1]) + 1, int(high[0] - low[0]) + 1)
    offset = low.astype(np.float32)
    cell = raster([outline - offset], shape)
    nucleus = raster([p - offset for p in nuclei], shape) & cell
    return (slice(low[1], high[1] + 1), slice(low[0], high[0] + 1)), cell, nucleus


def raster(polygons: Sequence[Polygon], shape: tuple[int, int]) -> Mask:
    """What `polygons` enclose, their outlines included, in a window of `shape` (H, W)."""
    canvas = np.zeros(shape, np.uint8)
    for polygon in polygons:
        cv2.fillPoly(canvas, [np.rint(polygon).astype(np.int32)], 1)
    return canvas.astype(bool)


def _nucleus_shape(nuclei: Sequence[Polygon], mask: Mask, area: float) -> dict[str, float]:
    perimeter = _perimeter(nuclei)
    around = cv2.convexHull(np.concatenate([_smoothed(part) for part in nuclei]))
    return {
        "nucleus_perimeter_px": perimeter,
        "nucleus_lobes": float(_lobes(mask)),
        "nucleus_roundness": _roundness(nuclei, perimeter),
        "nucleus_solidity": area / _within_hull(mask),
        # parts that lie far apart have a hull that is longer than they
        "nucleus_convexity": min(1.0, cv2.arcLength(around, closed=True) / max(1.0, perimeter)),
    }


def _within_hull(mask: Mask) -> float:
    """How many pixels have their middle within the convex hull of those of `mask`, which holds some.

    By Pick's theorem: the hull's corners are pixels, so this is exact.
    """
    hull = cv2.convexHull(cv2.findNonZero(mask.astype(np.uint8)))[:, 0]
    steps = hull - np.roll(hull, 1, axis=0)
    border = int(np.gcd(steps[:, 0], steps[:, 1]).sum())
    return cv2.contourArea(hull) + border / 2 + 1


def _lobes(mask: Mask) -> int:
    """Parts of the nucleus: separate ones, and those joined by a narrow neck."""
    from allviewer.core.segment.split import parted  # which measures by this module

    factor = min(1.0, _LOBE_SIDE / max(mask.shape))
    size = (max(1, round(mask.shape[1] * factor)), max(1, round(mask.shape[0] * factor)))
    small = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(small, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    parts = parted(framed > 0, neck=_LOBE_NECK)
    areas = np.bincount(parts.ravel())[1:]
    return max(1, int(np.count_nonzero(areas > 0.08 * areas.sum()))) if areas.size else 1


def _appearance(what: str, patch: Pixels, density: npt.NDArray[np.float32], mask: Mask) -> dict[str, float]:
    if not mask.any():
        return {}
    chosen = mask.astype(np.uint8)
    red, green, blue, _ = cv2.mean(patch, chosen)
    _, spread = cv2.meanStdDev(density, mask=chosen)
    return {
        f"{what}_red": red,
        f"{what}_green": green,
        f"{what}_blue": blue,
        f"{what}_texture": float(spread[0, 0]),
    }


def _physical(
    found: dict[str, float], *, red_cell_px: float | None, um_per_px: float | None
) -> dict[str, float]:
    out: dict[str, float] = {}
    if red_cell_px:
        out["red_cell_diameter_px"] = red_cell_px
        out["cell_diameter_red_cells"] = found["cell_diameter_px"] / red_cell_px
    return out | (in_micrometres(found, um_per_px=um_per_px) if um_per_px else {})


def in_micrometres(found: Mapping[str, float], *, um_per_px: float) -> dict[str, float]:
    """The measurements that need the scale, from those in pixels."""
    return {
        "cell_diameter_um": found["cell_diameter_px"] * um_per_px,
        "nucleus_area_um2": found["nucleus_area_px"] * um_per_px**2,
        "cell_area_um2": found["cell_area_px"] * um_per_px**2,
    }


def _diameter(area: float) -> float:
    return float(2 * np.sqrt(area / np.pi))


def _roundness(polygons: Sequence[Polygon], perimeter: float) -> float:
    """Of the outlines whose length is `perimeter`: 1 for a circle, less for all else."""
    enclosed = sum(cv2.contourArea(_smoothed(polygon)) for polygon in polygons)
    return float(4 * np.pi * enclosed / max(1.0, perimeter) ** 2)


def _perimeter(polygons: Sequence[Polygon]) -> float:
    """Length of all outlines, smoothed over five points so that pixel steps do not lengthen it."""
    return float(sum(cv2.arcLength(_smoothed(p), closed=True) for p in polygons))


def _smoothed(polygon: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    if len(polygon) < 12:
        return np.ascontiguousarray(polygon, np.float32)
    closed = np.concatenate([polygon[-2:], polygon, polygon[:2]])
    return np.asarray(cv2.blur(closed, (1, 5))[2:-2], np.float32)
