"""Pixels at another size: halved by means, and the rest interpolated.

OpenCV's means over areas (`INTER_AREA`) take ten times as long where the scale is no whole number, and
differ by less than the noise.
"""

import cv2
import numpy as np

from allviewer.core.records import Pixels


def shrunk(pixels: Pixels, scale: float) -> Pixels:
    """`pixels` (H, W, 3) shrunk by `scale`, or grown where it is less than 1; at least one pixel a side."""
    while scale >= 2:
        pixels, scale = _halved(pixels), scale / 2
    if scale == 1.0:
        return np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    size = (max(1, round(width / scale)), max(1, round(height / scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _halved(pixels: Pixels) -> Pixels:
    """The means of two by two pixels; a last row or column that is left over counts twice."""
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        even = cv2.copyMakeBorder(pixels, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
        pixels = np.asarray(even, np.uint8)
    size = ((width + 1) // 2, (height + 1) // 2)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
