"""What was painted is kept, whichever way a person leaves the cell; only Escape gives it up."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from allviewer.core.records import Polygon, Status
from allviewer.core.rows import CellRow
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.image_view import ToolName
from tests.benchmarks import large
from tests.ui.conftest import Rig, press
from tests.ui.drawing import LEFT, drag, painted, trigger, undo

Way = Callable[[Rig, Program, Path], object]


@pytest.fixture(params=["at once", "beside"])
def program(rig: Rig, three: Path, request: pytest.FixtureRequest) -> Program:
    """Three fields, the first of them on the screen; outlines are found at once, or beside the window."""
    program = rig.open(three)
    rig.wait(lambda: program.controller.showing.picture is not None)
    if request.param == "beside":
        program.turn._at_once_s = 0.0
    return program


def outline_of(program: Program, cell: CellRow) -> Polygon:
    desk = program.controller.desk
    assert desk is not None
    return desk.session.cell(cell.id).cell.outline


def is_kept(outline: Polygon, before: CellRow) -> bool:
    return float(outline[:, 0].max()) > float(before.cell.outline[:, 0].max()) + 10


def _key(key: Qt.Key) -> Way:
    return lambda rig, _program, _folder: press(rig, key)


def _click_in_gallery(_rig: Rig, program: Program, _folder: Path) -> None:
    grid = program.window.gallery.grid
    places = [grid.model().index(row, 0) for row in range(grid.model().rowCount())]
    shown = program.controller.showing.cell
    other = next(
        place
        for place, one in zip(places, program.window.gallery.order(), strict=True)
        if one != shown and grid.viewport().rect().contains(grid.visualRect(place).center())
    )
    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(other).center())


def _click_in_list(_rig: Rig, program: Program, _folder: Path) -> None:
    view = program.window.images.view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(2, 0)).center())


WAYS: Final[dict[str, Way]] = {
    "next unreviewed": _key(Qt.Key.Key_Tab),
    "next cell": _key(Qt.Key.Key_Right),
    "next picture": _key(Qt.Key.Key_PageDown),
    "click in the gallery": _click_in_gallery,
    "click in the list": _click_in_list,
    "decision": _key(Qt.Key.Key_U),
    "the brush put down": _key(Qt.Key.Key_R),
    "another tool": _key(Qt.Key.Key_B),
    "look again": lambda _rig, program, _folder: trigger(program, "look_again"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_leaves_the_cell_keeps_what_was_painted(
    rig: Rig, program: Program, three: Path, way: str
) -> None:
    cell = painted(rig, program)
    WAYS[way](rig, program, three)
    rig.wait(lambda: not program.turn.busy)
    assert is_kept(outline_of(program, cell), cell)
    assert program.window.picture.view.tool is not ToolName.BRUSH
    if way == "decision":  # which was made of the new outline, so it comes second
        undo(program)
    undo(program)
    rig.wait(lambda: not program.turn.busy)
    np.testing.assert_array_equal(outline_of(program, cell), cell.cell.outline)
    trigger(program, "redo")
    rig.wait(lambda: not program.turn.busy)
    assert is_kept(outline_of(program, cell), cell)


def test_who_went_on_is_told(rig: Rig, program: Program) -> None:
    cell = painted(rig, program)
    press(rig, Qt.Key.Key_Tab)
    number, name = cell.cell.number, program.controller.showing.name_of(cell.image_id)
    told = f"Cell {number} of {name} has the outline that you painted. Ctrl+Z takes it back."
    rig.wait(lambda: program.window.notices.text() == told)
    assert program.controller.showing.cell != cell.id


def test_a_key_of_a_decision_is_of_the_cell_that_was_painted(rig: Rig, program: Program) -> None:
    cell = painted(rig, program)
    press(rig, Qt.Key.Key_X)
    rig.wait(lambda: not program.turn.busy)
    desk = program.controller.desk
    assert desk is not None and desk.cells[cell.id].status is Status.EXCLUDED
    assert is_kept(outline_of(program, cell), cell)
    assert program.controller.showing.cell != cell.id


def test_undo_takes_the_strokes_and_not_what_was_before_them(rig: Rig, program: Program) -> None:
    program.controller.reviewing.set_advance(False)
    trigger(program, "unsure")
    cell = painted(rig, program)
    undo(program)
    rig.wait(lambda: not program.turn.busy)
    np.testing.assert_array_equal(outline_of(program, cell), cell.cell.outline)
    assert program.controller.desk is not None
    assert program.controller.desk.cells[cell.id].status is Status.UNSURE


@pytest.mark.parametrize("entered", [False, True])
def test_the_window_is_closed_and_what_was_painted_is_kept(rig: Rig, program: Program, entered: bool) -> None:
    cell = painted(rig, program)
    if entered:
        press(rig, Qt.Key.Key_Return)
    trigger(program, "quit")
    assert not program.window.isVisible()
    with_it = Session.open(rig.session_file)
    assert is_kept(with_it.cell(cell.id).cell.outline, cell) and with_it.verify() == []
    with_it.close()


def test_another_session_is_opened_and_what_was_painted_is_kept(
    rig: Rig, program: Program, tmp_path: Path
) -> None:
    large.fill(tmp_path / "other.allviewer", 100)
    cell = painted(rig, program)
    program.commands.open([tmp_path / "other.allviewer"])
    rig.wait(lambda: not program.turn.busy)
    assert program.controller.desk is not None and len(program.controller.desk.cells) == 100
    kept = Session.open(rig.session_file)
    assert is_kept(kept.cell(cell.id).cell.outline, cell)
    kept.close()


def test_escape_gives_up_what_was_painted(rig: Rig, program: Program) -> None:
    cell = painted(rig, program)
    assert "Esc gives up." in program.window.picture.view._canvas.hint
    press(rig, Qt.Key.Key_Escape)
    assert program.window.picture.view.tool is ToolName.LOOK
    press(rig, Qt.Key.Key_Tab)
    np.testing.assert_array_equal(outline_of(program, cell), cell.cell.outline)
    desk = program.controller.desk
    assert desk is not None and not desk.session.can_undo


def test_who_painted_nothing_keeps_nothing(rig: Rig, program: Program) -> None:
    trigger(program, "brush")
    press(rig, Qt.Key.Key_Tab)
    desk = program.controller.desk
    assert desk is not None and not desk.session.can_undo
    assert program.window.picture.view.tool is ToolName.LOOK


def test_who_erased_all_is_told_that_the_outline_stays(rig: Rig, program: Program) -> None:
    cell = program.controller.showing.current
    assert cell is not None
    trigger(program, "brush")
    view = program.window.picture.view
    view._tool.radius = 1000.0  # type: ignore[attr-defined]
    x, y = (float(value) for value in cell.cell.outline.mean(axis=0))
    drag(rig, program, (x, y), (x + 1, y), button=Qt.MouseButton.RightButton)
    press(rig, Qt.Key.Key_Tab)
    said = f"All of cell {cell.cell.number} was erased, so it keeps its outline. X excludes it."
    assert program.window.notices.text() == said
    np.testing.assert_array_equal(outline_of(program, cell), cell.cell.outline)
