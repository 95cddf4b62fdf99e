"""Wrong outlines redrawn, the scale measured: by mouse, in the real window."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QInputDialog

from allviewer.core.records import Status
from allviewer.ui.app import Program
from allviewer.ui.image_view import ToolName
from tests.ui.conftest import Rig
from tests.ui.drawing import drag, drawn, painted, trigger, undo


def test_the_brush_redraws_and_keeps_what_was_decided(rig: Rig, program: Program) -> None:
    program.controller.reviewing.set_advance(False)
    trigger(program, "accept")
    cell = painted(rig, program)
    right = cell.cell.outline[:, 0].max()
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
