"""The light of a picture, and the picture as it would be with the same light everywhere.

Microscopes light the middle of a field more than its corners, and a phone held to an eyepiece sees far
less there. Left as it is, the darker ground would be taken for stain, by
the search and by the classifier.
"""

from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask, Pixels, Square
from allviewer.core.void import LIGHT, void_of

Gains: TypeAlias = npt.NDArray[np.float32]
_Values: TypeAlias = npt.NDArray[np.float64]

_BLOCKS, _SIDE = 12, 4
"""Blocks along the picture's longer side, and pixels along a block's, once the picture is shrunk for this."""
_BRIGHT = 3
"""The brightest but so many of a block's pixels less one stand for its ground: a gleam is none."""
_UPPER, _ROUNDS = 0.97, 12
"""The expectile of the blocks that the light follows, and in how many rounds it is found at most."""
_SHADE, _SHADED = 0.15, 0.1
"""What is darker than the light by more, in natural logarithms, are cells: they count so much less."""
_NEAR = 0.06
"""Blocks so near to the light show the ground."""
_SHOWN = 0.3
"""The share of all that must show it."""
_EVEN, _UNEVEN = 0.12, 0.18
"""The fall of the light that is let be, for it misleads no step of the search, and that is put right whole;
between them a share of it is."""


def gains_of(pixels: Pixels) -> Gains | None:
    """What each block (h, w) of `pixels` (H, W, 3) is to be multiplied by, 1 or more; None for even light.

    The logarithm of light is taken to fall along a line, away from a middle, or both: first a surface
    through an upper expectile of the blocks (Newey and Powell 1987, doi 10.2307/1911031), which the cells
    below it hardly pull down, then one through the ground so found. It falls in all channels alike.
    """
    blocks, seen = _blocks(pixels)
    height, width, _ = blocks.shape
    grey = np.log(blocks.reshape(-1, 3) + 4.0).mean(axis=1)
    terms = _terms(height=height, width=width)
    ground, found = _ground(terms, grey, seen)
    if found[-1] > 0:  # no lamp is darker in its middle: a pale cell is there
        terms = terms[:, :-1]
        ground, _ = _ground(terms, grey, seen)
    if np.count_nonzero(ground) < max(_SHOWN * np.count_nonzero(seen), 2 * terms.shape[1]):
        return None
    light = terms @ _fitted(terms, grey, ground)
    lowest, highest = light[ground].min(), light[ground].max()
    share = min(1.0, (float(highest - lowest) - _EVEN) / (_UNEVEN - _EVEN))
    cut_out = not seen.all() and blocks.reshape(-1, 3)[ground].max() < LIGHT
    if share <= 0 or cut_out:
        return None
    fall = highest - np.clip(light, lowest, highest)  # no further than the ground says
    return np.asarray(np.exp(share * fall).reshape(height, width), np.float32)


def evened(pixels: Pixels, gains: Gains | None) -> Pixels:
    """`pixels` (H, W, 3) with the same light everywhere, at any size."""
    if gains is None:
        return pixels
    height, width = pixels.shape[:2]
    return _times(pixels, cv2.resize(gains, (width, height), interpolation=cv2.INTER_LINEAR))


def evened_square(cut: Pixels, square: Square, gains: Gains | None, *, width: int, height: int) -> Pixels:
    """`cut` (S, S, 3), which shows a `square` of a picture of `width` and `height`, as it would be there."""
    if gains is None:
        return cut
    block = np.array([width / gains.shape[1], height / gains.shape[0]])  # in the picture's pixels
    step = square.side / len(cut)
    start = (np.array([square.x, square.y]) + 0.5 * step) / block - 0.5
    there = np.array([[step / block[0], 0, start[0]], [0, step / block[1], start[1]]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return _times(
        cut, cv2.warpAffine(gains, there, cut.shape[:2], flags=how, borderMode=cv2.BORDER_REPLICATE)
    )


def _times(pixels: Pixels, gains: cv2.typing.MatLike) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(pixels * gains[..., None]), np.uint8)


def _blocks(pixels: Pixels) -> tuple[npt.NDArray[np.uint8], Mask]:
    """The bright colour (h, w, 3) that stands for each block, and which of them (h·w,) show anything."""
    longest = max(pixels.shape[:2])
    rows, columns = (max(3, round(_BLOCKS * side / longest)) for side in pixels.shape[:2])
    step = max(1, 2 * longest // (3 * _BLOCKS * _SIDE))
    size = (columns * _SIDE, rows * _SIDE)
    small = np.asarray(cv2.resize(pixels[::step, ::step], size, interpolation=cv2.INTER_AREA), np.uint8)
    void = void_of([np.asarray(channel, np.uint8) for channel in cv2.split(small)])
    small[void] = 0
    blocks = small.reshape(rows, _SIDE, columns, _SIDE, 3).swapaxes(1, 2).reshape(rows, columns, -1, 3)
    seen = ~void.reshape(rows, _SIDE, columns, _SIDE).all(axis=(1, 3))
    return np.partition(blocks, -_BRIGHT, axis=2)[:, :, -_BRIGHT], seen.ravel()


@lru_cache(maxsize=64)
def _terms(*, height: int, width: int) -> _Values:
    """Of each block (N, 4): one, its place across and down, and its distance from the middle, squared."""
    y, x = np.mgrid[:height, :width].reshape(2, -1) / max(height, width)
    x, y = x - x.mean(), y - y.mean()
    return np.stack([np.ones_like(x), x, y, x * x + y * y], axis=1)


def _ground(terms: _Values, grey: _Values, seen: Mask) -> tuple[Mask, _Values]:
    """Which of the blocks that are `seen` show the ground, and what the `terms` of the light weigh."""
    weights = seen.astype(np.float64)
    ground = seen
    for _ in range(_ROUNDS):
        found = _fitted(terms, grey, weights)
        above = grey - terms @ found
        before, ground = ground, seen & (np.abs(above) < _NEAR)
        if np.array_equal(before, ground):
            break
        weights = np.where(above > 0, _UPPER, 1 - _UPPER) * np.where(above < -_SHADE, _SHADED, 1.0) * seen
    return ground, found


def _fitted(terms: _Values, values: _Values, weights: npt.NDArray[np.float64] | Mask) -> _Values:
    """Least squares, by `weights`; where too little is seen the terms stay small."""
    weighted = terms * weights[:, None]
    squares = weighted.T @ terms + 1e-6 * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(squares, weighted.T @ values), np.float64)
