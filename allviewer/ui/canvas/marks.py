"""What is known of the cells on the picture: outlines ready to paint, culled by view, found by a point."""

import math
import struct
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from allviewer.core.records import Polygon, Status

REACH_PX: Final = 4.0
"""How far outside an outline, in logical pixels, a click still means that cell."""


@dataclass(frozen=True, slots=True, eq=False)
class CellMark:
    """One cell as the picture shows it. `klass` is the index of its effective or predicted class.

    `letter` is the class's second sign beside its colour (see `class_signs`); `colour` is the class's, or ""
    for that of its index.
    """

    id: int
    number: int
    outline: Polygon
    nuclei: tuple[Polygon, ...] = ()
    klass: int | None = None
    letter: str = ""
    status: Status = Status.UNREVIEWED
    uncertain: bool = False
    truncated: bool = False
    colour: str = ""


class Shape:
    """A mark with its paths in corner coordinates, simplified for each zoom on first use."""

    __slots__ = ("_cells", "_nuclei", "box", "diameter", "mark")

    def __init__(self, mark: CellMark) -> None:
        low, high = mark.outline.min(axis=0), mark.outline.max(axis=0)
        self.mark = mark
        self.box = QRectF(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))
        self.diameter = max(self.box.width(), self.box.height(), 1.0)
        self._cells: dict[int, QPainterPath] = {}
        self._nuclei: dict[int, QPainterPath] = {}

    def cell(self, device_scale: float) -> QPainterPath:
        """The whole cell's outline, true to a third of a device pixel at `device_scale`."""
        detail = _detail(device_scale)
        if detail not in self._cells:
            self._cells[detail] = path_of([self.mark.outline], detail=detail)
        return self._cells[detail]

    def nuclei(self, device_scale: float) -> QPainterPath:
        """All lobes of the nucleus as one path."""
        detail = _detail(device_scale)
        if detail not in self._nuclei:
            self._nuclei[detail] = path_of(self.mark.nuclei, detail=detail)
        return self._nuclei[detail]

    def with_mark(self, mark: CellMark) -> "Shape":
        """For the changed mark of the same cell; the paths are kept where the outlines are the same."""
        if mark is self.mark:
            return self
        if not _same((self.mark.outline, *self.mark.nuclei), (mark.outline, *mark.nuclei)):
            return Shape(mark)
        shape = copy(self)
        shape.mark = mark
        return shape


class MarkIndex:
    """The marks of one picture. GUI thread only.

    A damaged outline (of a session from elsewhere) that has no place on the picture is left out.
    """

    def __init__(self) -> None:
        self._shapes: dict[int, Shape] = {}
        self._boxes: npt.NDArray[np.float64] = np.zeros((0, 4))
        self._order: list[Shape] = []

    def __len__(self) -> int:
        return len(self._shapes)

    def get(self, cell_id: int | None) -> Shape | None:
        """The cell with this id; None where there is none, or it has no place."""
        return None if cell_id is None else self._shapes.get(cell_id)

    def replace_all(self, marks: Iterable[CellMark]) -> None:
        """Forget the marks there were; outlines that stay the same are not built anew."""
        before = self._shapes
        self._shapes = {mark.id: self._shape(mark, before) for mark in marks if _has_place(mark)}
        self._sort()

    def inside(self, rect: QRectF) -> list[Shape]:
        """Marks whose box meets the image rectangle, large cells first so that small ones lie on top."""
        if not self._order:
            return []
        left, top, right, bottom = self._boxes.T
        seen = (
            (left <= rect.right()) & (right >= rect.left()) & (top <= rect.bottom()) & (bottom >= rect.top())
        )
        return [self._order[i] for i in np.flatnonzero(seen)]

    def covered(self, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Upon how much of all marks' boxes each of `places` (N, 4: left, top, right, bottom) lies, (N,)."""
        low = np.maximum(places[:, None, :2], self._boxes[None, :, :2])
        high = np.minimum(places[:, None, 2:], self._boxes[None, :, 2:])
        return np.asarray(np.prod(np.maximum(high - low, 0), axis=2).sum(axis=1))

    def at(self, point: QPointF, *, reach: float) -> int | None:
        """Id of the cell meant by an image point; where cells overlap, the one it lies deepest in.

        Depth is taken in proportion to the cell's size, so that a small cell upon a large one can be
        chosen. `reach` is how far outside (image pixels) still counts.
        """
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        best, best_depth = None, -np.inf
        for shape in self.inside(area):
            depth = cv2.pointPolygonTest(shape.mark.outline, (point.x(), point.y()), True)
            if depth >= -reach and depth / shape.diameter > best_depth:
                best, best_depth = shape.mark.id, depth / shape.diameter
        return best

    def _shape(self, mark: CellMark, before: dict[int, Shape]) -> Shape:
        old = before.get(mark.id)
        return old.with_mark(mark) if old is not None else Shape(mark)

    def _sort(self) -> None:
        self._order = sorted(self._shapes.values(), key=lambda shape: -shape.diameter)
        rects = [(s.box.left(), s.box.top(), s.box.right(), s.box.bottom()) for s in self._order]
        self._boxes = np.array(rects, np.float64).reshape(-1, 4)


def path_of(polygons: Sequence[Polygon], *, detail: int = 0) -> QPainterPath:
    """Closed polygons as one path in corner coordinates.

    `detail` n allows an error of a third of 2**n image pixels. Goes through Qt's own serialised form
    (QDataStream, Qt 4.0 to 6: count, then type, x, y of each element): a point at a time from Python
    would cost a hundred times as much.
    """
    parts = [_elements(_simplified(polygon, detail)) for polygon in polygons if len(polygon) >= 3]
    if not parts:
        return QPainterPath()
    count = sum(map(len, parts))
    body = b"".join(part.tobytes() for part in parts)
    # a name of its own: the stream reads from the buffer and does not keep it alive
    buffer = QByteArray(struct.pack(">i", count) + body + struct.pack(">ii", count - len(parts[-1]), 1))
    stream = QDataStream(buffer, QIODevice.OpenModeFlag.ReadOnly)
    path = QPainterPath()
    stream >> path
    return path


_ELEMENT: Final = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE = 0, 1


def _elements(polygon: Polygon) -> npt.NDArray[np.void]:
    closed = np.concatenate([polygon, polygon[:1]]) + 0.5
    elements = np.empty(len(closed), _ELEMENT)
    elements["type"] = _LINE
    elements["type"][0] = _MOVE
    elements["x"], elements["y"] = closed[:, 0], closed[:, 1]
    return elements


def _simplified(polygon: Polygon, detail: int) -> Polygon:
    error = 2.0**detail / 3
    simple = cv2.approxPolyDP(np.ascontiguousarray(polygon, np.float32), error, True)[:, 0, :]
    return np.asarray(simple if len(simple) >= 3 else polygon, np.float32)


def _detail(device_scale: float) -> int:
    return min(max(math.floor(-math.log2(device_scale)), -5), 8)


def _has_place(mark: CellMark) -> bool:
    return len(mark.outline) >= 3 and bool(np.isfinite(mark.outline).all())


def _same(first: Sequence[Polygon], second: Sequence[Polygon]) -> bool:
    pairs = zip(first, second, strict=False)
    return len(first) == len(second) and all(one is two or np.array_equal(one, two) for one, two in pairs)
