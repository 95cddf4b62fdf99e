"""What the image view draws upon the picture: outlines, masks, numbers, tags, the heatmap and notes."""

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Pixels, Square, Status
from allviewer.ui import class_signs
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import MarkIndex
from allviewer.ui.canvas.overlay import Overlay, Scene
from allviewer.ui.image_view import CellMark, ImageView, Layers
from tests.ui.canvas import PLAIN, circle, colour, mark, spot


def test_an_outline_lies_on_the_cells_edge_in_its_class_colour(view: ImageView) -> None:
    view.set_cells([mark(1, 300, 100, 40, klass=0)])
    expected = QColor(class_signs.class_sign(0).colour)
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
