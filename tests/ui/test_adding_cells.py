"""Missed cells added by a click or a box: chosen, classified, undone, and none counted twice."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from allviewer.ui.app import Program
from allviewer.ui.image_view import ToolName
from tests.ui.conftest import Rig
from tests.ui.drawing import LEFT, away_from_cells, drag, drawn, spot, trigger, undo


def test_a_click_adds_a_cell_that_is_chosen_classified_and_undone(rig: Rig, program: Program) -> None:
    before = drawn(program)
    trigger(program, "add_cell")
    place = away_from_cells(program)
    rig.qtbot.mouseClick(program.window.picture.view, LEFT, pos=spot(program, *place))
    after = drawn(program)
    (new,) = set(after) - set(before)
    assert program.controller.showing.cell == new
    centre = after[new].mean(axis=0)
    assert np.hypot(*(centre - place)) < 60
    rig.wait(lambda: (row := program.controller.showing.current) is not None and row.prediction is not None)
    undo(program)
    assert set(drawn(program)) == set(before)
    trigger(program, "redo")
    assert set(drawn(program)) == set(after)


def test_a_box_adds_a_cell_within_it(rig: Rig, program: Program) -> None:
    before = drawn(program)
    trigger(program, "add_box")
    x, y = away_from_cells(program)
    drag(rig, program, (x - 30, y - 30), (x, y), (x + 30, y + 30))
    after = drawn(program)
    (new,) = set(after) - set(before)
    low, high = after[new].min(axis=0), after[new].max(axis=0)
    assert (low > np.array([x - 50, y - 50])).all() and (high < np.array([x + 50, y + 50])).all()
    assert program.window.actions_by_id["add_box"].isChecked()
    rig.qtbot.keyClick(program.window.picture.view, Qt.Key.Key_Escape)
    assert program.window.picture.view.tool is ToolName.LOOK
    assert not program.window.actions_by_id["add_box"].isChecked()


@pytest.mark.parametrize("number", [1, 2])
def test_undoing_added_cells_leads_back_to_the_cell_before_and_moves_nothing(
    rig: Rig, program: Program, number: int
) -> None:
    showing, view = program.controller.showing, program.window.picture.view
    x, y = away_from_cells(program)
    chosen = max(drawn(program))
    showing.choose_cell(chosen)
    view._camera.zoom_on(QRectF(x - 60, y - 60, 120, 120))
    looked_at = view.view
    assert not QRectF(view.rect()).contains(view.view.to_widget(QPointF(*drawn(program)[chosen][0].tolist())))
    for place in range(number):
        trigger(program, "add_cell")
        rig.qtbot.mouseClick(view, LEFT, pos=spot(program, x + 50 * (2 * place - 1), y))
        rig.wait(lambda: not program.controller.busy)
        trigger(program, "add_cell")
    assert len(drawn(program)) == 2 + number and showing.cell != chosen
    for _ in range(number):
        undo(program)
    assert len(drawn(program)) == 2
    assert showing.cell == chosen and view.selected == chosen and view.view == looked_at
    assert list(program.window.gallery.selected()) == [chosen]


def test_undoing_an_added_cell_shows_the_picture_it_was_in(
    rig: Rig, program: Program, samples: Path, tmp_path: Path
) -> None:
    shutil.copy(samples / "field_00044.jpg", tmp_path / "smears")
    rig.open(tmp_path / "smears")
    rig.wait(lambda: program.controller.showing.picture is not None)
    row = program.controller.showing.row
    trigger(program, "add_cell")
    place = away_from_cells(program)
    rig.qtbot.mouseClick(program.window.picture.view, LEFT, pos=spot(program, *place))
    trigger(program, "next_image")
    assert program.controller.showing.row != row
    undo(program)
    now = program.controller.showing.row
    assert now is not None and row is not None and now.id == row.id and now.cells == row.cells
    assert program.controller.showing.cell is not None


@pytest.mark.parametrize("tool", ["add_cell", "add_box"])
def test_what_is_outlined_already_is_chosen_and_not_counted_twice(
    rig: Rig, program: Program, tool: str
) -> None:
    before = drawn(program)
    known = max(before)
    (x0, y0), (x1, y1) = before[known].min(axis=0), before[known].max(axis=0)
    trigger(program, tool)
    if tool == "add_cell":
        rig.qtbot.mouseClick(
            program.window.picture.view, LEFT, pos=spot(program, (x0 + x1) / 2, (y0 + y1) / 2)
        )
    else:
        drag(rig, program, (x0 - 2, y0 - 2), (x0, y0), (x1 + 2, y1 + 2))
    assert set(drawn(program)) == set(before)
    assert program.controller.showing.cell == known
    assert "already" in program.window.notices.text()


def test_in_the_place_of_an_excluded_outline_a_new_one_may_be_drawn(rig: Rig, program: Program) -> None:
    before = drawn(program)
    known = max(before)
    program.controller.showing.choose_cell(known)
    trigger(program, "exclude")
    (x0, y0), (x1, y1) = before[known].min(axis=0), before[known].max(axis=0)
    trigger(program, "add_box")
    drag(rig, program, (x0 - 2, y0 - 2), (x0, y0), (x1 + 2, y1 + 2))
    assert len(drawn(program)) == len(before) + 1
