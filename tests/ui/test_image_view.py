"""The image view as a person moves in it and chooses cells: real mouse and key events on the real widget."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from allviewer.ui import theme
from allviewer.ui.image_view import ImageView
from allviewer.ui.panels.parts import as_plain
from tests.ui.canvas import LEFT, colour, drag, mark, spot, wheel


def test_the_whole_picture_is_shown_centred(view: ImageView) -> None:
    corner = view.view.to_widget(QPointF(-0.5, -0.5))
    far = view.view.to_widget(QPointF(399.5, 299.5))
    assert corner.x() == pytest.approx(800 - far.x(), abs=1)
    assert corner.y() == pytest.approx(700 - far.y(), abs=1)
    assert min(corner.x(), corner.y()) == theme.M


def test_a_pixel_is_where_its_coordinates_say(view: ImageView) -> None:
    view.zoom_about(8, QPointF(spot(view, 100, 60)))
    assert colour(view, 100, 60).name() == "#ff0000"
    assert colour(view, 100.4, 60.4).name() == "#ff0000"
    assert colour(view, 101, 60).name() == "#ffffff"
    view.actual_size()
    view.pan(view.width() / 2 - spot(view, 200, 200).x(), view.height() / 2 - spot(view, 200, 200).y())
    assert colour(view, 200, 200).name() == colour(view, 219, 219).name() == "#0000ff"
    assert colour(view, 199, 199).name() == colour(view, 220, 220).name() == "#ffffff"


@pytest.mark.parametrize("notches", [1, 5, -2, 0.2])
def test_the_wheel_keeps_the_point_under_the_cursor(view: ImageView, notches: float) -> None:
    cursor = QPointF(333, 280)
    before = view.view.to_image(cursor)
    scale = view.view.scale
    wheel(view, cursor, notches)
    after = view.view.to_image(cursor)
    assert (view.view.scale > scale) == (notches > 0)
    # the corner is kept on whole device pixels: half of one is the error allowed
    slack = 0.51 / view.view.scale
    assert abs(after.x() - before.x()) <= slack and abs(after.y() - before.y()) <= slack


def test_zoom_ends_somewhere_and_the_picture_is_never_lost(view: ImageView) -> None:
    for notches in (400, -400):
        for _ in range(3):
            wheel(view, QPointF(10, 10), notches)
        assert 0.1 < view.percent < 6401
    view.pan(1e6, -1e6)
    extent = view.view.rect_to_widget(QRectF(-0.5, -0.5, 400, 300))
    assert extent.intersects(QRectF(view.rect()))


def test_dragging_pans_and_chooses_nothing(view: ImageView, qtbot: Any) -> None:
    view.set_cells([mark(1, 200, 150, 40)])
    clicked: list[int] = []
    view.cellClicked.connect(clicked.append)
    before = view.view
    drag(view, spot(view, 200, 150), spot(view, 200, 150) + QPoint(60, -40))
    assert (view.view.x - before.x, view.view.y - before.y) == (60, -40)
    assert clicked == []


def test_a_click_chooses_the_cell_it_lies_deepest_in(view: ImageView) -> None:
    large, overlapping, small = mark(1, 150, 150, 80), mark(2, 260, 150, 80), mark(3, 120, 150, 15)
    view.set_cells([large, overlapping, small])
    clicked: list[int] = []
    view.cellClicked.connect(clicked.append)
    for x, y in ((195, 150), (215, 150), (120, 150), (150, 200), (20, 20)):
        QTest.mouseClick(view, LEFT, Qt.KeyboardModifier.NoModifier, spot(view, x, y))
    assert clicked == [1, 2, 3, 1]


def test_a_near_miss_still_chooses(view: ImageView) -> None:
    view.set_cells([mark(7, 200, 150, 40)])
    scale = view.view.scale
    assert view.cell_at(view.view.to_widget(QPointF(240, 150)) + QPointF(3, 0)) == 7
    assert view.cell_at(view.view.to_widget(QPointF(240, 150)) + QPointF(6, 0)) is None
    assert scale > 0


def test_hover_tells_once_and_says_when_it_ends(view: ImageView) -> None:
    view.set_cells([mark(1, 100, 100, 30)])
    hovered: list[int] = []
    view.cellHovered.connect(hovered.append)
    asked: list[int] = []
    view.set_tooltip(lambda cell_id: asked.append(cell_id) or "cell")
    for x in (100, 110, 300):
        QTest.mouseMove(view, spot(view, x, 100))
    assert hovered == [1, -1]
    assert asked == [1]


def test_tooltips_are_plain_text() -> None:
    assert "<b>" not in as_plain("<b>IM</b> & co\n2")
    assert as_plain("a\nb") == "<span>a<br>b</span>"


def test_choosing_a_cell_out_of_sight_brings_it_in(view: ImageView, qtbot: Any) -> None:
    view.set_cells([mark(1, 30, 30, 10), mark(2, 370, 270, 10)])
    view.zoom_about(4, QPointF(spot(view, 0, 0)))
    window = QRectF(view.rect())
    view.select(1)
    still = view.view
    assert window.contains(view.view.to_widget(QPointF(30, 30)))
    view.select(2)
    qtbot.waitUntil(lambda: window.contains(view.view.to_widget(QPointF(370, 270))), timeout=2000)
    assert view.view.scale == still.scale


def test_choosing_a_cell_in_sight_moves_nothing(view: ImageView) -> None:
    view.set_cells([mark(1, 200, 150, 10), mark(2, 2, 2, 10)])
    before = view.view
    view.select(1)
    view.select(2)
    view.picture_of_view()
    assert view.view == before


def test_a_fitted_picture_follows_the_window_and_a_zoomed_one_keeps_its_middle(view: ImageView) -> None:
    view.resize(500, 400)
    assert view.view.to_widget(QPointF(-0.5, -0.5)).x() >= theme.M - 1
    assert view.view.scale < 800 / 400
    view.zoom_about(3, QPointF(250, 200))
    middle = view.view.to_image(QPointF(250, 200))
    view.resize(700, 600)
    after = view.view.to_image(QPointF(350, 300))
    assert after.x() == pytest.approx(middle.x(), abs=0.5) and after.y() == pytest.approx(middle.y(), abs=0.5)


def test_the_arrow_keys_are_left_to_the_window(view: ImageView) -> None:
    before = view.view
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Tab):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
        assert not event.isAccepted() or key == Qt.Key.Key_Tab
    assert view.view == before


def test_a_cell_that_fills_its_picture_is_zoomed_to_as_the_whole_picture(view: ImageView) -> None:
    view.fit()
    whole = view.view
    view.set_cells([mark(1, 200, 150, 140), mark(2, 100, 60, 8)])
    view.select(2)
    view.zoom_to_cell()
    assert view.view.scale > 2 * whole.scale
    view.select(1)
    view.zoom_to_cell()
    assert view.view == whole  # not smaller than that, and nothing beside the picture
