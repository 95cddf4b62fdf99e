"""The gallery: where tiles are, what never moves, what is chosen, and what is painted."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from allviewer.core.rows import CellSummary
from allviewer.ui import theme
from allviewer.ui.arrangement import Arrangement, Group, arrange
from allviewer.ui.gallery.gallery import Gallery
from allviewer.ui.gallery.model import CELL
from allviewer.ui.gallery.tile import TileDelegate
from allviewer.ui.panels.buttons import CELLS, ClassButton
from tests.benchmarks.window import cell

NAMES = {place: f"IM_{place}.jpg" for place in range(100)}


def cells(count: int) -> dict[int, CellSummary]:
    return {place: cell(place) for place in range(count)}


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery(crop=lambda _cell: None, filtering=QAction())
    made.set_classes(("blast", "normal"))
    made.resize(500, 400)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(gallery: Gallery, count: int, group: Group = Group.NONE) -> dict[int, CellSummary]:
    known = cells(count)
    gallery.bar._group.setCurrentIndex(gallery.bar._group.findData(group.value))
    gallery.set_cells(arrange(known.values(), Arrangement(group), names=NAMES), known)
    return known


@pytest.mark.parametrize("group", list(Group))
def test_each_tile_is_found_where_it_is_drawn(gallery: Gallery, group: Group) -> None:
    show(gallery, 200, group)
    grid, model = gallery.grid, gallery.grid.model()
    seen = set()
    for row in range(model.rowCount()):
        rect = grid.visualRect(model.index(row, 0))
        assert grid.indexAt(rect.center()).row() == row
        key = (rect.left(), rect.top())
        assert key not in seen  # no two at one place
        seen.add(key)
    assert model.rowCount() == 200


def test_scrolling_brings_the_chosen_cell_in_view(gallery: Gallery, qtbot: QtBot) -> None:
    show(gallery, 5_000)
    grid = gallery.grid
    for place in (4_000, 0, 4_999):
        gallery.select(gallery.order()[place])
        assert gallery.place_of(gallery.order()[place]) == place == grid.currentIndex().row()
        qtbot.waitUntil(
            lambda: grid.viewport().rect().contains(grid.visualRect(grid.currentIndex())), timeout=2_000
        )


def test_new_cells_come_last_and_move_nothing(gallery: Gallery) -> None:
    known = show(gallery, 50, Group.PREDICTED)
    before = list(gallery.order())
    places = [gallery.grid.visualRect(gallery.grid.model().index(row, 0)) for row in range(50)]
    known[50], known[51] = cell(50), cell(51)
    gallery.add_cells([known[50], known[51]])
    gallery.add_cells([known[51]])  # told twice, shown once
    assert list(gallery.order()) == [*before, 50, 51]
    assert places == [gallery.grid.visualRect(gallery.grid.model().index(row, 0)) for row in range(50)]


def test_cells_that_are_gone_leave_no_hole(gallery: Gallery) -> None:
    known = show(gallery, 20, Group.PREDICTED)
    gone = [gallery.order()[0], gallery.order()[10]]
    for one in gone:
        known.pop(one)
    gallery.remove_cells(gone)
    assert len(gallery.order()) == 18 and not set(gone) & set(gallery.order())
    rows = [gallery.grid.model().index(row, 0).data(CELL).id for row in range(18)]
    assert rows == list(gallery.order())


def test_choosing_by_mouse_and_keyboard(gallery: Gallery, qtbot: QtBot) -> None:
    show(gallery, 30)
    grid = gallery.grid
    chosen: list[int] = []
    # as the controller does: what is chosen is marked again while the click is still being handled
    gallery.cellChosen.connect(lambda one: (chosen.append(one), gallery.select(one)))

    def click(row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = grid.visualRect(grid.model().index(row, 0)).center()
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    order = list(gallery.order())
    click(2)
    assert gallery.selected() == [order[2]] and chosen == [order[2]]
    click(5, Qt.KeyboardModifier.ShiftModifier)
    assert gallery.selected() == order[2:6]
    click(8, Qt.KeyboardModifier.ControlModifier)
    assert gallery.selected() == [*order[2:6], order[8]]
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert gallery.selected() == [order[8 + grid.columns]]
    gallery.select_all()
    assert list(gallery.selected()) == order


def test_choice_from_elsewhere_is_not_said_again(gallery: Gallery) -> None:
    show(gallery, 10)
    said: list[int] = []
    gallery.cellChosen.connect(said.append)
    gallery.select(gallery.order()[3])
    assert said == [] and gallery.selected() == [gallery.order()[3]]


def test_stale_note_says_how_many_and_asks(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.set_stale(7)
    assert gallery.bar._stale.text() == "Refresh order (7)"
    with qtbot.waitSignal(gallery.refreshRequested):
        gallery.bar._stale.click()
    gallery.set_stale(0)
    assert gallery.bar._stale.isHidden()


def test_larger_tiles_keep_the_place(gallery: Gallery) -> None:
    show(gallery, 2_000)
    gallery.select(gallery.order()[1_000])
    first = gallery.grid._first_row()
    gallery.grid.set_tile(QSize(120, 140))
    assert gallery.grid._first_row() <= first < gallery.grid._first_row() + gallery.grid.columns


@pytest.mark.parametrize("row", [0, 57, 150, 199])
def test_the_chosen_cell_stays_in_sight_in_a_window_of_another_size(
    gallery: Gallery, qtbot: QtBot, row: int
) -> None:
    show(gallery, 200)
    grid = gallery.grid
    gallery.select(list(gallery.order())[row])

    def whole() -> bool:
        return grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())

    qtbot.waitUntil(whole)
    for size in ((900, 300), (460, 220), (1200, 300), (500, 400)):
        gallery.resize(*size)
        qtbot.waitUntil(lambda size=size: gallery.height() == size[1])
        assert whole()
    gallery.grid.set_tile(QSize(160, 180))
    assert whole()


def test_where_the_chosen_cell_is_not_what_is_looked_at_stays_in_sight(
    gallery: Gallery, qtbot: QtBot
) -> None:
    show(gallery, 200)
    grid = gallery.grid
    gallery.select(next(iter(gallery.order())))
    qtbot.waitUntil(lambda: grid.currentIndex().isValid())
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    first = grid._first_row()
    assert first > 0
    gallery.resize(900, 400)
    assert first in grid.in_sight() and 0 not in grid.in_sight()


def test_wheel_with_ctrl_makes_the_crops_larger(gallery: Gallery) -> None:
    show(gallery, 20)
    before = gallery.grid.tile.width()
    up = QWheelEvent(
        QPointF(20, 20),
        QPointF(20, 20),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    gallery.wheelEvent(up)
    assert gallery.grid.tile.width() == before + 8


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows of tiles that are painted from here on."""
    rows: list[int] = []
    paint = TileDelegate.paint
    monkeypatch.setattr(
        TileDelegate,
        "paint",
        lambda self, p, option, index: (rows.append(index.row()), paint(self, p, option, index)),
    )
    return rows


def shown_whole(
    gallery: Gallery, qtbot: QtBot, painted: list[int], *, count: int, at: int | None = None
) -> dict[int, CellSummary]:
    """Show so many cells, and choose the one at a place; what that painted is forgotten."""
    known = show(gallery, count)
    if at is not None:
        gallery.select(gallery.order()[at])
    qtbot.waitUntil(lambda: bool(painted) if at is None else at in painted)
    QApplication.processEvents()
    painted.clear()
    return known


def test_cells_that_come_in_out_of_sight_cost_no_painting(
    gallery: Gallery, qtbot: QtBot, painted: list[int]
) -> None:
    known = shown_whole(gallery, qtbot, painted, count=500)
    new = {place: cell(place) for place in range(500, 510)}
    known.update(new)
    gallery.add_cells(list(new.values()))
    gallery.grid.viewport().update(theme.S + 9, 9, 1, 1)  # one tile is sure to be painted, and no other
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [0]


def test_cells_that_change_out_of_sight_cost_no_painting(
    gallery: Gallery, qtbot: QtBot, painted: list[int]
) -> None:
    known = shown_whole(gallery, qtbot, painted, count=1_000)
    gallery.change_cells([known[one] for one in gallery.order()[900:950]])
    gallery.change_cells([known[one] for one in gallery.order()[:2]])
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [0, 1]


def test_what_scrolls_is_painted_after_what_is_waited_for(
    gallery: Gallery, qtbot: QtBot, painted: list[int]
) -> None:
    """Going on to a cell out of sight paints the one that is left first, then the others where it stands."""
    shown_whole(gallery, qtbot, painted, count=1_000, at=3)
    gallery.select(gallery.order()[900])
    qtbot.waitUntil(lambda: 900 in painted)
    assert painted[0] == 3 and min(painted[1:]) > 3


def test_going_on_paints_two_tiles(gallery: Gallery, qtbot: QtBot, painted: list[int]) -> None:
    shown_whole(gallery, qtbot, painted, count=500, at=3)
    gallery.select(gallery.order()[7])
    qtbot.waitUntil(lambda: 7 in painted)
    assert set(painted) == {3, 7}


def test_cells_that_come_in_where_there_is_room_are_painted(gallery: Gallery, qtbot: QtBot) -> None:
    known = show(gallery, 2)
    gallery.grid.grab()
    with qtbot.waitSignal(gallery.grid.seen, check_params_cb=lambda _first, last: last == 3):
        known[2] = cell(2)
        gallery.add_cells([known[2]])


def test_dropping_cells_on_a_class_names_them(qtbot: QtBot) -> None:
    button = ClassButton("blast", key="1", colour="#e69f00")
    qtbot.addWidget(button)
    data = QMimeData()
    data.setData(CELLS, b"4,7,9")
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(button.cellsDropped) as said:
        button.dropEvent(event)
    assert said.args == [[4, 7, 9]]
