"""Accepting what is certain, going blind, and filters that are kept: in the real window."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
)

from allviewer.core.filters import Filter
from allviewer.core.records import Status, Triage
from allviewer.ui.app import Program
from allviewer.ui.dialogs.filter import FilterDialog
from allviewer.ui.glimpsed import FEW, Glimpsed
from tests.ui.conftest import Rig


@pytest.fixture
def opened(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    """Two single cells and a field, classified."""
    folder = tmp_path / "smears"
    folder.mkdir()
    for name in ("field_00034.jpg", "cells/monocyte.jpg", "cells/basophil.jpg"):
        shutil.copy(samples / name, folder / Path(name).name)
    return rig.open(folder)


def answer(text: str) -> None:
    """Press the button of this text in the question that opens next."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(button for button in box.buttons() if text in button.text()).click()

    QTimer.singleShot(0, press)


def statuses(program: Program) -> set[Status]:
    return {cell.status for cell in program.controller.desk.session.index()}  # type: ignore[union-attr]


def test_accepting_certain_cells_asks_and_is_one_step(opened: Program) -> None:
    certain = opened.commands.certain.cells()
    assert certain
    answer("Cancel")
    opened.window.actions_by_id["accept_certain"].trigger()
    assert statuses(opened) == {Status.UNREVIEWED}
    answer("Accept them")
    opened.window.actions_by_id["accept_certain"].trigger()
    assert Status.ACCEPTED in statuses(opened)
    assert opened.commands.certain.cells() == []
    opened.window.actions_by_id["undo"].trigger()
    assert statuses(opened) == {Status.UNREVIEWED}


def test_certain_cells_that_nobody_saw_are_told_and_enter_leaves_them(
    opened: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    unseen, told = [FEW + 1, FEW], []
    monkeypatch.setattr(Glimpsed, "unseen", lambda *_: unseen[0])

    def answer_with_enter() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append("never on the screen" in box.informativeText().lower())
        rig.qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer_with_enter)
    opened.window.actions_by_id["accept_certain"].trigger()
    assert told == [True] and statuses(opened) == {Status.UNREVIEWED}
    unseen.pop(0)
    QTimer.singleShot(0, answer_with_enter)
    opened.window.actions_by_id["accept_certain"].trigger()
    assert told == [True, False] and Status.ACCEPTED in statuses(opened)


def test_blind_hides_the_prediction_until_decided(opened: Program) -> None:
    controller = opened.controller
    cell = next(iter(controller.desk.cells))  # type: ignore[union-attr]
    controller.reviewing.set_advance(False)
    controller.showing.choose_cell(cell)
    opened.window.actions_by_id["blind"].setChecked(True)
    bars = opened.window.cell.bars
    assert bars.isHidden()
    assert not opened.window.actions_by_id["accept"].isEnabled()
    said = opened.window.findChild(QLabel, "tallyPredicted")
    assert isinstance(said, QLabel) and said.text() == ""
    assert opened.commands.certain.cells() == []
    controller.reviewing.label("blast")
    assert not bars.isHidden()
    row = controller.desk.session.cell(cell)  # type: ignore[union-attr]
    assert row.decision is not None and row.decision.blind
    opened.window.actions_by_id["blind"].setChecked(False)
    other = next(one for one in controller.desk.cells if one != cell)  # type: ignore[union-attr]
    controller.showing.choose_cell(other)
    controller.reviewing.label("blast")
    row = controller.desk.session.cell(other)  # type: ignore[union-attr]
    assert row.decision is not None and not row.decision.blind


def test_what_hides_cannot_be_accepted_along_with_what_shows(opened: Program) -> None:
    controller, accept = opened.controller, opened.window.actions_by_id["accept"]
    first, *rest = list(opened.window.gallery.order())
    controller.reviewing.set_advance(False)
    controller.showing.choose_cell(first)
    opened.window.actions_by_id["blind"].setChecked(True)
    controller.reviewing.label("blast")
    assert accept.isEnabled()
    opened.window.gallery.grid.selectAll()
    assert set(controller.reviewing.targets()) == {first, *rest} and controller.showing.cell == first
    assert not accept.isEnabled()
    controller.reviewing.accept()
    cells = controller.desk.cells  # type: ignore[union-attr]
    assert {cells[one].status for one in rest} == {Status.UNREVIEWED}
    opened.window.actions_by_id["blind"].setChecked(False)
    assert accept.isEnabled()
    accept.trigger()
    assert {cells[one].status for one in rest} == {Status.ACCEPTED}


def test_blind_share_stays_the_same(opened: Program) -> None:
    showing = opened.controller.showing
    cells = list(opened.controller.desk.cells)  # type: ignore[union-attr]
    showing.set_blind(True, share=50)
    first = [showing.blind.hidden(one) for one in cells]
    showing.set_blind(True, share=50)
    assert [showing.blind.hidden(one) for one in cells] == first
    showing.set_blind(True, share=0)
    assert not any(showing.blind.hidden(one) for one in cells)


def test_choosing_a_cell_leaves_the_filter_alone(opened: Program, rig: Rig) -> None:
    gallery = opened.window.gallery
    gallery.set_filter(Filter(text="field"))
    some = list(gallery.order())
    assert 1 < len(some) < len(opened.controller.desk.cells)  # type: ignore[union-attr]
    grid = gallery.grid
    at = grid.visualRect(grid.model().index(1, 0)).center()
    rig.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.controller.showing.cell == some[1]
    opened.controller.showing.choose_cell(some[0])
    assert gallery.arrangement().filter == Filter(text="field")
    sort = gallery.findChild(QComboBox, "gallerySort")
    assert isinstance(sort, QComboBox)
    sort.setCurrentIndex(sort.findData("image"))
    assert set(gallery.order()) == set(some)


def test_largest_cells_come_first(opened: Program, rig: Rig) -> None:
    sort = opened.window.gallery.findChild(QComboBox, "gallerySort")
    assert isinstance(sort, QComboBox)
    for _ in range(sort.findData("largest")):  # as a person chooses it without a mouse
        rig.qtbot.keyClick(sort, Qt.Key.Key_Down)
    session = opened.controller.desk.session  # type: ignore[union-attr]

    def sizes() -> list[float]:
        return [session.cell(one).cell.measurements["cell_area_px"] for one in opened.window.gallery.order()]

    assert len(set(sizes())) > 3 and sizes() == sorted(sizes(), reverse=True)
    rig.qtbot.keyClick(sort, Qt.Key.Key_Down)
    assert sizes() == sorted(sizes())


def test_a_decision_moves_nothing_and_the_note_offers_the_order(opened: Program, rig: Rig) -> None:
    gallery = opened.window.gallery
    note = gallery.findChild(QPushButton, "galleryRefresh")
    assert isinstance(note, QPushButton) and note.isHidden()
    before = list(gallery.order())
    opened.controller.showing.choose_cell(before[0])
    opened.controller.reviewing.unsure()
    assert list(gallery.order()) == before
    assert note.isVisible() and note.text() == "Refresh order (1)"
    note.click()
    assert list(gallery.order()) == [*before[1:], before[0]] and note.isHidden()


def test_the_filter_opens_by_its_key_and_only_once(opened: Program, rig: Rig) -> None:
    window = opened.window
    for _ in range(2):
        rig.qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    dialogs = window.findChildren(FilterDialog)
    assert len(dialogs) == 1 and dialogs[0].isVisible()
    button = window.findChild(QToolButton, "galleryFilter")
    assert isinstance(button, QToolButton) and "(Ctrl+F)" in button.toolTip()
    assert not button.isChecked()  # none holds yet
    window.gallery.set_filter(Filter(text="mono"))
    assert button.isChecked() and window.actions_by_id["filter_cells"].isChecked()
    button.click()
    assert button.isChecked()  # a click asks, and takes nothing away
    window.gallery.set_filter(Filter())
    assert not button.isChecked()


def test_filter_acts_at_once_and_is_kept(opened: Program, rig: Rig) -> None:
    opened.commands.filtering.ask()
    dialog = opened.window.findChild(FilterDialog)
    assert isinstance(dialog, FilterDialog)
    text = dialog.findChild(QLineEdit, "filterText")
    assert isinstance(text, QLineEdit)
    text.setText("mono")
    assert len(opened.window.gallery.order()) == 1
    text.clear()
    box = dialog.findChild(QCheckBox, "filter_certain")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    assert list(opened.window.gallery.order()) == opened.commands.certain.cells()
    name = dialog.findChild(QLineEdit, "filterName")
    assert isinstance(name, QLineEdit)
    name.setText("sure ones")
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save").click()
    dialog.close()
    assert [one.name for one in opened.commands.filtering.saved()] == ["sure ones"]
    assert opened.commands.filtering.saved()[0].filter == Filter(triage=frozenset({Triage.CERTAIN}))
    assert "sure ones" in rig.settings.option("filters")


def test_enter_in_the_filter_saves_it_and_forgets_none(opened: Program, rig: Rig) -> None:
    opened.commands.filtering.ask()
    dialog = opened.window.findChild(FilterDialog)
    assert isinstance(dialog, FilterDialog)
    dialog.activateWindow()
    rig.wait(dialog.isActiveWindow)
    dialog._name.setText("mine")
    rig.qtbot.keyClick(dialog._name, Qt.Key.Key_Return)
    assert [one.name for one in opened.commands.filtering.saved()] == ["mine"]
    rig.qtbot.keyClick(dialog._text, Qt.Key.Key_Return)
    rig.qtbot.keyClick(dialog._name, Qt.Key.Key_Return)
    assert [one.name for one in opened.commands.filtering.saved()] == ["mine"] and dialog.isVisible()
    assert opened.window.gallery.arrangement().filter == dialog.filter
