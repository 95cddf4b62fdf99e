"""Colour to stain: how far each pixel is from the background, and how much nuclear stain it holds.

Light through a stain falls off exponentially (Beer–Lambert), so all maps are optical densities
against the picture's own background. Nuclear dyes (azure, methylene blue, haematoxylin) absorb
green far more than blue in every stain of this field; eosin, haemoglobin and a tinted background
do not. `nuclear` is that difference, and one threshold per picture holds from yellow to purple.
"""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask, Pixels

Map: TypeAlias = npt.NDArray[np.float32]


BLACK = 12
"""Pixels whose brightest channel is below this were blacked out by someone, not stained."""


@dataclass(frozen=True, slots=True, eq=False)
class Stain:
    """Maps of one picture, all (H, W).

    `nuclear`: green minus blue optical density, about 0 in the background, 0.3 to 2 in nuclei.
    `density`: mean optical density over the channels. `blueness`: mean of red and green minus blue
    density, higher in a white cell's body than in red cells.
    `void`: blacked-out pixels, where the maps are 0.
    """

    nuclear: Map
    density: Map
    blueness: Map
    void: Mask


def background(pixels: Pixels, void: Mask) -> npt.NDArray[np.float32]:
    """The picture's white, per channel (3,): the median of its brightest tenth."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    seen = grey[~void]
    if seen.size == 0:
        return np.full(3, 255, np.float32)
    brightest = pixels[~void & (grey >= np.percentile(seen, 90))]
    return np.asarray(np.median(brightest, axis=0), np.float32)


def stain_of(pixels: Pixels, *, blur: float) -> Stain:
    """Stain maps of `pixels` (H, W, 3), smoothed by a Gaussian of `blur` pixels."""
    void = _void(pixels)
    # Where most is blacked out no background is left to measure: take a neutral white.
    masked = void.mean() > 0.15
    white = np.full(3, 255, np.float32) if masked else background(pixels, void)
    levels = np.arange(256, dtype=np.float32)[:, None]
    table = np.log((white + 4.0) / (levels + 4.0)).astype(np.float32)
    density = cv2.LUT(pixels, table.reshape(1, 256, 3))
    density[void] = 0
    if blur > 0:
        density = cv2.GaussianBlur(density, (0, 0), blur)
    red, green, blue = cv2.split(density)
    return Stain(
        nuclear=green - blue,
        density=np.asarray((red + green + blue) / 3, np.float32),
        blueness=np.asarray((red + green) / 2 - blue, np.float32),
        void=void,
    )


def _void(pixels: Pixels) -> Mask:
    """Large blacked-out areas: dark text or a dark nucleus is none."""
    dark = (pixels.max(axis=2) < BLACK).astype(np.uint8)
    side = max(3, min(pixels.shape[:2]) // 20) | 1
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not opened.any():
        return np.zeros(dark.shape, bool)
    grown = cv2.dilate(opened, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    return np.asarray((grown & dark) > 0)


def otsu(values: Map, *, low: float, high: float, bins: int = 128) -> float:
    """Threshold between two groups of `values` in `low` to `high` (Otsu 1979)."""
    counts, edges = np.histogram(values, bins=bins, range=(low, high))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts, dtype=float)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = sums / below - (sums[-1] - sums) / above
    between = np.nan_to_num(below * above * gap**2)
    # a flat top (an empty gap between the groups) is cut in its middle
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float(middles[best].mean())
