"""Whether a picture has any colour: without it no stain can be told, and so no cell be found."""

from typing import Final

import cv2

from allviewer.core.records import Pixels

COLOURLESS: Final = "The picture has no colour, so no white cell can be found in it."

_NOISE = 4
"""Levels by which the channels of a grey picture may differ, as a lossy file or a scanner leaves it."""
_LINES = 256
"""Lines that are looked at at a time: a picture with colour is mostly known by the first."""


def colourless(pixels: Pixels) -> bool:
    """Whether the channels of `pixels` (H, W, 3) are alike everywhere."""
    for top in range(0, len(pixels), _LINES):
        red, green, blue = cv2.split(pixels[top : top + _LINES])
        if max(cv2.absdiff(red, green).max(), cv2.absdiff(green, blue).max()) > _NOISE:
            return False
    return True
