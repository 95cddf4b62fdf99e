"""One picture at working size: its stain maps, its nuclei, and the red cell that is its ruler."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import find_objects, maximum

from allviewer.core.records import Mask, Pixels
from allviewer.core.segment_red import red_diameter, with_pallor
from allviewer.core.segment_split import Labels, SplitParameters, grouped, parted, sharpened
from allviewer.core.segment_stain import Map, Stain, otsu, stain_of
from allviewer.core.segment_votes import cell_votes


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the search goes by; one set for all sources.

    Lengths are in red-cell diameters, stain in optical density, sides in pixels. `split_one` serves
    where one cell was asked for: nuclei side by side are then more likely its lobes.
    """

    coarse_side: int = 512
    largest_side: int = 1600
    red_cell_side: float = 28.0
    least_stain: float = 0.16
    nucleus_level: float = 0.4
    smallest_nucleus: float = 0.55
    smallest_lobe: float = 0.22
    rim: float = 1.0
    density: float = 0.085
    stiffness: float = 0.4
    split: SplitParameters = field(default_factory=SplitParameters)
    split_one: SplitParameters = field(
        default_factory=lambda: SplitParameters(
            lobe=1.6, reach=2.9, far_reach=3.2, body_neck=0.65, small_lobe=1.3, close=0.3
        )
    )


DEFAULT = Parameters()
_FAINT, _PALE, _RAGGED = 0.45, 0.75, 0.75
"""Shares of the typical nuclear stain, and the solidity, that decide whether a nucleus convinces."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture at working size.

    `scale` leads back to the picture's own pixels. `nuclei` are labels from 1, one per cell;
    `votes` log odds of being a white cell. `ruler` stands for a red cell's diameter in working
    pixels; `red_cell` is that diameter, where it could be measured.
    """

    stain: Stain
    scale: float
    nuclei: Labels
    votes: Map
    ruler: float
    red_cell: float | None


def look(pixels: Pixels, parameters: Parameters, *, one: bool = False) -> Scene:
    """The scene of `pixels` (H, W, 3): first coarsely for the ruler, then at the ruler's size.

    `one`: the picture is said to show one cell.
    """
    split = parameters.split_one if one else parameters.split
    longest = max(pixels.shape[:2])
    coarse = max(1.0, longest / parameters.coarse_side)
    stain = stain_of(_resized(pixels, coarse), blur=0.8)
    mask = _nuclei(stain, parameters)
    if not mask.any():
        return Scene(
            stain, coarse, np.zeros(mask.shape, np.int32), np.zeros(mask.shape, np.float32), 1.0, None
        )
    guess = _ruler_from(stain.density > parameters.density, mask)
    # less is debris: white cells are not over three red cells wide
    ruler = _red_cell(stain, mask, parameters, least=0.5 * guess) or guess
    scale = max(ruler * coarse / parameters.red_cell_side, longest / parameters.largest_side, 0.5)
    if 0.8 < scale / coarse < 1.25:
        return _scene(stain, mask, coarse, ruler, parameters, split)
    stain = stain_of(_resized(pixels, scale), blur=0.8)
    return _scene(stain, _nuclei(stain, parameters), scale, ruler * coarse / scale, parameters, split)


def _red_cell(stain: Stain, nuclei: Mask, parameters: Parameters, *, least: float) -> float | None:
    found = red_diameter((stain.density > parameters.density) & ~grown(nuclei, 2))
    return found if found and found >= least else None


def _resized(pixels: Pixels, scale: float) -> Pixels:
    """`pixels` shrunk (or grown) by `scale`."""
    height, width = pixels.shape[:2]
    if scale == 1.0:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    method = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=method), np.uint8)


def _scene(
    stain: Stain, mask: Mask, scale: float, expected: float, parameters: Parameters, split: SplitParameters
) -> Scene:
    """The scene of a picture at working size, where a red cell is `expected` pixels wide."""
    red_cell = _red_cell(stain, mask, parameters, least=0.75 * expected)
    ruler = red_cell or expected
    votes = cell_votes(stain, mask, stain.density > parameters.density, ruler=ruler)
    cells = filled(_opened(mask | (votes > 0)))
    parts = parted(mask, neck=split.neck)
    parts = _large_enough(parts, parameters.smallest_lobe * ruler)
    parts = grouped(parts, cells, ruler=ruler, parameters=split)
    parts = _large_enough(parts, parameters.smallest_nucleus * ruler)
    return Scene(stain, scale, _convincing(parts, stain), votes, ruler, red_cell)


def _convincing(parts: Labels, stain: Stain) -> Labels:
    """`parts` less what is far paler than the picture's other nuclei, or paler and ragged."""
    typical = float(np.median(stain.nuclear[parts > 0])) if parts.any() else 1.0
    keep = [False]
    for n, window in enumerate(find_objects(parts), 1):
        own = parts[window] == n
        contrast = float(np.median(stain.nuclear[window][own])) / typical
        hull = cv2.contourArea(cv2.convexHull(cv2.findNonZero(own.astype(np.uint8))))
        solid = np.count_nonzero(own) / max(1.0, hull)
        keep.append(bool(contrast > _FAINT and (contrast > _PALE or solid > _RAGGED)))
    return _kept(parts, np.array(keep))


def _kept(parts: Labels, keep: npt.NDArray[np.bool_]) -> Labels:
    """`parts` with only the labels n of which `keep[n]`, numbered anew."""
    table = np.zeros(keep.size, np.int32)
    table[keep] = np.arange(1, int(keep.sum()) + 1)
    return np.asarray(table[parts], np.int32)


def _nuclei(stain: Stain, parameters: Parameters) -> Mask:
    """What holds nuclear stain, by a threshold of this picture, sharpened nucleus by nucleus."""
    high = float(np.percentile(stain.nuclear, 99.8))
    least = parameters.least_stain
    if high < least:
        return np.zeros(stain.nuclear.shape, bool)
    some = stain.nuclear[stain.nuclear > 0.5 * least]
    cut = max(least, otsu(some, low=0.5 * least, high=high))
    mask = filled(_opened(stain.nuclear > cut))
    return filled(sharpened(stain.nuclear, mask, level=parameters.nucleus_level))


def _ruler_from(foreground: Mask, nuclei: Mask) -> float:
    """A red cell's diameter guessed from the white cells, which are about 1.6 times as wide.

    Width is twice the depth of a nucleus in what is stained: the median over all nuclear pixels.
    """
    depth = cv2.distanceTransform(with_pallor(foreground | nuclei), cv2.DIST_L2, 5)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(nuclei.astype(np.uint8))
    if count <= 1:
        return 1.0
    deepest = maximum(depth, np.asarray(labels, np.int32), range(1, count))
    order = np.argsort(deepest)
    areas = np.cumsum(stats[1:, cv2.CC_STAT_AREA][order])
    middle = int(np.searchsorted(areas, areas[-1] / 2))
    return max(1.0, 2 * float(deepest[order][middle]) / 1.6)


def _large_enough(parts: Labels, diameter: float) -> Labels:
    keep = np.bincount(parts.ravel()) >= np.pi / 4 * diameter**2
    keep[0] = False
    return _kept(parts, keep)


def grown(mask: Mask, by: int) -> Mask:
    """`mask` with `by` pixels more on each side."""
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)).astype(bool)


def _opened(mask: Mask) -> Mask:
    """`mask` less what is narrower than three pixels."""
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(opened > 0)


def filled(mask: Mask) -> Mask:
    """`mask` with its holes closed."""
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    out = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(out, outlines, -1, 1, cv2.FILLED)
    return out.astype(bool)
