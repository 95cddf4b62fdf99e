"""Where a cell's tag lies: beside its cell, within the picture, and upon no other cell if that can be."""

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import MarkIndex, Shape

_APART: Final = 3.0
"""Logical pixels between a cell and its tag."""
_LARGE: Final = 5.0
"""How many tags high a cell is from which one inside hides little of it."""


def tag_area(shape: Shape, tag: QSizeF, view: View, *, marks: MarkIndex, extent: QSizeF) -> QRectF:
    """The place of a tag of this size, in widget coordinates: above its cell, else where it hides least.

    It hangs on the picture, its cells (`marks`) and the scale alone, not on what of it is in view: moved
    with the picture it stays where it is. `extent` is the picture's size, in its own pixels.
    """
    wide, high, apart = (part / view.scale for part in (tag.width(), tag.height(), _APART))
    box = shape.box
    above = (box.left(), box.top() - high - apart)
    if box.height() >= _LARGE * high and above[1] < 0:
        places = [(box.left(), box.top() + apart)]
    else:
        below = (box.left(), box.bottom() + apart)
        places = [above, below, (box.right() + apart, box.top()), (box.left() - wide - apart, box.top())]
    most = np.maximum((extent.width() - wide, extent.height() - high), 0) - 0.5
    corners = np.clip(np.array(places), -0.5, most)
    hidden = marks.covered(np.hstack([corners, corners + np.array([wide, high])]))
    x, y = corners[hidden.argmin()].tolist()  # of equals the first
    corner = view.to_widget(QPointF(x, y))
    return QRectF(round(corner.x()), round(corner.y()), tag.width(), tag.height())
