"""One session in two windows, or twice in one: one may write, and none loses what the other decided."""

from pathlib import Path

import pytest

from allviewer.core.errors import OutputError, SessionError
from allviewer.core.records import Status
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui.actions import needs
from allviewer.ui.app import Program
from allviewer.ui.mistakes import Mistakes
from allviewer.ui.panels.buttons import ClassButton
from allviewer.ui.preferences import Preferences
from tests.ui.conftest import Rig, in_sight, toy_jobs


def statuses(program: Program) -> set[Status]:
    desk = program.controller.desk
    assert desk is not None
    return {cell.status for cell in desk.session.index()}


def another(rig: Rig) -> Program:
    program = Program(
        Preferences(Settings(reviewer="XX"), save=lambda _settings: None),
        session_for=rig.session_for,
        jobs=toy_jobs(),
        at_once_s=rig.at_once_s,
    )
    program.window.show()
    return program


def test_the_second_window_says_so_and_only_reads(rig: Rig, samples: Path) -> None:
    """Every way to decide was tried in the second window; the first one's decisions stayed, alone."""
    first = rig.open(samples)
    second = another(rig)
    second.commands.open([samples])
    assert "open in another window" in second.window.notices.text()
    first.controller.reviewing.unsure()
    was = [(cell.status, cell.reviewer) for cell in first.controller.desk.session.index()]  # type: ignore[union-attr]
    second.controller.showing.step_unreviewed()
    rig.wait(lambda: in_sight(second))
    for name, action in second.window.actions_by_id.items():
        if name in ("accept", "unsure", "exclude", "undo", "redo", "note", "analyse", "import_labels"):
            assert not action.isEnabled(), name
    note, classes = second.window.cell.decide._note, second.window.cell.findChildren(ClassButton)
    assert classes and not any(one.isEnabled() for one in (note, *classes))
    second.controller.reviewing.exclude()
    assert "open in another window" in second.window.notices.text()
    assert [(cell.status, cell.reviewer) for cell in first.controller.desk.session.index()] == was  # type: ignore[union-attr]
    rig.stop()
    second.commands.open([samples])  # the first is closed: now it may write
    rig.wait(lambda: not second.controller.busy)
    second.controller.showing.step_unreviewed()
    rig.wait(lambda: in_sight(second))
    assert all(one.isEnabled() for one in (note, *second.window.cell.findChildren(ClassButton)))
    second.controller.reviewing.exclude()
    assert statuses(second) == {Status.UNSURE, Status.EXCLUDED, Status.UNREVIEWED}
    second.window.close()
    second.window.deleteLater()


def test_the_same_folder_opened_again_stays_writable(rig: Rig, samples: Path) -> None:
    program = rig.open(samples)
    program.controller.reviewing.unsure()
    rig.open(samples)
    desk = program.controller.desk
    assert desk is not None and not desk.session.read_only
    program.controller.showing.step_unreviewed()
    rig.wait(lambda: in_sight(program))
    program.controller.reviewing.exclude()
    assert statuses(program) == {Status.UNSURE, Status.EXCLUDED, Status.UNREVIEWED}
    program.controller.open_session(rig.session_file)
    assert not program.controller.desk.session.read_only  # type: ignore[union-attr]


def test_a_session_that_is_refused_leaves_what_was_open(rig: Rig, samples: Path, tmp_path: Path) -> None:
    program = rig.open(samples)
    desk = program.controller.desk
    (tmp_path / "no.allviewer").write_text("no session")
    program.controller.open_session(tmp_path / "no.allviewer")
    assert "not a session" in program.window.notices.text()
    assert program.controller.desk is desk
    program.controller.reviewing.unsure()
    assert Status.UNSURE in statuses(program)


def test_a_session_held_by_another_program_is_told_soon(rig: Rig, samples: Path) -> None:
    import sqlite3
    import time

    program = rig.open(samples)
    other = sqlite3.connect(rig.session_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    program.controller.reviewing.unsure()
    assert time.monotonic() - began < 2
    assert "another program is using it" in program.window.notices.text()
    assert statuses(program) == {Status.UNREVIEWED}
    other.execute("ROLLBACK")
    other.close()
    program.controller.reviewing.unsure()
    assert Status.UNSURE in statuses(program)


def test_settings_that_cannot_be_kept_stop_nothing(rig: Rig, samples: Path) -> None:
    """A full disk under the settings: the folder is opened and decided in all the same."""

    def full(_settings: Settings) -> None:
        raise OutputError("settings.json could not be written: the disk is full.")

    rig.keep = full
    program = rig.open(samples)
    program.controller.reviewing.unsure()
    assert Status.UNSURE in statuses(program)


def test_trouble_that_nobody_caught_is_told_as_trouble(
    rig: Rig, samples: Path, expect_log: pytest.FixtureRequest
) -> None:
    program = rig.open(samples)
    mistakes = Mistakes(program.window)
    error = SessionError("s.allviewer: the disk did not answer.")
    expect_log("the disk did not answer")  # type: ignore[operator]
    mistakes.take(SessionError, error, None)
    assert program.window.notices.text() == str(error)


def test_a_session_closed_by_a_refusal_is_let_go(rig: Rig, tmp_path: Path) -> None:
    """A file whose rows make no sense is refused and stays free for others."""
    import sqlite3

    path = tmp_path / "odd.allviewer"
    from tests.faults import victims

    victims.make(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE predictions SET best = 99")
    connection.commit()
    connection.close()
    program = rig.start()
    program.controller.open_session(path)
    assert "allviewer does not write" in program.window.notices.text()
    assert program.controller.desk is None
    session = Session.open(path)
    assert not session.read_only
    session.close()


def test_a_window_that_only_looks_offers_nothing_that_writes_and_asks_no_name(
    rig: Rig, samples: Path
) -> None:
    rig.open(samples)
    second = another(rig)
    second.preferences.change(reviewer="")
    second.commands.open([samples])
    for name in needs.WRITES:
        assert not second.window.actions_by_id[name].isEnabled(), name
    second.controller.reviewing.label_number(1)  # would wait for an answer if it asked who reviews
    assert "open in another window" in second.window.notices.text()
    second.window.close()
    second.window.deleteLater()


def test_looking_again_reads_what_the_other_window_wrote_and_writes_once_that_is_gone(
    rig: Rig, samples: Path
) -> None:
    first = rig.open(samples)
    second = another(rig)
    second.commands.open([samples])
    assert "F5" in second.window.notices.text()
    first.controller.reviewing.unsure()
    assert Status.UNSURE not in {cell.status for cell in second.controller.desk.cells.values()}  # type: ignore[union-attr]
    second.window.actions_by_id["look_again"].trigger()
    assert Status.UNSURE in {cell.status for cell in second.controller.desk.cells.values()}  # type: ignore[union-attr]
    assert second.controller.desk.session.read_only  # type: ignore[union-attr]
    rig.stop()
    second.window.actions_by_id["look_again"].trigger()
    rig.wait(lambda: not second.controller.busy)
    assert not second.controller.desk.session.read_only  # type: ignore[union-attr]
    second.window.close()
    second.window.deleteLater()
