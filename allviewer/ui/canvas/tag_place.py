"""Where a cell's tag lies: beside its cell, within the picture, and upon no other cell if that can be."""

from collections.abc import Iterator
from typing import Final

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
    cell = view.rect_to_widget(shape.box)
    picture = QRectF(QPointF(view.x, view.y), extent * view.scale)
    wide, high = tag.width() + _APART, tag.height() + _APART
    near = view.rect_to_image(cell.adjusted(-wide, -high, wide, high))
    cells = [view.rect_to_widget(one.box) for one in marks.inside(near)]

    def hidden(place: QRectF) -> float:
        """Square pixels of cells upon which it would lie, its own among them."""
        return sum(_common(place, one) for one in cells)

    places = [_within(place, picture) for place in _places(cell, tag)]
    if cell.height() >= _LARGE * tag.height() and places[0].intersects(cell):
        best = _within(QRectF(cell.topLeft() + QPointF(0, _APART), tag), picture)
    else:
        best = min(places, key=hidden)  # of equals the first
    return QRectF(round(best.x()), round(best.y()), tag.width(), tag.height())


def _places(cell: QRectF, tag: QSizeF) -> Iterator[QRectF]:
    """Above, below, at the right and at the left of a cell."""
    above, below = cell.top() - tag.height() - _APART, cell.bottom() + _APART
    for x, y in (
        (cell.left(), above),
        (cell.left(), below),
        (cell.right() + _APART, cell.top()),
        (cell.left() - tag.width() - _APART, cell.top()),
    ):
        yield QRectF(QPointF(x, y), tag)


def _within(place: QRectF, picture: QRectF) -> QRectF:
    """Moved into the picture."""
    x = max(picture.left(), min(place.x(), picture.right() - place.width()))
    y = max(picture.top(), min(place.y(), picture.bottom() - place.height()))
    return QRectF(QPointF(x, y), place.size())


def _common(first: QRectF, second: QRectF) -> float:
    both = first.intersected(second)
    return both.width() * both.height()
