"""On the real window: a second reviewer is compared, and what is settled makes a third session."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QApplication, QDialog

from allviewer.core.labels import Label
from allviewer.core.records import Box, Status
from allviewer.services import third_session
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.panels.agreement_panel import AgreementPanel
from tests.ui.acts import click, open_line, pick
from tests.ui.conftest import Rig
from tests.ui.review import cells, decide, grid


@pytest.fixture
def program(english_numbers: None, rig: Rig, slide: Path) -> Program:
    return rig.open(slide)


@contextmanager
def colleague(program: Program, rig: Rig) -> Iterator[Session]:
    """A copy of the session in a colleague's hands; afterwards one's own is open again."""
    program.controller.close()
    path = rig.session_file.with_name("colleague.allviewer")
    shutil.copyfile(rig.session_file, path)
    with closing(Session.open(path)) as yours:
        yield yours
    program.controller.open_session(rig.session_file)


def settle(panel: AgreementPanel, said: str) -> None:
    """Say this of the dispute that is chosen."""
    pick(panel, "Outcome", said)
    click(panel, "Settle")


@pytest.fixture
def compared(program: Program, rig: Rig) -> Program:
    """Three cells, "blast" for the second reviewer and "normal" for the first, side by side."""
    mine = cells(program)[:3]
    with colleague(program, rig) as yours:
        yours.decide(mine, Status.CORRECTED, "blast", reviewer="AB")
    decide(program, mine, Status.CORRECTED, "normal")
    program.counting.comparing.open(yours.path)
    panel = program.counting.agreement
    rig.wait(lambda: panel.isVisible() and len(grid(panel, "Disagreements").text()) == 3)
    return program


def test_a_second_reviewer_is_compared_and_settled_in_a_third_session(program: Program, rig: Rig) -> None:
    desk = program.controller.desk
    assert desk is not None
    mine = cells(program)[:3]
    with colleague(program, rig) as yours:
        yours.decide(mine[:2], Status.CORRECTED, "blast", reviewer="AB")
        yours.decide(mine[2:], Status.UNSURE, reviewer="AB")
    decide(program, mine[:1], Status.CORRECTED, "blast")
    decide(program, mine[1:], Status.CORRECTED, "normal")

    before = yours.path.read_bytes()
    program.counting.comparing.open(yours.path)
    panel = program.counting.agreement
    disputes = grid(panel, "Disagreements")
    rig.wait(panel.isVisible)
    assert [line[2:] for line in disputes.text()] == [("normal", "blast", "–"), ("normal", "unsure", "–")]
    program.controller.showing.choose_cell(None)
    rig.qtbot.keyClick(disputes, Qt.Key.Key_Return)
    assert program.controller.showing.cell == mine[1]
    settle(panel, "blast")
    rig.wait(lambda: [line[4] for line in disputes.text()] == ["blast", "–"])
    decide(program, mine[2:], Status.UNSURE)  # compared anew in the background
    rig.wait(lambda: len(disputes.text()) == 1)
    click(panel, "Open the outcome")
    rig.wait(lambda: program.controller.desk.session.path != rig.session_file)  # type: ignore[union-attr]
    assert yours.path.read_bytes() == before
    desk = program.controller.desk
    assert desk is not None and desk.session.path.name == "kept settled with colleague.allviewer"
    said = {row.id: (row.label, row.reviewer) for row in desk.session.index() if row.label}
    assert list(said.values()) == [("blast", "AB + RM"), ("blast", "RM")]


def test_what_is_settled_while_sessions_are_compared_anew_follows_it(
    compared: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, panel = cells(compared)[:3], compared.counting.agreement
    disputes = grid(panel, "Disagreements")
    settle(panel, "blast")
    rig.wait(lambda: [line[4] for line in disputes.text()].count("blast") == 1)

    held, go_on, read = Event(), Event(), third_session.read

    def slowly(*given: Any) -> third_session.Outcome:
        held.set()  # with the third session open for writing
        assert go_on.wait(60)
        return read(*given)

    monkeypatch.setattr(third_session, "read", slowly)
    decide(compared, cells(compared)[3:4], Status.UNSURE)
    rig.wait(held.is_set)
    assert disputes.key == f"{mine[1]} {mine[1]}"
    settle(panel, "normal")
    go_on.set()
    rig.wait(lambda: [line[4] for line in disputes.text()] == ["blast", "normal", "–"])
    assert compared.window.notices.text() == ""


def test_the_wrong_second_session_is_refused_in_words(program: Program, rig: Rig) -> None:
    program.counting.comparing.open(rig.session_file)
    rig.wait(lambda: "is the session that is open" in program.window.notices.text())


def test_a_cell_that_only_the_second_has_is_shown_in_its_place_and_settled(
    program: Program, rig: Rig
) -> None:
    desk = program.controller.desk
    assert desk is not None
    field = next(row for row in desk.images.values() if row.name == "field_00044.jpg")
    mine = desk.cells_of(field.id)
    decide(program, mine, Status.CORRECTED, "normal")
    program.controller.showing.choose_image(next(iter(desk.images)))
    with colleague(program, rig) as yours:
        drawn = replace(yours.cell(mine[0]).cell, box=Box(20, 30, 40, 40))
        (added,) = yours.add_cell(field.id, drawn, reviewer="AB").cells
        yours.decide([added], Status.CORRECTED, "blast", reviewer="AB")

    program.counting.comparing.open(yours.path)
    panel = program.counting.agreement
    disputes = grid(panel, "Disagreements")
    rig.wait(panel.isVisible)
    (line,) = disputes.text()
    assert line[0] == "field_00044.jpg" and line[2:] == ("no such cell", "blast", "–")
    open_line(panel, "Disagreements", 0)
    view = program.window.picture.view
    rig.wait(lambda: view._canvas.place is not None)
    row = program.controller.showing.row
    assert row is not None and row.id == field.id
    assert view._canvas.place == QRectF(20, 30, 40, 40)
    settle(panel, "blast")
    rig.wait(lambda: disputes.text()[0][4] == "blast")
    click(panel, "Open the outcome")
    rig.wait(lambda: program.controller.desk.session.path != rig.session_file)  # type: ignore[union-attr]
    desk = program.controller.desk
    assert desk is not None and len(desk.cells_of(field.id)) == len(mine) + 1
    assert [cell.label for cell in desk.cells.values()].count("blast") == 1


def test_what_was_decided_while_it_was_closed_is_compared_when_it_opens(compared: Program, rig: Rig) -> None:
    dialog = compared.counting.agreement.window()
    assert isinstance(dialog, QDialog)
    dialog.reject()
    disputes = grid(compared.counting.agreement, "Disagreements")
    decide(compared, cells(compared)[:2], Status.CORRECTED, "blast")
    assert len(disputes.text()) == 3  # nobody sees it
    compared.window.actions_by_id["agreement"].trigger()
    rig.wait(lambda: len(disputes.text()) == 1)


def test_the_keyboard_is_in_the_disagreements_at_once(compared: Program, rig: Rig) -> None:
    listed, shown = grid(compared.counting.agreement, "Disagreements"), compared.controller.showing
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
    disputes = grid(compared.counting.agreement, "Disagreements")
    picture = QRect(view.mapToGlobal(QPoint()), view.size())
    assert not dialog.frameGeometry().contains(picture.center())
    assert not dialog.frameGeometry().intersects(on_screen(compared))
    for row in range(3):
        disputes.selectRow((row + 1) % 3)
        dialog.move(picture.topLeft() - QPoint(dialog.width() - 80, 0))
        view.fit()
        disputes.selectRow(row)
        rig.wait(lambda: showing.picture is not None)
        dialog.move(on_screen(compared).center() - QPoint(300, 40))  # over it
        disputes.selectRow((row + 1) % 3)
        disputes.selectRow(row)
        rig.wait(lambda: showing.picture is not None)
        seen = on_screen(compared)
        assert picture.contains(seen) and not dialog.frameGeometry().intersects(seen)


def test_a_window_that_grows_stays_on_the_screen(compared: Program, rig: Rig) -> None:
    dialog = compared.counting.agreement.window()
    room, before = dialog.screen().availableGeometry(), dialog.height()
    dialog.move(dialog.x(), room.bottom() - dialog.frameGeometry().height())  # at its foot, as at first
    more = [Label(f"class {number}", f"#{number * 3:02x}5577", "") for number in range(9)]
    compared.controller.reviewing.say(lambda session, reviewer: session.set_labels(more, reviewer=reviewer))
    rig.wait(lambda: dialog.height() > before)
    assert dialog.frameGeometry().bottom() <= room.bottom() and dialog.y() >= room.top()
