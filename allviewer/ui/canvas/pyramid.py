"""A picture at halving sizes, so that any zoom draws about as many pixels as the screen has."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from allviewer.core.records import Pixels

SMALLEST_SIDE: Final = 512
QUICK_PIXELS: Final = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The picture, uint8 (h, w, 3), with `step_x` by `step_y` image pixels to one of its own."""

    pixels: Pixels
    step_x: float = 1.0
    step_y: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Pyramid:
    """Levels from the full picture to the coarsest. `whole` is false for the quick stand-in."""

    levels: tuple[Level, ...]
    whole: bool = True

    @property
    def width(self) -> int:
        """Of the full picture, in pixels."""
        return int(self.levels[0].pixels.shape[1])

    @property
    def height(self) -> int:
        """Of the full picture, in pixels."""
        return int(self.levels[0].pixels.shape[0])

    def level_for(self, device_scale: float) -> int:
        """Index of the coarsest level that is not magnified at `device_scale` device px per image px."""
        fitting = [i for i, level in enumerate(self.levels) if level.step_x * device_scale <= 1.0 + 1e-6]
        return fitting[-1] if fitting else 0


def build(pixels: Pixels) -> Pyramid:
    """All levels by averaging, down to 512 pixels a side; pure, made for a worker thread.

    Takes about a third of the picture's memory besides; 100 megapixels take a tenth to half a second.
    """
    levels = [Level(np.ascontiguousarray(pixels))]
    while max(levels[-1].pixels.shape[:2]) > SMALLEST_SIDE:
        last = levels[-1]
        height, width = last.pixels.shape[:2]
        size = (max(1, width // 2), max(1, height // 2))
        # an odd last row or column is averaged in, so a step may be a little over its power of two
        smaller = cv2.resize(last.pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        levels.append(Level(smaller, pixels.shape[1] / size[0], pixels.shape[0] / size[1]))
    return Pyramid(tuple(levels))


def quick(pixels: Pixels) -> Pyramid:
    """The full picture and one coarse level of picked pixels: rough, but there at once."""
    step = max(1, round(float(np.sqrt(pixels.shape[0] * pixels.shape[1] / QUICK_PIXELS))))
    if step == 1:
        return build(pixels)
    height, width = pixels.shape[0] // step * step, pixels.shape[1] // step * step
    coarse = np.ascontiguousarray(pixels[step // 2 : height : step, step // 2 : width : step])
    return Pyramid((Level(pixels), Level(coarse, step, step)), whole=False)
