"""Colour to stain: how far each pixel is from the background, and how much nuclear stain it holds.

Light through a stain falls off exponentially (Beer–Lambert), so all maps are optical densities
against the picture's own background. Nuclear dyes (azure, methylene blue, haematoxylin) absorb
green far more than blue in every stain of this field; eosin, haemoglobin and a tinted background
do not. `nuclear` is that difference, less what a blue red cell absorbs of red beyond green, and one
threshold per picture holds from yellow to purple. Where a camera shows less colour than any stain has, it
is given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.light import Gains, evened
from allviewer.core.records import Mask, Pixels
from allviewer.core.void import LIGHT, Channel, void_of

Map: TypeAlias = npt.NDArray[np.float32]

_WHITE = (255, 255, 255)
_BLACKED_OUT, _BRIGHT, _ENOUGH = 0.15, 0.92, 0.18
"""Share of the picture that is void, from which its ground is doubted; how bright the ground is beside the
brightest, and how much of the rest it is at least."""

LEAST_STAINED = 0.03
"""Least optical density, above the ground's, that is told from noise."""
_PURPLE, _DENSEST_RED = 0.85, 0.4
"""Nuclear stain as a share of the density, 0.8 at most in red cells and from 1 in nuclei, and the
density from which nothing can be a red cell."""

_COLOURFUL, _GREYISH, _USUAL, _MOST = 0.26, 0.21, 0.36, 3.0
"""How much the channels differ in what is stained, as a share of its density: from which on nothing is
put right, from which down all of it is, what a stain usually has, and by how much more colour at most."""
_STAINED, _DARK = 0.1, 0.85
"""Density from which something is surely stained; and how much the colour counts of which the darkest, having
more than red cells, says most."""
_INK = 1.0
"""What is denser counts no more than this: ink has no colour, and is as dense as many cells."""
_EVERY = 3
"""Every so many pixels in both directions show the colours well enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Stain:
    """Maps of one picture, all (H, W).

    `nuclear`: green minus blue optical density (less red's above green's), about 0 in the
    background, 0.3 to 2 in nuclei. `density`: mean optical density over the channels. `blueness`:
    mean of red and green minus blue density, higher in a white cell's body than in red cells.
    `void`: blacked-out pixels, where the maps are 0.
    """

    nuclear: Map
    density: Map
    blueness: Map
    void: Mask


def stain_of(pixels: Pixels, *, blur: float, gains: Gains | None = None) -> Stain:
    """Stain maps of `pixels` (H, W, 3), evened by `gains`, smoothed by a Gaussian of `blur` pixels."""
    void = void_of(_split(pixels))
    pixels = evened(pixels, gains)
    channels = _split(pixels)
    white = _background(pixels, channels, void)
    # a cell cut out of its picture has no background left to measure: take a neutral white
    if np.count_nonzero(void) > _BLACKED_OUT * void.size and not _is_shown(white, channels, void):
        white = _WHITE
    red, green, blue = (
        _density(channel, level, void, blur) for channel, level in zip(channels, white, strict=True)
    )
    both = red + green
    density = np.asarray((both + blue) / 3, np.float32)
    # a blue red cell absorbs more red than green, a nucleus never does
    nuclear = np.asarray(green - np.maximum(blue, blue + red - green), np.float32)
    blueness = np.asarray(both / 2 - blue, np.float32)
    lack = _lack_of_colour(red, green, density)
    if lack is not None:
        nuclear *= np.float32(lack)
        blueness *= np.float32(lack)
    return Stain(nuclear=nuclear, density=density, blueness=blueness, void=void)


def _lack_of_colour(red: Map, green: Map, density: Map) -> float | None:
    """By how much the colours fall short of what any stain's are; None if they do not.

    A camera may show less colour than there is, and every rule for nuclei is one about colour.
    """
    few = np.s_[::_EVERY, ::_EVERY]
    red, green, density = red[few], green[few], density[few]
    stained = density > _STAINED
    if not stained.any():
        return None
    colour = _colour_of(red[stained], green[stained], density[stained])
    share = min(1.0, (_COLOURFUL - colour) / (_COLOURFUL - _GREYISH))
    return min(_MOST, _USUAL / max(colour, _USUAL / _MOST)) ** share if share > 0 else None


def _colour_of(red: Map, green: Map, density: Map) -> float:
    """How far the channels' densities (N,) are from their mean, as a share of it.

    A third to two thirds, in red cells and nuclei, from pale to dark and from yellow to purple alike.
    """
    weights = np.maximum(density, np.float32(_INK))
    off_red, off_green, weighed = (red - density) / weights, (green - density) / weights, density / weights
    # what the three channels differ by sums to nothing
    squares = (off_red * off_red + off_green * off_green + off_red * off_green) * np.float32(2 / 3)
    of_all = np.sqrt(squares).sum() / weighed.sum()
    of_darkest = np.sqrt(squares.sum() / np.dot(weighed, weighed))
    return float(max(of_all, _DARK * of_darkest))


def _split(pixels: Pixels) -> list[Channel]:
    return [np.asarray(channel, np.uint8) for channel in cv2.split(pixels)]


def purple(stain: Stain) -> Mask:
    """Where the nuclear stain is more than red cells hold, even bluish ones, at their density."""
    return np.asarray(stain.nuclear > _PURPLE * np.minimum(stain.density, _DENSEST_RED))


def _density(channel: Channel, white: int, void: Mask, blur: float) -> Map:
    """Optical density of one channel against `white`, 0 where blacked out."""
    levels = np.arange(256, dtype=np.float32)
    density = cv2.LUT(channel, np.log((white + 4.0) / (levels + 4.0)).astype(np.float32))
    density[void] = 0
    return np.asarray(cv2.GaussianBlur(density, (0, 0), blur), np.float32)


def _background(pixels: Pixels, channels: Sequence[Channel], void: Mask) -> tuple[int, ...]:
    """The picture's white, per channel: the median of its brightest tenth."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    brightest = np.flatnonzero((grey >= _level(grey[~void], 0.9)) & ~void)
    return tuple(_level(channel.take(brightest), 0.5) for channel in channels)


def _is_shown(white: tuple[int, ...], channels: Sequence[Channel], void: Mask) -> bool:
    """Whether the ground is seen beside what is void: much of the rest is as bright as `white`."""
    shown = ~void
    for channel, level in zip(channels, white, strict=True):
        shown &= channel > _BRIGHT * level
    return max(white) >= LIGHT and bool(np.count_nonzero(shown) > _ENOUGH * np.count_nonzero(~void))


def _level(values: Channel, share: float) -> int:
    """The value that `share` of `values` (N,) do not exceed, by counting."""
    # chosen before: OpenCV takes several times as long to count what a mask chooses
    below = np.cumsum(cv2.calcHist([values], [0], None, [256], [0, 256]))
    return int(np.searchsorted(below, share * below[-1]))


def depth_of(mask: Mask | Channel) -> Map:
    """Distance in pixels from each pixel in `mask` (H, W) to the nearest outside it; half the longer
    side where there is no outside, for which OpenCV has no answer."""
    if np.all(mask):
        return np.full(mask.shape, max(mask.shape) / 2, np.float32)
    return np.asarray(cv2.distanceTransform(np.asarray(mask, np.uint8), cv2.DIST_L2, 5), np.float32)


def quantile(values: Map, share: float) -> float:
    """The value in `values` (N,), not empty, that `share` of them do not exceed."""
    rank = round(share * (values.size - 1))
    return float(np.partition(values, rank)[rank])


def binned(values: Map, *, low: float, high: float, bins: int) -> Channel:
    """In which of `bins` equal parts of `low` to `high` each of `values` (H, W) lies, from 1; 0 below them,
    `bins` + 1 or more above. At most 254 parts: bytes are counted ten times as fast as floats."""
    step = bins / (high - low)
    # bytes are rounded, and have no sign: what is below must come to 0, not near the edge of the first part
    above = np.maximum(values, np.float32(low - 0.5 / step))
    return np.asarray(cv2.convertScaleAbs(above, alpha=step, beta=0.5 - low * step), np.uint8)


@dataclass(frozen=True, slots=True)
class Groups:
    """Two groups of values: the `cut` between them and the means `below` and `above` it."""

    cut: float
    below: float
    above: float


def otsu(values: Map, *, low: float, high: float, where: Mask | None = None, bins: int = 128) -> Groups:
    """The two groups of `values` (H, W) in `low` to `high`, `where` it says, furthest apart (Otsu 1979)."""
    parts = binned(values, low=low, high=high, bins=bins)
    if where is not None:
        parts *= where  # what is in no part is not counted
    counts = cv2.calcHist([parts], [0], None, [bins], [1, bins + 1]).ravel().astype(float)
    middles = low + (np.arange(bins) + 0.5) * (high - low) / bins
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = sums / below, (sums[-1] - sums) / above
    between = below * above * (lower - upper) ** 2
    between[np.isnan(between)] = 0  # one of the groups is empty
    # a flat top (an empty gap between the groups) is cut in its middle
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    middle = int(best[best.size // 2])
    return Groups(float(middles[best].mean()), float(lower[middle]), float(upper[middle]))
