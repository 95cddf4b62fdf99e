"""On the real window: the comparison with a second reviewer keeps up, and begins at the keyboard."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QApplication, QDialog

from allviewer.core.records import Status
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.panels.grid import Grid
from tests.ui.conftest import Rig


@pytest.fixture
def compared(english_numbers: None, three: Path, rig: Rig, tmp_path: Path) -> Program:
    """Three cells, "blast" for the second reviewer and "normal" for the first, side by side."""
    program = rig.open(three)
    mine = list(program.controller.desk.cells)[:3]  # type: ignore[union-attr]
    other = tmp_path / "colleague.allviewer"
    program.controller.close()
    shutil.copyfile(rig.session_file, other)
    yours = Session.open(other)
    yours.decide(mine, Status.CORRECTED, "blast", reviewer="AB")
    yours.close()
    program.controller.open_session(rig.session_file)
    decide(program, mine, "normal")
    program.counting.comparing.open(other)
    rig.wait(lambda: len(disputes(program).text()) == 3)
    return program


def decide(program: Program, ids: list[int], label: str) -> None:
    program.controller.reviewing.say(
        lambda session, reviewer: session.decide(ids, Status.CORRECTED, label, reviewer=reviewer)
    )


def disputes(program: Program) -> Grid:
    panel = program.counting.agreement
    return next(one for one in panel.findChildren(Grid) if one.accessibleName() == "Disagreements")


def test_what_was_decided_while_it_was_closed_is_compared_when_it_opens(compared: Program, rig: Rig) -> None:
    dialog = compared.counting.agreement.window()
    assert isinstance(dialog, QDialog)
    dialog.reject()
    decide(compared, list(compared.controller.desk.cells)[:2], "blast")  # type: ignore[union-attr]
    assert len(disputes(compared).text()) == 3  # nobody sees it
    compared.window.actions_by_id["agreement"].trigger()
    rig.wait(lambda: len(disputes(compared).text()) == 1)


def test_the_keyboard_is_in_the_disagreements_at_once(compared: Program, rig: Rig) -> None:
    listed, shown = disputes(compared), compared.controller.showing
    rig.wait(lambda: QApplication.focusWidget() is listed)
    first = shown.cell
    rig.qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert shown.cell not in (None, first)


def on_screen(program: Program) -> QRect:
    """Where the chosen cell is."""
    view, cell = program.window.picture.view, program.controller.showing.current
    assert cell is not None
    box = cell.cell.box
    shown = view.view.rect_to_widget(QRectF(box.x, box.y, box.width, box.height)).toRect()
    return shown.translated(view.mapToGlobal(QPoint()))


def test_the_cell_in_dispute_is_not_below_the_window_it_is_settled_in(compared: Program, rig: Rig) -> None:
    dialog, view, showing = (
        compared.counting.agreement.window(),
        compared.window.picture.view,
        compared.controller.showing,
    )
    picture = QRect(view.mapToGlobal(QPoint()), view.size())
    assert not dialog.frameGeometry().contains(picture.center())
    assert not dialog.frameGeometry().intersects(on_screen(compared))
    for row in range(3):
        disputes(compared).selectRow((row + 1) % 3)
        dialog.move(picture.topLeft() - QPoint(dialog.width() - 80, 0))
        view.fit()
        disputes(compared).selectRow(row)
        rig.wait(lambda: showing.picture is not None)
        dialog.move(on_screen(compared).center() - QPoint(300, 40))  # over it
        disputes(compared).selectRow((row + 1) % 3)
        disputes(compared).selectRow(row)
        rig.wait(lambda: showing.picture is not None)
        seen = on_screen(compared)
        assert picture.contains(seen) and not dialog.frameGeometry().intersects(seen)
