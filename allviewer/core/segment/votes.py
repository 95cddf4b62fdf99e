"""How much each pixel looks like a white cell, by the colours of this very picture.

Colours seen far from any nucleus are background and red cells; those of nuclei and their rims are
white cells. Two smoothed colour histograms and a few rounds of expectation-maximisation settle
what the cytoplasm between looks like, whatever the stain.
"""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask
from allviewer.core.segment.blur import blurred
from allviewer.core.segment.stain import Map, Stain, binned

_BINS = 20
_RANGES = ((-0.4, 1.2), (-0.5, 0.9), (-0.05, 1.2))
"""Bins of each axis of a histogram; the ranges of nuclear stain, blueness and density, in optical density."""
_SHAPE, _ALL = (_BINS,) * 3, _BINS**3
_BLUR = blurred(np.eye(_BINS), 0.9, edges="edge", reach=3)
"""The blur of one axis of a histogram as a matrix: on so few bins it takes a tenth of a filter's time."""
_ROUNDS = 2
_RED_SHARE = 0.02
"""What is supposed of red cells before any is seen, as a share of the picture."""
_CROWDED = 0.05
"""Share of the picture from which red cells count as fully expected beside a white cell."""
_FAR = 0.9
"""Red cells from a nucleus beyond which its cytoplasm rarely reaches."""
_PRIOR, _PRIOR_FADE = 0.0, 3.0
"""Log odds of cytoplasm at the nucleus while colours are learnt, and their loss per red cell away."""
_BASE, _FADE = 0.5, 1.5
"""The same, added to the votes of the colours in the end."""


def cell_votes(stain: Stain, *, nuclei: Mask, foreground: Mask, ruler: float) -> Map:
    """Log odds, -4 to 4, that each pixel (H, W) is a white cell's; `ruler`: a red cell's width in pixels."""
    distance = cv2.distanceTransform((~nuclei).astype(np.uint8), cv2.DIST_L2, 5) / ruler
    colour = _colours(stain)
    near = distance < _FAR
    # what is far counted in one go, red cells behind bare ground
    beside = np.where(near, 2 * _ALL, np.where(foreground, _ALL, 0)) + colour
    counts = np.bincount(beside.ravel(), minlength=3 * _ALL)
    red = _smooth(counts[_ALL : 2 * _ALL]) + _RED_SHARE * colour.size * _red_cells()
    bare = _smooth(counts[:_ALL]) + 30 * _background()
    # near a nucleus red cells are as likely as bare ground, unless the picture shows hardly any
    weight_red = 0.5 * min(1.0, float(red.sum()) / (_CROWDED * colour.size))
    others = weight_red * _share(red) + (1 - weight_red) * _share(bare)
    log_others = np.log(others + 1e-5)
    at = np.flatnonzero(near)
    colours, away = colour.take(at), distance.take(at)
    nuclear = away == 0
    # the prior: nuclei are cells, and less is with every step away
    prior = _PRIOR - _PRIOR_FADE * away
    weight = np.float32(0.5) * (nuclear | foreground.take(at) & (away < 0.3))
    odds = _odds(colours, weight, log_others)
    for _ in range(_ROUNDS - 1):
        weight = 1 / (1 + np.exp(-(odds.take(colours) + prior)))
        weight[nuclear] = 0.5
        odds = _odds(colours, weight, log_others)
    votes = np.asarray(odds.take(colour) + (_BASE - _FADE * distance), np.float32)
    votes[stain.void] = -4
    return votes


def _odds(colours: npt.NDArray[np.intp], weight: Map, log_others: npt.NDArray[np.float64]) -> Map:
    """Log odds of each colour, -4 to 4: its share in `colours`, weighted, against that in others."""
    cells = _share(_smooth(np.bincount(colours, weights=weight, minlength=_ALL)))
    return np.asarray(np.clip(np.log(cells + 1e-5) - log_others, -4, 4), np.float32)


def _colours(stain: Stain) -> npt.NDArray[np.intp]:
    """The histogram bin of each pixel."""
    index = np.zeros(stain.density.shape, np.int16)
    maps = (stain.nuclear, stain.blueness, stain.density)
    for values, (low, high) in zip(maps, _RANGES, strict=True):
        parts = binned(values, low=low, high=high, bins=_BINS)
        index *= _BINS
        index += np.clip(parts, 1, _BINS) - np.uint8(1)
    return index.astype(np.intp)


def _smooth(counts: npt.NDArray[np.float64 | np.intp]) -> npt.NDArray[np.float64]:
    """The `counts` of all colours blurred, axis by axis."""
    cube = np.matmul(_BLUR, counts.astype(float).reshape(_SHAPE)) @ _BLUR.T
    return np.asarray((_BLUR @ cube.reshape(_BINS, -1)).ravel(), np.float64)


@cache
def _background() -> npt.NDArray[np.float64]:
    """A little of the bare background, for pictures that one cell fills."""
    shares = []
    for low, high in _RANGES:
        spot = np.zeros(_BINS)
        spot[int((0.0 - low) * _BINS / (high - low))] = 1.0
        shares.append(blurred(spot, 0.9, edges="symmetric"))
    return np.asarray(np.einsum("i,j,k->ijk", *shares).ravel())


@cache
def _red_cells() -> npt.NDArray[np.float64]:
    """Red cells as they mostly look, for pictures that show none but touching ones."""
    nuclear, blue, density = np.meshgrid(
        *(low + (np.arange(_BINS) + 0.5) * (high - low) / _BINS for low, high in _RANGES), indexing="ij"
    )
    shares = np.zeros(_SHAPE)
    spread = 0.03 + 0.12 * np.abs(density)
    # from brownish to purplish red: both excesses grow together from stain to stain
    for tint in (0.15, 0.3, 0.45, 0.6):
        off = ((nuclear - tint * density) / spread) ** 2
        off += ((blue - (1.2 * tint - 0.3) * density) / spread) ** 2 + ((density - 0.24) / 0.09) ** 2
        shares += np.exp(-off / 2)
    return _share(shares.ravel())


def _share(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return counts / max(1e-9, float(counts.sum()))
