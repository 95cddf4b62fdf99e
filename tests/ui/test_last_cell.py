"""The last cell that is decided stays as it is, however many keys a person in the flow presses after it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from allviewer.core.records import Status
from allviewer.ui.app import Program
from tests.ui.conftest import Rig, press
from tests.ui.drawing import spot
from tests.ui.review import decided
from tests.ui.test_next_cell import click

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ended(rig: Rig, field: Program) -> Program:
    """A session all of whose cells were put down as blasts, by keys; the last is on the screen."""
    for _ in decided(field):
        press(rig, Key.Key_1)
    assert len(decided(field)) > 1 and {said[1] for said in decided(field).values()} == {"blast"}
    return field


def last(program: Program) -> tuple[Status, str]:
    cell = program.controller.showing.cell
    assert cell is not None
    return decided(program)[cell]


def test_no_key_decides_the_last_cell_again(ended: Program, rig: Rig) -> None:
    desk = ended.controller.desk
    assert desk is not None
    before, head = decided(ended), desk.session.head
    for key in (Key.Key_2, Key.Key_U, Key.Key_X, Key.Key_2, Key.Key_Return):
        press(rig, key)
        assert decided(ended) == before and "Every cell shown is reviewed" in ended.window.notices.text()
    press(rig, Key.Key_2)
    assert desk.session.head == head
    assert ended.window.notices.text() == (
        "Every cell shown is reviewed, and this one stays as decided: blast. To decide it anew, click it or "
        "take that back with Ctrl+Z."
    )


def _take_back(program: Program, rig: Rig) -> None:
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def _click_the_tile(program: Program, rig: Rig) -> None:
    cell = program.controller.showing.cell
    assert cell is not None
    click(program, cell)


def _click_on_the_picture(program: Program, rig: Rig) -> None:
    view, shown = program.window.picture.view, program.controller.showing.current
    assert shown is not None
    QTest.mouseClick(view, LEFT, pos=spot(program, *shown.cell.outline.mean(axis=0).tolist()))


def _go_and_come_back(program: Program, rig: Rig) -> None:
    press(rig, Key.Key_Left)
    press(rig, Key.Key_Right)


@pytest.mark.parametrize("way", [_take_back, _click_the_tile, _click_on_the_picture, _go_and_come_back])
def test_who_turns_to_it_decides_it_anew(
    ended: Program, rig: Rig, way: Callable[[Program, Rig], None]
) -> None:
    cell = ended.controller.showing.cell
    press(rig, Key.Key_2)
    way(ended, rig)
    assert ended.controller.showing.cell == cell
    press(rig, Key.Key_2)
    assert last(ended)[1] == "normal"
    press(rig, Key.Key_1)  # and then it is the last again
    assert last(ended)[1] == "normal"


@pytest.mark.parametrize(
    ("name", "said"), [("label_normal", "normal"), ("button_unsure", ""), ("button_exclude", "")]
)
def test_a_button_that_is_clicked_means_the_cell_on_the_screen(ended: Program, name: str, said: str) -> None:
    button = ended.window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, LEFT)
    assert last(ended)[1] == said


def test_a_cell_that_came_since_is_shown_before_it_is_decided(ended: Program, rig: Rig) -> None:
    cell, desk = ended.controller.showing.cell, ended.controller.desk
    assert desk is not None
    other = next(one for one in desk.cells if one != cell)
    ended.controller.reviewing.say(
        lambda session, who: session.decide([other], Status.UNREVIEWED, reviewer=who)
    )
    press(rig, Key.Key_2)
    assert ended.controller.showing.cell == other and decided(ended)[other][0] is Status.UNREVIEWED
    press(rig, Key.Key_2)
    assert decided(ended)[other][1] == "normal"


def test_who_does_not_go_on_after_a_decision_changes_it_by_the_next_key(ended: Program, rig: Rig) -> None:
    ended.controller.reviewing.set_advance(False)
    press(rig, Key.Key_2)
    assert last(ended)[1] == "normal"
