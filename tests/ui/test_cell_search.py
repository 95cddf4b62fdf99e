"""What a person does while a cell is searched for beside the window."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Event, Timer

import numpy as np
import pytest
from PySide6.QtCore import Qt

from allviewer.core import redraw
from allviewer.core.records import Cell
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.image_view import ToolName
from tests.ui.conftest import Rig, press
from tests.ui.drawing import LEFT, away_from_cells, drag, drawn, spot, trigger, undo


@pytest.fixture
def held(program: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Every search waits, beside the window, until it is set."""
    gate = Event()
    program.turn._at_once_s = 0.0
    for name in ("cell_at", "cell_in", "redrawn"):
        search = getattr(redraw, name)

        def waiting(*given: object, search: Callable[..., Cell] = search, **named: object) -> Cell:
            assert threading.current_thread() is not threading.main_thread()
            assert gate.wait(60)
            return search(*given, **named)

        monkeypatch.setattr(redraw, name, waiting)
    yield gate
    gate.set()


@pytest.mark.parametrize("tool", ["add_cell", "add_box"])
def test_what_is_pressed_while_a_cell_is_searched_is_of_that_cell(
    rig: Rig, program: Program, held: Event, tool: str
) -> None:
    before = drawn(program)
    program.controller.reviewing.set_advance(False)
    trigger(program, tool)
    x, y = away_from_cells(program)
    if tool == "add_cell":
        rig.qtbot.mouseClick(program.window.picture.view, LEFT, pos=spot(program, x, y))
    else:
        drag(rig, program, (x - 30, y - 30), (x, y), (x + 30, y + 30))
    press(rig, Qt.Key.Key_2)
    press(rig, Qt.Key.Key_Escape)  # leaves the tool: the cell is not taken back by it
    assert set(drawn(program)) == set(before) and program.window.picture.view.tool is not ToolName.LOOK
    held.set()
    rig.wait(lambda: not program.turn.busy)
    (new,) = set(drawn(program)) - set(before)
    now = program.controller.showing.current
    assert now is not None and now.id == new
    assert now.decision is not None and now.decision.label == "normal"
    assert program.window.picture.view.tool is ToolName.LOOK
    undo(program)
    undo(program)
    assert set(drawn(program)) == set(before)


def test_outline_searched_anew_stays_of_the_cell_that_was_shown(
    rig: Rig, program: Program, held: Event
) -> None:
    cell = program.controller.showing.current
    assert cell is not None
    box = cell.cell.box
    trigger(program, "find_in_box")
    drag(rig, program, (box.x, box.y), (box.x + 9, box.y + 9), (box.x + box.width, box.y + box.height))
    press(rig, Qt.Key.Key_Right)
    assert program.controller.showing.cell == cell.id
    held.set()
    rig.wait(lambda: not program.turn.busy)
    assert program.controller.showing.cell != cell.id
    undo(program)
    back = drawn(program)[cell.id]
    np.testing.assert_array_equal(back, cell.cell.outline)


def test_window_closed_while_a_cell_is_searched_has_it_when_it_opens_again(
    rig: Rig, program: Program, held: Event
) -> None:
    before = drawn(program)
    trigger(program, "add_cell")
    place = away_from_cells(program)
    rig.qtbot.mouseClick(program.window.picture.view, LEFT, pos=spot(program, *place))
    assert program.turn.busy
    Timer(0.1, held.set).start()  # closing waits for the search
    rig.stop()
    with closing(Session.open(rig.session_file)) as session:
        assert len(session.cells(1)) == len(before) + 1 and session.can_undo
