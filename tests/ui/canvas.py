"""A small picture and its cells on the real image view, and a mouse to meet them with."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Polygon
from allviewer.ui.image_view import CellMark, ImageView, Layers

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
PLAIN = Layers(numbers=False)


def circle(x: float, y: float, radius: float, points: int = 48) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1).astype(np.float32)


def mark(cell_id: int, x: float, y: float, radius: float, **more: Any) -> CellMark:
    return CellMark(cell_id, cell_id, circle(x, y, radius), **more)


def spot(view: ImageView, x: float, y: float) -> QPoint:
    return view.view.to_widget(QPointF(x, y)).toPoint()


def colour(view: ImageView, x: float, y: float) -> QColor:
    """What is on the screen at an image point."""
    image = view.picture_of_view()
    ratio = image.devicePixelRatio()
    at = view.view.to_widget(QPointF(x, y)) * ratio
    return image.pixelColor(int(at.x()), int(at.y()))


def wheel(view: ImageView, at: QPointF, notches: float) -> None:
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def drag(
    view: ImageView,
    start: QPoint,
    end: QPoint,
    button: Qt.MouseButton = LEFT,
    held: Qt.KeyboardModifier = NONE,
) -> None:
    QTest.mousePress(view, button, held, start)
    for part in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(view, start + (end - start) * part)
    QTest.mouseRelease(view, button, held, end)
