"""The image view as a person meets it: real mouse and key events on the real widget, real pixels back."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Pixels, Square, Status
from allviewer.ui import theme
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import MarkIndex
from allviewer.ui.canvas.overlay import Overlay, Scene
from allviewer.ui.image_view import CellMark, ImageView, Layers
from allviewer.ui.panels.parts import as_plain
from tests.ui.canvas import LEFT, PLAIN, circle, colour, drag, mark, spot, wheel


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


def test_an_outline_lies_on_the_cells_edge_in_its_class_colour(view: ImageView) -> None:
    view.set_cells([mark(1, 300, 100, 40, klass=0)])
    expected = QColor(theme.class_sign(0).colour)
    assert _near(colour(view, 340, 100), expected)
    assert colour(view, 300, 100).name() == "#ffffff"


def test_outlines_stay_crisp_at_every_zoom(view: ImageView) -> None:
    view.set_cells([mark(1, 200, 150, 60, klass=0)])
    for factor in (1, 6, 6):
        view.zoom_about(factor, QPointF(spot(view, 260, 150)))
        row = _row(view.picture_of_view(), view, y=150)
        coloured = [x for x, c in enumerate(row) if _near(c, QColor("#e69f00"))]
        edge = view.view.to_widget(QPointF(260, 150)).x()
        assert 1 <= len([x for x in coloured if abs(x - edge) < 20]) <= 3


def test_raw_hides_all_that_is_drawn(view: ImageView) -> None:
    bare = view.picture_of_view()
    view.set_cells([mark(1, 200, 150, 60, klass=1, status=Status.UNSURE, uncertain=True)])
    view.set_heatmap(lambda: np.full((8, 8, 4), 200, np.uint8), Square(140, 90, 120))
    view.select(1)
    view.set_layers(Layers(masks=True, heatmap=True))
    assert view.picture_of_view() != bare
    view.show_raw(True)
    assert view.picture_of_view() == bare
    view.show_raw(False)
    assert view.picture_of_view() != bare


@pytest.mark.parametrize(
    "layers",
    [PLAIN, Layers(outlines=False), Layers(outlines=False, numbers=False, masks=True)],
    ids=["outlines", "numbers", "masks"],
)
def test_each_layer_shows_by_itself(view: ImageView, layers: Layers) -> None:
    bare = view.picture_of_view()
    view.set_cells([mark(1, 200, 150, 60, klass=1)])
    view.set_layers(Layers(outlines=False, numbers=False))
    assert view.picture_of_view() == bare
    view.set_layers(layers)
    assert view.picture_of_view() != bare


def test_the_heatmap_covers_its_square_and_no_more(view: ImageView) -> None:
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[...] = (0, 255, 0, 255)
    view.set_heatmap(lambda: rgba, Square(50.2, 79.8, 100.0))
    view.set_layers(Layers(numbers=False, heatmap=True, heatmap_opacity=1.0))
    assert colour(view, 100, 130).name() == "#00ff00"
    assert colour(view, 52, 82).name() == "#00ff00"
    assert colour(view, 46, 130).name() == colour(view, 153, 130).name() == "#ffffff"


def test_a_heatmap_that_nobody_sees_is_not_made(view: ImageView) -> None:
    made = []

    def drawn() -> npt.NDArray[np.uint8]:
        made.append(1)
        return np.full((4, 4, 4), 200, np.uint8)

    view.set_heatmap(drawn, Square(50, 80, 100))
    view.picture_of_view()
    assert made == []
    view.set_layers(Layers(heatmap=True))
    view.picture_of_view()
    view.picture_of_view()
    assert made == [1]


def test_marks_of_one_picture_are_never_seen_on_the_next(view: ImageView, picture: Pixels) -> None:
    bare = view.picture_of_view()
    view.set_cells([mark(1, 200, 150, 60)])
    view.set_heatmap(lambda: np.full((8, 8, 4), 200, np.uint8), Square(140, 90, 120))
    view.select(1)
    view.picture_of_view()
    view.set_image(picture)
    assert view.grab().toImage().convertToFormat(bare.format()) == bare
    assert view.selected is None and view.cell_at(QPointF(spot(view, 200, 150))) is None


def test_marks_that_take_long_come_in_a_frame_after_the_picture(qapp: QApplication) -> None:
    marks = MarkIndex()
    marks.replace_all([mark(1, 50, 50, 20)])
    overlay = Overlay(marks)
    overlay._last_cost = 1.0  # the sheet of the picture before
    scene = Scene(View(), QSizeF(100, 100), 1.0, PLAIN, 0, QSizeF(100, 100))
    seen = []
    for _frame in range(20):  # one more is enough unless the machine is busy
        image = QImage(100, 100, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        complete = overlay.paint(painter, scene, hurry=True, moving=False)
        painter.end()
        seen.append((complete, image.pixelColor(70, 50).value() > 0))
        if complete:
            break
    assert seen[0] == (False, False) and seen[-1] == (True, True)


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


def _near(first: QColor, second: QColor, slack: int = 40) -> bool:
    pairs = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)
    return all(abs(a - b) <= slack for a, b in pairs)


def _row(image: QImage, view: ImageView, *, y: float) -> list[QColor]:
    at = int(view.view.to_widget(QPointF(0, y)).y() * image.devicePixelRatio())
    return [image.pixelColor(x, at) for x in range(image.width())]


def test_a_note_lies_on_the_picture_until_the_next(view: ImageView, picture: Pixels) -> None:
    bare = view.picture_of_view()
    view.set_note("No white cell was found here.")
    assert view.picture_of_view() != bare
    view.show_raw(True)
    assert view.picture_of_view() == bare
    view.show_raw(False)
    view.set_image(picture)
    assert view.picture_of_view() == bare


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e30])
def test_a_damaged_outline_disturbs_nothing(view: ImageView, wrong: float) -> None:
    outline = circle(100, 100, 20)
    outline[3, 0] = wrong
    view.set_cells([CellMark(1, 1, outline, klass=1, truncated=True), mark(2, 200, 150, 40)])
    for cell_id in (1, 2):
        view.select(cell_id)
        view.zoom_to_cell()
        view.picture_of_view()
    view.set_cells([mark(1, 50, 50, 20), CellMark(2, 2, outline[:2])])
    view.fit()
    assert view.cell_at(QPointF(spot(view, 200, 150))) != 2


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


def test_a_tag_hides_no_small_cell_at_the_edge_and_is_whole(view: ImageView) -> None:
    view.set_cells(
        [mark(1, 200, 6, 10), mark(2, 396, 150, 14, status=Status.ACCEPTED), mark(3, 60, 100, 99, letter="B")]
    )
    view.set_layers(Layers(outlines=False, numbers=False))
    bare = view.picture_of_view()
    view.set_layers(Layers(outlines=False))
    tagged = view.picture_of_view()
    changed = {
        (x, y)
        for y in range(bare.height())
        for x in range(bare.width())
        if bare.pixelColor(x, y) != tagged.pixelColor(x, y)
    }
    ratio = bare.devicePixelRatio()
    first, last = (view.view.to_widget(QPointF(*at)) * ratio for at in ((-0.5, -0.5), (399.5, 299.5)))
    assert changed and max(x for x, _ in changed) <= last.x() and min(y for _, y in changed) >= first.y()
    low = view.view.to_widget(QPointF(200, 16)) * ratio
    over = view.view.to_widget(QPointF(190, 0)).x() * ratio
    assert not any(over <= x <= over + 40 * ratio and y < low.y() for x, y in changed)
    inside = view.view.to_widget(QPointF(60, 30)) * ratio
    assert any(y < inside.y() and x < inside.x() for x, y in changed)  # of a large one it hides little


def test_a_tag_among_cells_lies_upon_none_of_them_where_there_is_room(view: ImageView) -> None:
    view.set_cells([mark(1, 200, 12, 11), mark(2, 200, 36, 11), mark(3, 200, 60, 11)])
    view.set_layers(Layers(outlines=False, numbers=False))
    bare = view.picture_of_view()
    view.set_layers(Layers(outlines=False))
    tagged = view.picture_of_view()
    ratio = bare.devicePixelRatio()
    for x, y in ((200, 12), (195, 12), (200, 36), (195, 36), (200, 60), (195, 60)):
        at = (view.view.to_widget(QPointF(x, y)) * ratio).toPoint()
        assert bare.pixelColor(at) == tagged.pixelColor(at)


def test_a_chosen_cell_is_found_by_its_tag_however_small_it_is(view: ImageView) -> None:
    small = [mark(n, 40 * n, 150, 1, letter="B") for n in range(1, 10)]
    view.set_cells([*small, mark(10, 200, 60, 6)])

    def pictures() -> tuple[QImage, QImage]:
        view.set_layers(PLAIN)
        bare = view.picture_of_view()
        view.set_layers(Layers())
        return bare, view.picture_of_view()

    bare, tagged = pictures()
    assert bare == tagged  # too small for tags, all of them
    view.select(4)
    bare, tagged = pictures()
    assert bare != tagged
