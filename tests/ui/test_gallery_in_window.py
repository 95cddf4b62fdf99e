"""The gallery as part of the window: a cell in its field, cells dropped on a class, very many chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QStyleOptionComboBox

from allviewer.core.records import Status
from allviewer.ui.app import Program
from allviewer.ui.gallery.grid import GalleryGrid
from allviewer.ui.panels.buttons import ClassButton
from allviewer.ui.panels.parts import ChoiceBox
from tests.ui.conftest import Rig, in_sight


@pytest.fixture
def fields(rig: Rig, three: Path) -> Program:
    """Three smear fields, classified."""
    return rig.open(three)


def middle(grid: GalleryGrid, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, 0)).center()


def test_a_double_click_shows_the_cell_in_its_field(fields: Program, rig: Rig) -> None:
    controller, view, grid = fields.controller, fields.window.picture.view, fields.window.gallery.grid
    desk = controller.desk
    assert desk is not None
    order = list(fields.window.gallery.order())
    row = next(n for n, one in enumerate(order) if desk.cells[one].image_id == 3)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, row))
    rig.wait(lambda: controller.showing.picture is not None)
    assert controller.showing.row is not None and controller.showing.row.id == 3
    view.fit()
    fitted = view.view.scale
    QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, row))
    assert controller.showing.cell == order[row] and view.view.scale > fitted
    assert controller.showing.current is not None
    box = controller.showing.current.cell.box
    shown = view.view.to_widget(QPointF(box.x + box.width / 2, box.y + box.height / 2))
    assert (shown - QPointF(view.rect().center())).manhattanLength() < 4  # in the middle


def test_chosen_cells_dropped_on_a_class_are_one_step(fields: Program) -> None:
    grid, desk = fields.window.gallery.grid, fields.controller.desk
    assert desk is not None
    order = list(fields.window.gallery.order())
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, 0))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, shift, middle(grid, 2))
    data: QMimeData = grid.model().mimeData(grid.selectionModel().selectedIndexes())
    button = fields.window.findChild(ClassButton, "label_normal")
    assert isinstance(button, ClassButton)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    button.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert [desk.cells[one].label for one in order] == ["normal"] * 3 + [""] * (len(order) - 3)
    fields.window.actions_by_id["undo"].trigger()
    assert {cell.status for cell in desk.cells.values()} == {Status.UNREVIEWED}
    assert not desk.session.can_undo


def test_chosen_cells_stay_chosen_in_another_order(fields: Program) -> None:
    gallery, grid = fields.window.gallery, fields.window.gallery.grid
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, 0))
    for row in (2, 3):
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, control, middle(grid, row))
    chosen = set(gallery.selected())
    assert len(chosen) == 3
    gallery.bar._sort.setCurrentIndex(gallery.bar._sort.findData("smallest"))
    assert set(gallery.selected()) == chosen
    gallery.select_all()
    gallery.bar._sort.setCurrentIndex(gallery.bar._sort.findData("largest"))
    assert list(gallery.selected()) == list(gallery.order())


def test_after_several_cells_are_decided_the_next_key_is_about_the_next_cell(fields: Program) -> None:
    window, desk = fields.window, fields.controller.desk
    assert desk is not None
    gallery, reviewing, order = window.gallery, fields.controller.reviewing, list(window.gallery.order())
    QTest.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(gallery.grid, 0))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, shift, middle(gallery.grid, 2))
    reviewing.label("normal")
    assert list(gallery.selected()) == [fields.controller.showing.cell] == [order[3]]
    reviewing.label("blast")
    assert [desk.cells[one].label for one in order[:4]] == ["normal"] * 3 + ["blast"]
    reviewing.undo()
    reviewing.undo()
    assert {cell.status for cell in desk.cells.values()} == {Status.UNREVIEWED}
    gallery.select_all()
    reviewing.unsure()
    assert len(gallery.selected()) == 1  # also where no other cell is left
    reviewing.set_advance(False)
    gallery.select_all()
    reviewing.exclude()
    assert list(gallery.selected()) == list(gallery.order())  # who asked to stay stays


def test_after_the_order_is_put_anew_the_next_cell_is_its_first(fields: Program, rig: Rig) -> None:
    window, showing, gallery = fields.window, fields.controller.showing, fields.window.gallery

    def press_tab() -> int | None:
        rig.qtbot.keyClick(window, Qt.Key.Key_Tab)
        return showing.cell

    def put(sort: str) -> list[int]:
        gallery.bar._sort.setCurrentIndex(gallery.bar._sort.findData(sort))
        return list(gallery.order())

    order = put("largest")
    QTest.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(gallery.grid, 2))
    assert press_tab() == order[3]  # on from where the person went
    order = put("smallest")
    assert showing.cell in order[2:-1]  # whatever came to stand before it was not seen yet
    assert press_tab() == order[0]
    assert press_tab() == order[1]


def test_a_session_that_is_opened_again_begins_with_what_needs_a_person_most(
    rig: Rig, fields: Program
) -> None:
    rig.stop()
    again = rig.open(Path(rig.settings.recent[0]))
    order, showing = list(again.window.gallery.order()), again.controller.showing
    assert showing.cell in order[2:-1]
    rig.qtbot.keyClick(again.window, Qt.Key.Key_Tab)
    assert showing.cell == order[0]


def test_a_session_that_is_opened_again_shows_where_the_person_stopped(rig: Rig, fields: Program) -> None:
    showing, folder = fields.controller.showing, Path(rig.settings.recent[0])
    place = next(one for one in reversed(fields.window.gallery.order()) if one != showing.cell)
    showing.choose_cell(place)
    rig.stop()
    assert rig.open(folder).controller.showing.cell == place
    rig.open(folder)  # also without a new start
    assert rig.program is not None and rig.program.controller.showing.cell == place
    rig.stop()
    kept = dict(rig.settings.options)["places"]
    for strange in (f"{kept.split()[0]} 99 99", "no place", kept.split()[0]):  # a picture that is not there
        rig.settings = rig.settings.with_option("places", strange)
        again = rig.open(folder).controller.showing
        assert again.row is not None and again.row.id == 1
        rig.stop()


def test_who_only_looks_at_a_session_sees_where_its_reviewer_is_and_leaves_the_place_alone(
    rig: Rig, fields: Program
) -> None:
    showing, order = fields.controller.showing, list(fields.window.gallery.order())
    far = next(one for one in reversed(order) if fields.controller.desk.cells[one].image_id == 3)  # type: ignore[union-attr]
    fields.controller.reviewing.set_advance(False)
    showing.choose_cell(far)
    rig.wait(lambda: in_sight(fields))
    fields.window.actions_by_id["unsure"].trigger()
    showing.choose_cell(order[0])
    second = Program(fields.preferences, session_for=rig.session_for)
    second.commands.open([rig.session_file.parent / "looked"])
    try:
        rig.wait(lambda: second.controller.desk is not None)
        assert second.controller.desk.session.read_only  # type: ignore[union-attr]
        assert second.controller.showing.cell == far
        second.controller.showing.choose_cell(order[1])
    finally:
        second.close()
    rig.stop()
    assert rig.open(Path(rig.settings.recent[0])).controller.showing.cell == order[0]


def test_a_session_without_a_kept_place_is_shown_where_it_was_decided_last(rig: Rig, fields: Program) -> None:
    far = next(reversed(fields.window.gallery.order()))
    fields.controller.showing.choose_cell(far)
    fields.window.actions_by_id["unsure"].trigger()
    rig.stop()
    rig.settings = rig.settings.with_option("places", "")  # as on another computer
    assert rig.open(Path(rig.settings.recent[0])).controller.showing.cell == far


def test_what_does_not_fit_above_the_cells_says_so(fields: Program) -> None:
    gallery = fields.window.gallery

    def said(name: str, width: int) -> str:
        box = gallery.findChild(QComboBox, name)
        assert isinstance(box, QComboBox)
        box.resize(width, box.height())
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        return option.currentText

    assert said("gallerySort", 400) == "most needed first"
    narrow = said("gallerySort", 92)
    assert narrow.endswith("…") and "most needed first".startswith(narrow[:-1]) and len(narrow) > 3


def test_escape_leads_from_all_cells_back_to_one(fields: Program, rig: Rig) -> None:
    window, desk, order = fields.window, fields.controller.desk, list(fields.window.gallery.order())
    assert desk is not None
    fields.controller.showing.choose_cell(order[1])
    rig.qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    accept = window.cell.decide._accept
    assert list(window.gallery.selected()) == order and accept.text() == f"Accept {len(order)} cells"
    window.notices.told("This stays until the next Escape.")
    rig.qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert list(window.gallery.selected()) == [order[1]] and "cells" not in accept.text()
    assert window.notices.text()
    rig.qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.notices.text()
    rig.wait(lambda: in_sight(fields))
    rig.qtbot.keyClick(window, Qt.Key.Key_2)
    assert [one for one in order if desk.cells[one].status is not Status.UNREVIEWED] == [order[1]]


def test_the_wheel_over_a_choice_chooses_nothing(fields: Program) -> None:
    window = fields.window
    before, shown = window.gallery.arrangement(), list(window.gallery.order())
    choices = window.findChildren(QComboBox)
    assert all(isinstance(one, ChoiceBox) for one in choices)
    assert {one.objectName() for one in choices} >= {
        "galleryShow",
        "galleryGroup",
        "gallerySort",
        "heatmapClass",
    }
    was = [one.currentIndex() for one in choices]
    for one in choices:
        at = QPointF(one.rect().center())
        turned = QWheelEvent(
            at,
            QPointF(one.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(one, turned)
    assert [one.currentIndex() for one in choices] == was
    assert window.gallery.arrangement() == before and list(window.gallery.order()) == shown
