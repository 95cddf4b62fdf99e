"""Enter in the window: accepts what nobody decided, and overwrites nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from allviewer.core.records import Status
from allviewer.ui import steps
from allviewer.ui.app import Program
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, press
from tests.ui.review import decided

Key = Qt.Key


@pytest.fixture
def accept(field: Program) -> QPushButton:
    """The button; a decision does not lead on."""
    field.controller.reviewing.set_advance(False)
    button = field.window.findChild(QPushButton, "button_accept")
    assert isinstance(button, QPushButton)
    return button


def chosen(program: Program) -> int:
    cell = program.controller.showing.cell
    assert cell is not None
    return cell


def other_than_predicted(program: Program) -> tuple[Key, str]:
    desk = program.controller.desk
    assert desk is not None
    place = MODEL.classes.index(desk.cells[chosen(program)].best) ^ 1
    return Key(Key.Key_1.value + place), MODEL.classes[place]


@pytest.mark.parametrize(
    ("key", "status"), [(Key.Key_X, Status.EXCLUDED), (Key.Key_U, Status.UNSURE), (None, Status.CORRECTED)]
)
def test_enter_keeps_what_was_decided_otherwise_and_says_so(
    field: Program, rig: Rig, accept: QPushButton, key: Key | None, status: Status
) -> None:
    cell, window = chosen(field), field.window
    class_key, label = other_than_predicted(field)
    said = (status, label if key is None else "")
    word = said[1] or status.value
    press(rig, key or class_key)
    assert decided(field)[cell] == said and accept.text() == f"Keep: {word}" and accept.isEnabled()
    press(rig, Key.Key_Return)
    assert decided(field)[cell] == said
    assert window.notices.text() == f"Kept as it was decided: {word}. A class key changes it."
    field.controller.reviewing.set_advance(True)
    accept.click()
    assert decided(field)[cell] == said and chosen(field) != cell  # and goes on
    assert word in window.notices.text()
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # the decision is still the last step
    assert decided(field)[cell] == (Status.UNREVIEWED, "") and chosen(field) == cell
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert decided(field)[cell] == said


def test_enter_ends_a_note_and_the_next_one_leaves_the_decision(
    field: Program, rig: Rig, accept: QPushButton
) -> None:
    cell = chosen(field)
    for key in (Key.Key_X, Key.Key_N, Key.Key_L, Key.Key_Return, Key.Key_Return):
        press(rig, key)
    assert decided(field)[cell] == (Status.EXCLUDED, "")


def test_a_class_key_changes_what_enter_keeps(field: Program, rig: Rig, accept: QPushButton) -> None:
    cell = chosen(field)
    key, label = other_than_predicted(field)
    for one in (Key.Key_X, Key.Key_Return, key):
        press(rig, one)
    assert decided(field)[cell] == (Status.CORRECTED, label)


def test_accepting_once_more_is_no_step_and_nothing_to_say(
    field: Program, rig: Rig, accept: QPushButton
) -> None:
    cell, session = chosen(field), field.controller.desk.session  # type: ignore[union-attr]
    press(rig, Key.Key_Return)
    assert decided(field)[cell][0] is Status.ACCEPTED
    press(rig, Key.Key_Return)
    assert not field.window.notices.text()
    session.undo("RM")
    assert not session.can_undo


def test_of_many_those_without_a_decision_are_accepted(field: Program, rig: Rig, accept: QPushButton) -> None:
    excluded, cells = chosen(field), list(field.window.gallery.order())
    press(rig, Key.Key_X)
    press(rig, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert accept.text() == "Accept 1 cell" and len(cells) == 2
    press(rig, Key.Key_Return)
    (other,) = set(cells) - {excluded}
    assert {cell: said[0] for cell, said in decided(field).items()} == {
        excluded: Status.EXCLUDED,
        other: Status.ACCEPTED,
    }
    assert accept.text() == "Keep 2 cells"
    press(rig, Key.Key_Return)
    assert field.window.notices.text() == "2 cells are kept as they were decided. A class key changes them."
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(field)[other][0] is Status.UNREVIEWED and decided(field)[excluded][0] is Status.EXCLUDED


def test_decisions_replaced_among_several_chosen_cells_are_told(
    rig: Rig, three: Path, english_numbers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = rig.open(three)
    notices = program.window.notices
    program.controller.reviewing.set_advance(False)
    press(rig, Key.Key_1)
    press(rig, Key.Key_2)
    assert notices.text() == ""  # of one cell it is in sight
    press(rig, Key.Key_1)
    blast = chosen(program)
    cells = len(decided(program))
    press(rig, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(rig, Key.Key_2)
    told = f"Decided otherwise before: 1 of these {cells} cells. Ctrl+Z takes this back."
    assert notices.text() == told
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(program)[blast][1] == "blast" and notices.text() == ""
    program.turn._at_once_s = 0.0  # the same beside the window
    monkeypatch.setattr(steps, "MANY", 1)
    press(rig, Key.Key_2)
    rig.wait(lambda: notices.text() == told)
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rig.wait(lambda: not program.turn.busy)
    press(rig, Key.Key_Return)  # accepts those that nobody decided
    assert notices.text() == ""
