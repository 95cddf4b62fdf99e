"""The drawing tools of the image view: box, click, line and brush, with real mouse and key events."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Box, Polygon
from allviewer.ui.image_view import ImageView, ToolName
from tests.ui.canvas import ALT, LEFT, NONE, RIGHT, drag, mark, spot


def test_a_box_is_drawn_in_image_pixels_and_cut_to_the_picture(view: ImageView) -> None:
    boxes: list[Box] = []
    view.boxDrawn.connect(boxes.append)
    view.start_tool(ToolName.BOX)
    drag(view, spot(view, 50, 60), spot(view, 90, 120))
    drag(view, spot(view, 380, 280), view.rect().bottomRight())
    drag(view, spot(view, 10, 10), spot(view, 11, 11))
    assert len(boxes) == 2
    assert _close(boxes[0], Box(50, 60, 41, 61))
    assert boxes[1].x + boxes[1].width == 400 and boxes[1].y + boxes[1].height == 300


def test_a_click_adds_at_its_centre_and_escape_leaves(view: ImageView, qtbot: Any) -> None:
    view.start_tool(ToolName.POINT)
    with qtbot.waitSignal(view.centreClicked) as told:
        QTest.mouseClick(view, LEFT, Qt.KeyboardModifier.NoModifier, spot(view, 123, 45))
    assert told.args == [pytest.approx(123, abs=0.5), pytest.approx(45, abs=0.5)]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.tool is ToolName.LOOK


def test_a_line_tells_its_length_in_pixels(view: ImageView, qtbot: Any) -> None:
    view.start_tool(ToolName.LINE)
    with qtbot.waitSignal(view.lineDrawn) as told:
        drag(view, spot(view, 100, 100), spot(view, 130, 140))
    assert told.args == [pytest.approx(50, abs=1)]


def test_the_hint_is_never_where_somebody_draws(view: ImageView) -> None:
    bare, middle = view.picture_of_view(), view.width() // 2
    view.start_tool(ToolName.BOX, hint="Drag a box. Esc leaves.")
    for cursor in (5, view.height() - 5):
        QTest.mouseMove(view, QPoint(middle, cursor))
        shown = view.picture_of_view()
        rows = [y for y in range(view.height()) if shown.pixel(middle, y) != bare.pixel(middle, y)]
        assert rows and min(abs(y - cursor) for y in rows) > view.height() / 2


def test_the_brush_needs_a_cell(view: ImageView) -> None:
    view.set_cells([mark(1, 200, 150, 30)])
    view.start_tool(ToolName.BRUSH)
    assert view.tool is ToolName.LOOK


def _brushed(view: ImageView, qtbot: Any, strokes: Callable[[], None]) -> Polygon:
    view.set_cells([mark(5, 200, 150, 30)])
    view.select(5)
    view.start_tool(ToolName.BRUSH)
    strokes()
    with qtbot.waitSignal(view.outlineDrawn) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args[0] == 5 and view.tool is ToolName.LOOK
    polygon: Polygon = told.args[1]
    assert polygon.dtype == np.float32
    return polygon


def test_the_brush_gives_back_an_untouched_outline(view: ImageView, qtbot: Any) -> None:
    polygon = _brushed(view, qtbot, lambda: None)
    np.testing.assert_allclose(polygon.mean(axis=0), [200, 150], atol=0.3)
    radius = np.hypot(*(polygon - [200, 150]).T)
    assert radius.min() > 29 and radius.max() < 31


def test_the_brush_adds(view: ImageView, qtbot: Any) -> None:
    polygon = _brushed(view, qtbot, lambda: drag(view, spot(view, 225, 150), spot(view, 260, 150)))
    assert polygon[:, 0].max() == pytest.approx(266, abs=1.5)
    assert polygon[:, 0].min() == pytest.approx(170, abs=1)


@pytest.mark.parametrize(("button", "held"), [(RIGHT, NONE), (LEFT, ALT)])
def test_the_right_button_erases_and_alt(
    view: ImageView, qtbot: Any, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    start, end = spot(view, 228, 120), spot(view, 228, 180)
    polygon = _brushed(view, qtbot, lambda: drag(view, start, end, button, held))
    assert polygon[:, 0].max() < 224


def test_the_brush_reaches_the_pictures_edge_and_not_beyond(view: ImageView, qtbot: Any) -> None:
    polygon = _brushed(view, qtbot, lambda: drag(view, spot(view, 210, 150), spot(view, 399, 150)))
    assert 398 < polygon[:, 0].max() <= 399.5


def test_brush_keys_are_no_shortcuts_meanwhile(view: ImageView) -> None:
    view.set_cells([mark(1, 200, 150, 30)])
    view.select(1)
    for tool, taken in ((ToolName.BOX, False), (ToolName.BRUSH, True)):
        view.start_tool(tool)
        event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert event.isAccepted() is taken


def _close(first: Box, second: Box) -> bool:
    pairs = zip(
        (first.x, first.y, first.width, first.height),
        (second.x, second.y, second.width, second.height),
        strict=True,
    )
    return all(abs(a - b) <= 1 for a, b in pairs)
