"""The tools that draw cells, used by mouse in the real window on a field that is open."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt

from allviewer.core.rows import CellRow
from allviewer.ui.app import Program
from tests.ui.conftest import Rig

LEFT = Qt.MouseButton.LeftButton


def spot(program: Program, x: float, y: float) -> QPoint:
    return program.window.picture.view.view.to_widget(QPointF(x, y)).toPoint()


def drag(rig: Rig, program: Program, *places: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    view = program.window.picture.view
    points = [spot(program, *place) for place in places]
    rig.qtbot.mousePress(view, button, pos=points[0])
    for point in points[1:]:
        rig.qtbot.mouseMove(view, point)
    rig.qtbot.mouseRelease(view, button, pos=points[-1])


def trigger(program: Program, action_id: str) -> None:
    program.window.actions_by_id[action_id].trigger()


def undo(program: Program) -> None:
    trigger(program, "undo")


def painted(rig: Rig, program: Program) -> CellRow:
    """The cell on the screen, of which the right side was painted farther out, and no key said so yet."""
    cell = program.controller.showing.current
    assert cell is not None
    trigger(program, "brush")
    x, y = (float(value) for value in cell.cell.outline.mean(axis=0))
    right = float(cell.cell.outline[:, 0].max())
    drag(rig, program, (x, y), ((x + right) / 2 + 10, y), (right + 15, y))
    return cell


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
