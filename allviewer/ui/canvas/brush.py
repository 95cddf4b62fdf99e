"""The brush: paint or erase a cell's area, at the picture's own detail or finer, and get its outline."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from allviewer.core.records import Polygon
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import CellMark, path_of
from allviewer.ui.canvas.tools import Tool, ToolName

FINE_BELOW: Final = 200
"""Cells smaller than this many pixels are painted on a mask four times as fine."""
FINENESS: Final = 4
LARGER, SMALLER = 1.25, 0.8


class BrushTool(Tool):
    """Paints with the left button, erases with the right or with Alt; `[` and `]` size the brush.

    On Enter `done` gets it, to keep its `outline`. It has `painted` once there is a stroke.
    """

    name = ToolName.BRUSH
    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, mark: CellMark, size: QSizeF, done: Callable[["BrushTool"], None]) -> None:
        self.cell_id, outline = mark.id, mark.outline
        self._size = size
        self._done = done
        self.painted = False
        low, high = outline.min(axis=0), outline.max(axis=0)
        diameter = float(max(high - low)) + 1
        self._fine = FINENESS if diameter < FINE_BELOW else 1
        self._origin = np.floor(low).astype(int)
        self._mask: npt.NDArray[np.uint8] = np.zeros((1, 1), np.uint8)
        self._include(low, high)
        cv2.fillPoly(self._mask, [np.rint(self._to_mask(outline)).astype(np.int32)], 1)
        self.radius = max(1.0, diameter / 10)
        self._cursor = QPointF(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
        self._last: QPointF | None = None
        self._erasing = False
        self._path = self._outline_path()

    def press(self, point: QPointF, *, erase: bool) -> None:
        self._erasing = erase
        self._last = point
        self._stroke(point)

    def move(self, point: QPointF) -> None:
        self._cursor = point
        if self._last is not None:
            self._stroke(point)

    def release(self, point: QPointF) -> None:
        del point
        self._last = None

    def key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.resize(SMALLER if key == Qt.Key.Key_BracketLeft else LARGER)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done(self)
            return True
        return False

    def resize(self, factor: float) -> None:
        """Make the brush larger or smaller, between half a pixel and a quarter of the picture."""
        largest = min(self._size.width(), self._size.height()) / 4
        self.radius = min(max(self.radius * factor, 0.5), max(largest, 0.5))

    def outline(self) -> Polygon | None:
        """The outline of the largest painted piece in image pixels, or None when everything is erased."""
        contours, _ = cv2.findContours(self._mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        if not contours:
            return None
        largest = max(contours, key=cv2.contourArea)
        if len(largest) < 3:
            return None
        simple = cv2.approxPolyDP(largest, 0.5, True)[:, 0, :] if self._fine > 1 else largest[:, 0, :]
        if len(simple) < 3:
            return None
        return self._to_image(simple.astype(np.float32))

    def paint(self, painter: QPainter, view: View) -> None:
        painter.setTransform(view.transform())
        painter.fillPath(self._path, QColor(255, 255, 255, 60))
        ratio = painter.device().devicePixelRatio()
        for pen in (QPen(QColor(0, 0, 0, 150), 3.5 * ratio), QPen(QColor(255, 255, 255), 1.5 * ratio)):
            pen.setCosmetic(True)
            painter.strokePath(self._path, pen)
        painter.resetTransform()
        centre, radius = view.to_widget(self._cursor), self.radius * view.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(0, 0, 0, 150), 3.0), QPen(QColor(255, 255, 255), 1.2)):
            painter.setPen(pen)
            painter.drawEllipse(centre, radius, radius)

    def _stroke(self, point: QPointF) -> None:
        self.painted = True
        start = self._last or point
        ends = np.array([[start.x(), start.y()], [point.x(), point.y()]], np.float32)
        if not self._erasing:
            self._include(ends.min(axis=0) - self.radius, ends.max(axis=0) + self.radius)
        first, second = np.rint(self._to_mask(ends)).astype(int)
        width = max(1, round(2 * self.radius * self._fine))
        cv2.line(self._mask, tuple(map(int, first)), tuple(map(int, second)), int(not self._erasing), width)
        self._last = point
        self._path = self._outline_path()

    def _include(self, low: npt.NDArray[np.floating], high: npt.NDArray[np.floating]) -> None:
        """Grow the mask so that it covers low to high, within the picture."""
        edge = np.array([self._size.width(), self._size.height()]) - 1
        rows, columns = self._mask.shape
        own_end = self._origin + np.array([columns, rows]) // self._fine
        start = np.minimum(self._origin, np.clip(np.floor(low) - 2, 0, edge).astype(int))
        end = np.maximum(own_end, np.clip(np.ceil(high) + 2, 0, edge).astype(int) + 1)
        if (start == self._origin).all() and (end == own_end).all():
            return
        grown = np.zeros(tuple((end - start)[::-1] * self._fine), np.uint8)
        left, top = (self._origin - start) * self._fine
        kept = grown[top : top + rows, left : left + columns]
        kept[:] = self._mask[: kept.shape[0], : kept.shape[1]]
        self._mask, self._origin = grown, start

    def _to_mask(self, points: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        return np.asarray((points - self._origin + 0.5) * self._fine - 0.5, np.float32)

    def _to_image(self, points: npt.NDArray[np.float32]) -> Polygon:
        return np.asarray((points + 0.5) / self._fine - 0.5 + self._origin, np.float32)

    def _outline_path(self) -> QPainterPath:
        outline = self.outline()
        return QPainterPath() if outline is None else path_of([outline], detail=-3)
