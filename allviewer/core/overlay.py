"""What is laid over pixels, and what becomes a picture of its own: heatmaps, outlines as masks.

A heatmap is signed: evidence for a class above zero, against it below, on one fixed scale for all
cells. Nothing is stretched per picture, so a map without evidence looks like one.
"""

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow

from allviewer.core import morphology
from allviewer.core.atomic import write_atomic
from allviewer.core.image import own
from allviewer.core.palette import BLUE, VERMILION
from allviewer.core.records import Cell, FloatMap, Pixels

Evidence: TypeAlias = npt.NDArray[np.float32]
"""Shape (h, w), in logits: above zero speaks for the class, below against it."""
Rgba: TypeAlias = npt.NDArray[np.uint8]
"""Shape (H, W, 4), straight alpha."""
Labels: TypeAlias = npt.NDArray[np.uint16]
"""Shape (H, W): 0 background, n where cell n lies."""

AGAINST, NEUTRAL, FOR = BLUE, (214, 214, 214), VERMILION
_STEPS = 255  # an odd number of colours, so that zero has its own
_LEVELS = 1020
"""Steps of a heatmap's values to each side of zero: finer than its colours and its alpha."""


def evidence(heatmap: FloatMap, klass: int) -> Evidence:
    """What speaks for `klass` at each place: its map less the mean of the others'.

    `heatmap` (K, h, w) in logits. For a head of pooling and one linear layer the mean of the result
    is the class's margin over the others' mean logit, but for the biases.
    """
    others = np.delete(heatmap, klass, axis=0)
    if not len(others):
        return np.asarray(heatmap[klass], np.float32)
    return np.asarray(heatmap[klass] - others.mean(axis=0), np.float32)


def diverging(values: npt.NDArray[np.floating]) -> Pixels:
    """Colours (…, 3) of `values` (…) in -1 to 1; what lies beyond takes the end's colour, NaN the middle's.

    Blue below, grey at zero, vermilion above, in steps that look equal.
    """
    unit = (np.clip(np.nan_to_num(values, posinf=1, neginf=-1), -1, 1) + 1) / 2
    return np.asarray(_colours()[np.rint(unit * (_STEPS - 1)).astype(np.intp)])


@cache
def _colours() -> Pixels:
    ends = _oklab(np.array([AGAINST, NEUTRAL, FOR], np.float64))
    places = np.linspace(0, 2, _STEPS)
    line = np.stack([np.interp(places, [0, 1, 2], ends[:, i]) for i in range(3)], axis=1)
    colours = _rgb(line)
    colours.setflags(write=False)
    return colours


# Oklab (Björn Ottosson, "A perceptual color space for image processing", 2020): straight lines in it
# are even to the eye. LMS from linear sRGB, Lab from the cube root of LMS.
_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _oklab(rgb: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """0…255 sRGB (N, 3) → Oklab (N, 3); transfer function of IEC 61966-2-1."""
    unit = rgb / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LMS.T) @ _LAB.T)


def _rgb(oklab: npt.NDArray[np.float64]) -> Pixels:
    """The inverse of `_oklab`, rounded to whole sRGB values."""
    linear = (oklab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T
    linear = np.clip(linear, 0, 1)
    unit = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(unit * 255), np.uint8)


def heatmap_rgba(evidence: Evidence, *, limit: float, size: tuple[int, int], opacity: float = 1.0) -> Rgba:
    """`evidence` (h, w) as a see-through picture of `size` (height, width) to lay over the crop.

    The scale runs from `-limit` to `limit` logits. Where nothing speaks for or against the class the
    picture shows through whole; `opacity` (0 to 1) is that of the strongest evidence.
    """
    height, width = size
    grown = cv2.resize(evidence.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    values = np.clip(np.nan_to_num(grown), -limit, limit) * (_LEVELS / limit)
    return np.asarray(_table(opacity)[np.rint(values).astype(np.intp) + _LEVELS])


@lru_cache(maxsize=4)
def _table(opacity: float) -> Rgba:
    """Colour and alpha of each of `2 * _LEVELS + 1` values from -1 to 1."""
    values = np.linspace(-1, 1, 2 * _LEVELS + 1)
    rgba = np.empty((len(values), 4), np.uint8)
    rgba[:, :3] = diverging(values)
    # Rises steeply from nothing: weak evidence must be seen, none must not veil the cell.
    rgba[:, 3] = np.rint((1 - (1 - np.abs(values)) ** 2) * (255 * opacity))
    rgba.setflags(write=False)
    return rgba


def blend(pixels: Pixels, rgba: Rgba) -> Pixels:
    """`rgba` laid over `pixels` (H, W, 3) of the same size."""
    alpha = rgba[..., 3:].astype(np.uint16)
    mixed = rgba[..., :3] * alpha + pixels * (255 - alpha)
    return ((mixed + 127) // 255).astype(np.uint8)


def label_masks(cells: Sequence[Cell], *, height: int, width: int, nuclei: bool = False) -> Labels:
    """All cells filled with their numbers, where two overlap the later one's; or the nuclei in them.

    They are the pixels that `morphology.measure` counts. ValueError for a number that 16 bits cannot hold.
    """
    labels = np.zeros((height, width), np.uint16)
    inside = np.zeros_like(labels)
    for cell in cells:
        if not 0 < cell.number <= 65_535:
            raise ValueError(f"cell number {cell.number} does not fit a 16-bit mask")
        window, whole, nucleus = morphology.counted(cell.outline, cell.nuclei, height=height, width=width)
        labels[window][whole] = cell.number
        inside[window][nucleus] = cell.number
    return np.where(inside == labels, inside, 0).astype(np.uint16) if nuclei else labels


def save_png(path: Path, pixels: Pixels | Rgba) -> None:
    """Write `pixels` (H, W, 3 or 4) as an 8-bit PNG, whole or not at all; raises OutputError."""
    _save(path, Pillow.fromarray(np.ascontiguousarray(pixels)))


def save_png16(path: Path, labels: Labels) -> None:
    """Write `labels` (H, W) as a 16-bit grey PNG, whole or not at all; raises OutputError."""
    _save(path, Pillow.fromarray(np.ascontiguousarray(labels, np.uint16)))


def _save(path: Path, picture: Pillow.Image) -> None:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", pnginfo=own.said())
    write_atomic(path, buffer.getvalue())
