"""Drawing on the picture: a box, a point, a line. Each tool sees image coordinates and answers once."""

import math
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from allviewer.core.records import Box
from allviewer.ui import theme
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.readable import draw_plate, light_upon_dark

SMALLEST_BOX_PX = 4


class ToolName(StrEnum):
    """What the left mouse button does; `LOOK` is panning and choosing."""

    LOOK = "look"
    BOX = "box"
    POINT = "point"
    LINE = "line"
    BRUSH = "brush"


class Tool:
    """What each tool may answer to; points are in image coordinates. The base does nothing."""

    name = ToolName.LOOK
    cursor = Qt.CursorShape.CrossCursor

    def press(self, point: QPointF, *, erase: bool) -> None:
        """The left button (or the right, `erase`) went down."""

    def move(self, point: QPointF) -> None:
        """The cursor moved, button down or not."""

    def release(self, point: QPointF) -> None:
        """The button came up."""

    def key(self, key: Qt.Key) -> bool:
        """A key went down; True if the tool used it."""
        del key
        return False

    def paint(self, painter: QPainter, view: View) -> None:
        """Show what is being drawn, in logical widget pixels."""


class _Drag(Tool):
    def __init__(self) -> None:
        self._start: QPointF | None = None
        self._end = QPointF()

    def press(self, point: QPointF, *, erase: bool) -> None:
        if not erase:
            self._start = self._end = point

    def move(self, point: QPointF) -> None:
        if self._start is not None:
            self._end = point

    def key(self, key: Qt.Key) -> bool:
        started = self._start is not None
        if key == Qt.Key.Key_Escape:
            self._start = None
            return started
        return False


class BoxTool(_Drag):
    """Drag a box; `done` gets it in whole pixels, cut to the picture."""

    name = ToolName.BOX

    def __init__(self, size: QSizeF, done: Callable[[Box], None]) -> None:
        super().__init__()
        self._size = size
        self._done = done

    def release(self, point: QPointF) -> None:
        if self._start is None:
            return
        box = box_between(self._start, point, size=self._size)
        self._start = None
        if min(box.width, box.height) >= SMALLEST_BOX_PX:
            self._done(box)

    def paint(self, painter: QPainter, view: View) -> None:
        if self._start is None:
            return
        rect = QRectF(view.to_widget(self._start), view.to_widget(self._end)).normalized()
        for pen in light_upon_dark():
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)


class PointTool(Tool):
    """Click a place; `done` gets it in image pixels."""

    name = ToolName.POINT

    def __init__(self, done: Callable[[QPointF], None]) -> None:
        self._done = done

    def press(self, point: QPointF, *, erase: bool) -> None:
        if not erase:
            self._done(point)


class LineTool(_Drag):
    """Drag along a known length; `done` gets how many image pixels it is."""

    name = ToolName.LINE

    def __init__(self, done: Callable[[float], None]) -> None:
        super().__init__()
        self._done = done

    def release(self, point: QPointF) -> None:
        if self._start is None:
            return
        length = _length(self._start, point)
        self._start = None
        if length >= 1:
            self._done(length)

    def paint(self, painter: QPainter, view: View) -> None:
        if self._start is None:
            return
        start, end = view.to_widget(self._start), view.to_widget(self._end)
        for pen in light_upon_dark():
            painter.setPen(pen)
            painter.drawLine(start, end)
        draw_note(painter, end, f"{_length(self._start, self._end):.0f} px")


def box_between(first: QPointF, second: QPointF, *, size: QSizeF) -> Box:
    """The whole pixels that a drag between two image points covers, inside a picture of `size`."""
    left, right = sorted((first.x(), second.x()))
    top, bottom = sorted((first.y(), second.y()))
    x = round(min(max(left, 0), size.width() - 1))
    y = round(min(max(top, 0), size.height() - 1))
    return Box(
        x,
        y,
        max(0, round(min(right, size.width() - 1)) - x + 1),
        max(0, round(min(bottom, size.height() - 1)) - y + 1),
    )


def draw_note(painter: QPainter, at: QPointF, text: str) -> None:
    """A few words beside the cursor, readable on any ground."""
    painter.setFont(theme.font(theme.Size.SMALL, bold=True))
    metrics = QFontMetricsF(painter.font())
    area = QRectF(
        at.x() + theme.M, at.y() + theme.M, metrics.horizontalAdvance(text) + theme.M, metrics.height() + 4
    )
    draw_plate(painter, area)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _length(first: QPointF, second: QPointF) -> float:
    return math.hypot(second.x() - first.x(), second.y() - first.y())
