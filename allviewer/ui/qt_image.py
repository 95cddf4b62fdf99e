"""Pixels as Qt has them: an image for any thread, a pixmap for the GUI thread."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPixmap

_FORMATS = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """RGB (H, W, 3) or, with straight alpha, (H, W, 4) as an image that owns its memory: the array may be
    gone before it is shown.
    """
    return _borrowed(np.ascontiguousarray(pixels)).copy()


def pixmap_of(pixels: npt.NDArray[np.uint8]) -> QPixmap:
    """RGB (H, W, 3) or, with straight alpha, (H, W, 4) as a pixmap."""
    # it keeps them in memory of its own, in another format: no copy first
    return QPixmap.fromImage(_borrowed(np.ascontiguousarray(pixels)))


def _borrowed(pixels: npt.NDArray[np.uint8]) -> QImage:
    height, width, channels = pixels.shape
    return QImage(pixels.data, width, height, pixels.strides[0], _FORMATS[channels])
