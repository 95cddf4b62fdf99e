"""Missed cells added, wrong outlines redrawn, the scale measured: by mouse, in the real window."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QInputDialog

from allviewer.core import redraw
from allviewer.core.records import Cell, Status
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.image_view import ToolName
from tests.ui.conftest import Rig, press

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def program(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    """One field, classified."""
    folder = tmp_path / "smears"
    folder.mkdir()
    shutil.copy(samples / "field_00034.jpg", folder)
    program = rig.open(folder)
    rig.wait(lambda: program.controller.showing.picture is not None)
    return program


def spot(program: Program, x: float, y: float) -> QPoint:
    return program.window.picture.view.view.to_widget(QPointF(x, y)).toPoint()


def drag(rig: Rig, program: Program, *places: tuple[float, float]) -> None:
    view = program.window.picture.view
    points = [spot(program, *place) for place in places]
    rig.qtbot.mousePress(view, LEFT, pos=points[0])
    for point in points[1:]:
        rig.qtbot.mouseMove(view, point)
    rig.qtbot.mouseRelease(view, LEFT, pos=points[-1])


def trigger(program: Program, action_id: str) -> None:
    program.window.actions_by_id[action_id].trigger()


def undo(program: Program) -> None:
    trigger(program, "undo")


def away_from_cells(program: Program) -> tuple[float, float]:
    """A place in the picture with no cell within 60 px."""
    view = program.window.picture.view
    picture = program.controller.showing.picture
    assert picture is not None
    height, width = picture.pixels.shape[:2]
    for y in range(60, height - 60, 20):
        for x in range(60, width - 60, 20):
            near = [(x + dx, y + dy) for dx in (-60, 0, 60) for dy in (-60, 0, 60)]
            if all(view.cell_at(view.view.to_widget(QPointF(*place))) is None for place in near):
                return float(x), float(y)
    raise AssertionError("cells everywhere")


def drawn(program: Program) -> dict[int, np.ndarray]:
    desk, row = program.controller.desk, program.controller.showing.row
    assert desk is not None and row is not None
    return {found.id: found.cell.outline for found in desk.session.cells(row.id)}


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


def test_window_closed_while_a_cell_is_searched_keeps_what_was_there(
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
        assert len(session.cells(1)) == len(before) and not session.can_undo


def test_in_the_place_of_an_excluded_outline_a_new_one_may_be_drawn(rig: Rig, program: Program) -> None:
    before = drawn(program)
    known = max(before)
    program.controller.showing.choose_cell(known)
    trigger(program, "exclude")
    (x0, y0), (x1, y1) = before[known].min(axis=0), before[known].max(axis=0)
    trigger(program, "add_box")
    drag(rig, program, (x0 - 2, y0 - 2), (x0, y0), (x1 + 2, y1 + 2))
    assert len(drawn(program)) == len(before) + 1


def test_the_brush_redraws_and_keeps_what_was_decided(rig: Rig, program: Program) -> None:
    program.controller.reviewing.set_advance(False)
    trigger(program, "accept")
    cell = program.controller.showing.current
    assert cell is not None
    trigger(program, "brush")
    x, y = (float(value) for value in cell.cell.outline.mean(axis=0))
    right = float(cell.cell.outline[:, 0].max())
    drag(rig, program, (x, y), ((x + right) / 2 + 10, y), (right + 15, y))
    rig.qtbot.keyClick(program.window.picture.view, Qt.Key.Key_Return)
    now = program.controller.showing.current
    assert now is not None and now.id == cell.id
    assert now.cell.outline[:, 0].max() > right + 10
    assert now.cell.number == cell.cell.number
    assert now.decision is not None and now.decision.status is Status.ACCEPTED
    assert now.cell.measurements["cell_area_px"] > cell.cell.measurements["cell_area_px"]
    undo(program)
    back = program.controller.showing.current
    assert back is not None
    np.testing.assert_array_equal(back.cell.outline, cell.cell.outline)


def test_the_crop_of_a_redrawn_cell_is_made_anew(rig: Rig, program: Program) -> None:
    cell = program.controller.showing.current
    assert cell is not None
    crops = program.thumbnails
    rig.wait(lambda: not crops.lacking(program.window.gallery.in_sight()))
    before, others = crops.pixmap(cell.id), [crops.pixmap(one) for one in drawn(program) if one != cell.id]
    assert before is not None
    trigger(program, "unsure")  # which draws nothing
    assert crops.pixmap(cell.id) is before
    program.controller.showing.choose_cell(cell.id)
    trigger(program, "brush")
    x, y = (float(value) for value in cell.cell.outline.mean(axis=0))
    right = float(cell.cell.outline[:, 0].max())
    drag(rig, program, (x, y), ((x + right) / 2 + 10, y), (right + 15, y))
    rig.qtbot.keyClick(program.window.picture.view, Qt.Key.Key_Return)
    rig.wait(lambda: crops.pixmap(cell.id) not in (None, before))
    after = crops.pixmap(cell.id)
    assert after is not None and after.toImage() != before.toImage()
    assert [crops.pixmap(one) for one in drawn(program) if one != cell.id] == others


def test_an_outline_is_found_again_in_a_box(rig: Rig, program: Program) -> None:
    cell = program.controller.showing.current
    assert cell is not None
    box = cell.cell.box
    trigger(program, "find_in_box")
    drag(
        rig,
        program,
        (box.x, box.y),
        (box.x + box.width / 2, box.y + box.height / 2),
        (box.x + box.width * 0.9, box.y + box.height * 0.9),
    )
    now = program.controller.showing.current
    assert now is not None and now.id == cell.id
    assert not np.array_equal(now.cell.outline, cell.cell.outline)
    assert len(drawn(program)) == len(program.controller.showing.cells)
    assert program.window.picture.view.tool is ToolName.LOOK


def test_a_measured_line_sets_the_scale(rig: Rig, program: Program) -> None:
    cell = program.controller.showing.current
    assert cell is not None and "cell_diameter_um" not in cell.cell.measurements
    QTimer.singleShot(0, _answering(25.0))
    trigger(program, "measure")
    drag(rig, program, (100, 100), (150, 100), (200, 100))
    row, now = program.controller.showing.row, program.controller.showing.current
    assert row is not None and now is not None
    assert row.um_per_px == pytest.approx(0.25, rel=0.02)
    expected = cell.cell.measurements["cell_diameter_px"] * row.um_per_px
    assert now.cell.measurements["cell_diameter_um"] == pytest.approx(expected)
    bar = program.window.picture.view._canvas
    assert bar.um_per_px == row.um_per_px
    undo(program)
    now = program.controller.showing.current
    assert now is not None and "cell_diameter_um" not in now.cell.measurements
    assert bar.um_per_px is None
    trigger(program, "redo")
    now = program.controller.showing.current
    assert now is not None and now.cell.measurements["cell_diameter_um"] == pytest.approx(expected)


def _answering(value: float) -> Callable[[], None]:
    """Fills in the question once it is there."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            QTimer.singleShot(10, answer)
            return
        spin = dialog.findChild(QDoubleSpinBox)
        assert spin is not None
        spin.setValue(value)
        dialog.accept()

    return answer


def test_without_a_cell_there_is_no_brush(program: Program) -> None:
    program.controller.showing.choose_cell(None)
    trigger(program, "brush")
    assert program.window.picture.view.tool is ToolName.LOOK
    assert not program.window.actions_by_id["brush"].isChecked()


def test_another_picture_ends_the_tool(program: Program) -> None:
    trigger(program, "add_box")
    program.controller.showing.lay(program.controller.desk)
    assert program.window.picture.view.tool is ToolName.LOOK
    assert not program.window.actions_by_id["add_box"].isChecked()


def test_picture_and_panel_show_one_class(rig: Rig, program: Program) -> None:
    pictures, area = program.window.cell.pictures, program.window.picture
    shown: list[int] = []
    area.set_heatmap = lambda *, klass, opacity: shown.append(klass)  # type: ignore[method-assign]
    cells = program.controller.showing.cells
    assert cells
    trigger(program, "next_heatmap")
    chosen = pictures.klass
    program.controller.showing.choose_cell(None)
    current = next(iter(drawn(program)))
    program.controller.showing.choose_cell(current)
    assert pictures.klass != chosen
    assert shown == [chosen, pictures.klass]


def test_the_cursor_is_told_what_is_known_of_a_cell(program: Program) -> None:
    area, current = program.window.picture, program.controller.showing.current
    assert current is not None and current.prediction is not None
    told = area._told_of(current.id)
    assert told.splitlines()[0] == f"Cell {current.cell.number}"
    best = current.prediction.best
    assert f"{current.prediction.probabilities[best]:.2f}" in told
    trigger(program, "unsure")
    assert "unsure" in area._told_of(current.id)
    program.controller.showing.set_blind(True)
    hidden = program.controller.showing.current
    assert hidden is not None and hidden.id != current.id
    assert "0." not in area._told_of(hidden.id)
    assert area._told_of(10**6) == ""
