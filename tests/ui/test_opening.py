"""What opens a session in the real window: a dropped folder, a session file, a recent folder, again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.services.helpers import Toy
from tests.ui.acts import drop
from tests.ui.conftest import Rig, press, toy_jobs
from tests.ui.review import decided

Key = Qt.Key


def test_reopening_classifies_nothing_twice(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    cell = program.controller.showing.cell or next(iter(decided(program)))
    program.controller.showing.choose_cell(cell)
    press(rig, Key.Key_2)
    before = decided(program)
    rig.stop()

    def refuse() -> Toy:
        raise AssertionError("classified a second time")

    program = rig.start(replace(toy_jobs(), analyse=_counting(refuse)))
    rig.open(smears)
    assert decided(program) == before
    assert before[cell] in ((Status.CORRECTED, "normal"), (Status.ACCEPTED, "normal"))


def _counting(classifier: Callable[[], Toy]) -> Any:
    from allviewer.services.analyse import analyse

    return lambda works, _pictures, _model, _device: (
        lambda stop: analyse(
            # a picture that failed is tried again, as it should: it has no cells to classify
            works,
            classifier=classifier,
            stop=stop,
        )
    )


def test_dropped_folder_is_opened_and_remembered(rig: Rig, smears: Path) -> None:
    program = rig.start()
    with rig.qtbot.waitSignal(program.worker.finished, timeout=60_000):
        drop(program.window, [smears])
    assert rig.settings.recent == (str(smears),)
    assert [action.text() for action in program.window.recent_menu.actions()] == [str(smears)]
    program.controller.cancel()


@pytest.mark.parametrize("dropped", [True, False], ids=["dropped", "named"])
def test_a_session_file_by_itself_is_a_session(rig: Rig, smears: Path, dropped: bool) -> None:
    pictures = [row.name for row in rig.open(smears).controller.desk.session.images()]  # type: ignore[union-attr]
    rig.stop()
    handed = rig.session_file.rename(rig.session_file.with_name("handed over.allviewer"))
    program = rig.start()
    if dropped:
        drop(program.window, [handed])
    else:
        program.commands.open([handed])
    rig.wait(lambda: program.controller.desk is not None)
    session = program.controller.desk.session  # type: ignore[union-attr]
    assert session.path == handed
    assert [row.name for row in session.images()] == pictures


def test_a_folder_opened_lately_opens_by_enter(rig: Rig, smears: Path) -> None:
    rig.open(smears)
    rig.stop()
    program = rig.start()
    button = program.window.findChild(QPushButton, "recent")
    assert isinstance(button, QPushButton)
    button.setFocus()
    with rig.qtbot.waitSignal(program.worker.finished, timeout=60_000):
        rig.qtbot.keyClick(button, Qt.Key.Key_Return)
    assert program.controller.desk is not None


def test_session_open_elsewhere_is_only_looked_at(rig: Rig, smears: Path) -> None:
    rig.open(smears)
    rig.stop()
    elsewhere = Session.open(rig.session_file)
    try:
        program = rig.start()
        program.commands.open([smears])
        why = program.controller.desk.session.read_only  # type: ignore[union-attr]
        assert why and program.window.notices.text() == f"{why} F5 reads it again."
        assert not program.controller.busy
        allowed = {
            name: program.window.actions_by_id[name].isEnabled() for name in ("accept", "undo", "export")
        }
        assert allowed == {"accept": False, "undo": False, "export": True}
        before = decided(program)
        press(rig, Key.Key_1)
        assert decided(program) == before
        rig.stop()
    finally:
        elsewhere.close()
