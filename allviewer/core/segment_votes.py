"""How much each pixel looks like a white cell, by the colours of this very picture.

Colours seen far from any nucleus are background and red cells; those of nuclei and their rims are
white cells. Two smoothed colour histograms and a few rounds of expectation-maximisation settle
what the cytoplasm between looks like, whatever the stain.
"""

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from allviewer.core.records import Mask
from allviewer.core.segment_stain import Map, Stain

_BINS = (20, 20, 20)
_RANGES = ((-0.4, 1.2), (-0.5, 0.9), (-0.05, 1.2))
"""Bins and ranges of nuclear stain, blueness and density, in optical density."""
_ROUNDS = 3


def cell_votes(stain: Stain, nuclei: Mask, foreground: Mask, *, ruler: float) -> Map:
    """Log odds, -3 to 3, that each pixel (H, W) belongs to a white cell. `ruler`: red cell, pixels."""
    distance = cv2.distanceTransform((~nuclei).astype(np.uint8), cv2.DIST_L2, 5) / ruler
    colour = _colours(stain)
    # cytoplasm rarely reaches further than this from its nucleus
    far = _histogram(colour[distance > 0.9])
    others = _share(far + 30 * _background())
    near = distance < 0.9
    colours, away = colour[near], distance[near]
    # the prior: nuclei are cells, and less is with every step away
    prior = np.clip(1.5 - 4.0 * away, -2.0, 3.0)
    weight = np.where(away == 0, 1.0, np.where(foreground[near] & (away < 0.3), 0.5, 0.0))
    odds = np.zeros(np.prod(_BINS))
    for _ in range(_ROUNDS):
        cells = _share(_histogram(colours, weight * np.where(away == 0, 0.5, 1.0)))
        odds = np.clip(np.log(cells + 1e-5) - np.log(others + 1e-5), -3, 3)
        weight = 1 / (1 + np.exp(-(odds[colours] + prior)))
        weight[away == 0] = 1
    return np.asarray(odds[colour], np.float32)


def _colours(stain: Stain) -> npt.NDArray[np.intp]:
    """The histogram bin of each pixel."""
    index = np.zeros(stain.density.shape, np.intp)
    maps = (stain.nuclear, stain.blueness, stain.density)
    for values, bins, (low, high) in zip(maps, _BINS, _RANGES, strict=True):
        step = np.clip((values - low) * (bins / (high - low)), 0, bins - 1)
        index = index * bins + step.astype(np.intp)
    return index


def _histogram(
    colours: npt.NDArray[np.intp], weight: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.float64]:
    counts = np.bincount(colours.ravel(), weights=weight, minlength=int(np.prod(_BINS)))
    smooth = gaussian_filter(counts.reshape(_BINS).astype(float), 0.9, mode="nearest", truncate=3)
    return np.asarray(smooth.ravel())


def _background() -> npt.NDArray[np.float64]:
    """A little of the bare background, for pictures that one cell fills."""
    counts = np.zeros(_BINS)
    spot = tuple(
        int((0.0 - low) * bins / (high - low)) for bins, (low, high) in zip(_BINS, _RANGES, strict=True)
    )
    counts[spot] = 1.0
    return np.asarray(gaussian_filter(counts, 0.9).ravel())


def _share(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return counts / max(1e-9, float(counts.sum()))
