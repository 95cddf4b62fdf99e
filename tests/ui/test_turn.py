"""Long steps beside the window: what is pressed meanwhile follows in its order, and Cancel leaves nothing."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from allviewer.core.progress import Tell
from allviewer.core.records import Status
from allviewer.core.rows import Change, Verdict
from allviewer.core.table import Table
from allviewer.services.events import Listed
from allviewer.services.session import Session
from allviewer.ui import counting, counts
from allviewer.ui.app import Program
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.steps import MANY
from allviewer.ui.views import Long
from tests.benchmarks import large
from tests.services.helpers import MODEL, work
from tests.ui.conftest import Rig, toy_jobs

CELLS = 2 * MANY  # 50 a picture


@pytest.fixture
def gate() -> Iterator[Event]:
    """Holds a step back until it is set."""
    made = Event()
    yield made
    made.set()


@pytest.fixture
def program(rig: Rig) -> Program:
    """A session of many cells, opened, and from then on all goes on beside the window."""
    large.fill(rig.session_file, CELLS)
    program = rig.start()
    program.controller.open_session(rig.session_file)
    program.turn._at_once_s = 0.0
    program.controller.showing.glimpsed.saw(range(CELLS + 1))  # nobody is asked: all were on the screen
    return program


def exclude(ids: list[int], gate: Event) -> Callable[[Session, str, Tell], Change]:
    def step(session: Session, reviewer: str, tell: Tell) -> Change:
        gate.wait(60)
        verdicts = dict.fromkeys(ids, Verdict(Status.EXCLUDED))
        return session.decide_each(verdicts, reviewer=reviewer, tell=tell)

    return step


def statuses(program: Program) -> dict[int, Status]:
    assert program.controller.desk is not None
    return {one: cell.status for one, cell in program.controller.desk.cells.items()}


def idle(program: Program) -> bool:
    return not program.turn.busy


def key(program: Program, pressed: Qt.Key) -> None:
    program.window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or program.window, pressed)


def test_keys_pressed_meanwhile_follow_in_their_order(program: Program, rig: Rig, gate: Event) -> None:
    order = list(program.window.gallery.order())
    first, rest = order[:3], order[3:]
    program.controller.showing.choose_cell(first[0])
    program.controller.reviewing.say_long(Long.DECIDE, exclude(rest, gate))
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_U):
        key(program, pressed)
    assert program.controller.showing.cell == first[0] and set(statuses(program).values()) == {
        Status.UNREVIEWED
    }
    gate.set()
    rig.wait(lambda: idle(program))
    desk = program.controller.desk
    assert desk is not None
    assert [desk.cells[one].label for one in first] == ["blast", "normal", ""]
    assert [desk.cells[one].status for one in first] == [Status.ACCEPTED, Status.CORRECTED, Status.UNSURE]
    assert {desk.cells[one].status for one in rest} == {Status.EXCLUDED}
    assert desk.session.verify() == []
    for _ in range(4):
        program.controller.reviewing.undo()
    rig.wait(lambda: idle(program) and set(statuses(program).values()) == {Status.UNREVIEWED})


def test_click_meanwhile_waits_for_what_was_pressed_before(program: Program, rig: Rig, gate: Event) -> None:
    order = list(program.window.gallery.order())
    program.controller.reviewing.set_advance(False)
    program.controller.showing.choose_cell(order[0])
    program.controller.reviewing.say_long(Long.DECIDE, exclude(order[5:], gate))
    key(program, Qt.Key.Key_1)
    grid = program.window.gallery.grid
    where = grid.visualRect(grid.model().index(2, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    key(program, Qt.Key.Key_U)
    assert program.controller.showing.cell == order[0]
    gate.set()
    rig.wait(lambda: idle(program))
    now = statuses(program)
    assert (now[order[0]], now[order[1]], now[order[2]]) == (
        Status.ACCEPTED,
        Status.UNREVIEWED,
        Status.UNSURE,
    )


@pytest.mark.parametrize("way", ["escape", "button", "action"])
def test_cancelled_step_leaves_all_as_it_was(program: Program, rig: Rig, gate: Event, way: str) -> None:
    head = program.controller.desk.session.head  # type: ignore[union-attr]
    program.controller.reviewing.say_long(Long.DECIDE, exclude(list(statuses(program)), gate))
    button = program.window.progress.cancel_button
    rig.wait(button.isVisible)
    if way == "escape":
        key(program, Qt.Key.Key_Escape)
    elif way == "button":
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    else:
        QTest.keyClick(program.window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    gate.set()
    rig.wait(lambda: idle(program))
    desk = program.controller.desk
    assert desk is not None and desk.session.head == head and not desk.session.can_undo
    assert set(statuses(program).values()) == {Status.UNREVIEWED}
    rig.wait(lambda: not button.isVisible())


def test_how_far_a_step_is_can_be_read(program: Program, rig: Rig, gate: Event) -> None:
    told = Event()

    def step(session: Session, reviewer: str, tell: Tell) -> Change:
        tell(1, 4)
        told.set()
        return exclude(list(statuses(program)), gate)(session, reviewer, tell)

    program.controller.reviewing.say_long(Long.IMPORT, step)
    assert told.wait(60)
    strip = program.window.progress
    rig.wait(lambda: strip._said.text() == "Taking the labels over" and strip._bar.value() == 1)
    assert strip._bar.maximum() == 4 and strip.findChild(QPushButton, "cancel").isEnabled()
    gate.set()
    rig.wait(lambda: idle(program))
    assert strip._said.text() == f"{CELLS:,} of {CELLS:,} cells reviewed"


def test_refusal_is_told_and_the_next_step_goes_on(program: Program, rig: Rig) -> None:
    ids = list(statuses(program))
    program.controller.reviewing.label_cells(ids, "no such class")
    program.controller.reviewing.note("of the next step")
    rig.wait(lambda: idle(program))
    desk = program.controller.desk
    assert desk is not None and not any(cell.label for cell in desk.cells.values())
    assert [cell.note for cell in desk.cells.values() if cell.note] == ["of the next step"]
    program.controller.reviewing.label_cells(ids, "no such class")
    rig.wait(lambda: idle(program) and "is not a class" in program.window.notices.text())


def test_undo_and_redo_of_many_show_where_it_was(program: Program, rig: Rig) -> None:
    ids = list(statuses(program))
    program.controller.reviewing.label_cells(ids[: MANY + 1], "normal")
    rig.wait(lambda: idle(program))
    program.controller.showing.choose_cell(ids[-1])
    program.controller.reviewing.undo()
    program.controller.reviewing.redo()  # waits for the undo
    rig.wait(lambda: idle(program) and program.controller.showing.cell == ids[0])
    desk = program.controller.desk
    assert desk is not None
    assert [desk.cells[one].label for one in ids] == ["normal"] * (MANY + 1) + [""] * (CELLS - MANY - 1)
    assert dict(desk.tally().labels)["normal"] == MANY + 1 and desk.tally().reviewed == MANY + 1
    assert sum(row.reviewed for row in desk.images.values()) == MANY + 1


def test_other_bundle_is_read_beside_the_window(program: Program, rig: Rig) -> None:
    other = replace(MODEL, name="other", sha256="e" * 64, classes=("blast", "normal", "smudge"))
    program.controller.chosen_model._describe = toy_jobs(other).describe
    program.controller.use_model("other", "cpu")
    desk = program.controller.desk
    assert desk is not None and desk.classes == MODEL.classes  # still all of before
    assert program.turn.busy
    rig.wait(lambda: idle(program) and desk.classes == other.classes)
    assert {cell.best for cell in desk.cells.values()} == {""}


def test_session_is_opened_beside_the_window_and_what_lies_open_stays(
    program: Program, rig: Rig, tmp_path: Path
) -> None:
    large.fill(tmp_path / "other.allviewer", 100)
    program.controller.open_session(tmp_path / "other.allviewer")
    assert len(statuses(program)) == CELLS
    rig.wait(lambda: idle(program) and len(statuses(program)) == 100)
    program.controller.open_session(tmp_path / "other.allviewer")  # once more: its lock is our own
    rig.wait(lambda: idle(program))
    assert len(statuses(program)) == 100 and not program.controller.desk.session.read_only  # type: ignore[union-attr]
    (tmp_path / "none").write_text("no session at all")
    program.controller.open_session(tmp_path / "none")
    rig.wait(lambda: idle(program))
    assert "not a session" in program.window.notices.text() and len(statuses(program)) == 100


def test_what_a_session_is_told_late_does_not_reach_the_next_one(
    program: Program, rig: Rig, tmp_path: Path
) -> None:
    large.fill(tmp_path / "other.allviewer", 100)
    program.controller.open_session(tmp_path / "other.allviewer")
    assert program.turn.busy
    program.worker.events.emit((Listed((work("late.png"),)),))
    rig.wait(lambda: idle(program) and len(statuses(program)) == 100)
    desk = program.controller.desk
    assert desk is not None and "late.png" not in {row.name for row in desk.session.images()}
    program.worker.events.emit((Listed((work("now.png"),)),))
    assert "now.png" in {row.name for row in desk.session.images()}


def test_window_closed_in_the_middle_leaves_all_as_it_was(program: Program, rig: Rig, gate: Event) -> None:
    head = program.controller.desk.session.head  # type: ignore[union-attr]
    program.controller.reviewing.say_long(Long.DECIDE, exclude(list(statuses(program)), gate))
    program.turn.cancel()
    gate.set()
    rig.stop()
    session = Session.open(rig.session_file)
    assert session.head == head and not session.read_only
    session.close()


def test_very_many_cells_are_counted_beside_the_window(
    program: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MANY", 10)
    monkeypatch.setattr(counts, "MANY", 10)
    laid: list[threading.Thread] = []
    table_of = Table.of
    monkeypatch.setattr(
        Table, "of", lambda *given: (laid.append(threading.current_thread()), table_of(*given))[1]
    )
    panel = program.counting.differential
    program.window.actions_by_id["differential"].trigger()
    program.controller.reviewing.label_cells(list(statuses(program)), "normal")
    rig.wait(lambda: idle(program) and panel._shown is not None and panel._shown.counts[0].counted == CELLS)
    assert laid and threading.main_thread() not in laid


def test_enter_does_not_cancel_what_is_waited_for(program: Program, rig: Rig, gate: Event) -> None:
    told: list[object] = []
    waiting = Waiting("Writing", parent=program.window)
    waiting.run(program.background, lambda _task: gate.wait(60), done=told.append, failed=told.append)
    rig.wait(waiting.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or waiting, Qt.Key.Key_Return)
    assert waiting.isVisible()
    gate.set()
    rig.wait(lambda: told == [True])


def test_what_is_final_cannot_be_cancelled_before_its_thread_comes_to_it(
    rig: Rig, program: Program, gate: Event
) -> None:
    program.turn._executor.submit(gate.wait, 60)
    found: list[object] = []
    program.turn.run(
        Long.OUTLINE, lambda task: task.final, done=found.append, failed=found.append, final=True
    )
    assert program.turn.busy and not program.turn.cancellable
    gate.set()
    rig.wait(lambda: found == [True])
