"""Pixels as Qt has them: an image for any thread, a pixmap for the GUI thread."""

import numpy as np
from PySide6.QtGui import QImage, QPixmap

from allviewer.core.records import Pixels


def image_of(pixels: Pixels) -> QImage:
    """RGB pixels (H, W, 3) as an image that owns its memory: the array may be gone before it is shown."""
    height, width = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels)
    return QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def pixmap_of(pixels: Pixels) -> QPixmap:
    """RGB pixels (H, W, 3) as a pixmap, which keeps them in memory of its own, in another format."""
    kept = np.ascontiguousarray(pixels)
    height, width = kept.shape[:2]
    return QPixmap.fromImage(QImage(kept.data, width, height, kept.strides[0], QImage.Format.Format_RGB888))
