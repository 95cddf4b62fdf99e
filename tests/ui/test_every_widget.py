"""On the real window: whatever a person can reach is opened and tried, and no mistake comes of it."""

import logging
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from allviewer.core.export import Export
from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.services.export import export
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.dialogs.bug import BugDialog
from allviewer.ui.main_window import MainWindow
from allviewer.ui.mistakes import Mistakes
from tests.ui.acts import choose
from tests.ui.conftest import Rig
from tests.ui.hands import Hands
from tests.ui.review import cells, decide


@pytest.fixture
def reviewed(english_numbers: None, rig: Rig, slide: Path) -> Program:
    """A session with labels of its own, decided by two reviewers of whom one has a copy."""
    program = rig.open(slide)
    every = cells(program)
    program.controller.reviewing.say(
        lambda session, reviewer: session.set_labels([Label("smudge", "#123456", "")], reviewer=reviewer)
    )
    program.controller.close()
    with closing(Session.open(rig.session_file)) as session:
        session.copy_to(slide.parent / "colleague.allviewer")
    with closing(Session.open(slide.parent / "colleague.allviewer")) as yours:
        yours.decide(every[:5], Status.CORRECTED, "blast", reviewer="AB")
        export(yours, Export(slide.parent / "labels.csv"))
    program.controller.open_session(rig.session_file)
    decide(program, every[:4], Status.CORRECTED, "normal")
    decide(program, every[4:6], Status.CORRECTED, "smudge")
    decide(program, every[6:7], Status.UNSURE)
    assert program.controller.desk is not None
    program.controller.desk.session.copy_to(slide.parent / "as it was.allviewer")
    return program


@pytest.fixture
def complaints(reviewed: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What went wrong, after what; with the program's own way to catch what nobody caught."""
    monkeypatch.chdir(tmp_path)  # a path that a person types may be any
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail(f"opens {url}"))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mistakes = Mistakes(reviewed.window)
    mistakes.catch_all()
    yield []


@pytest.fixture
def hands(
    reviewed: Program, rig: Rig, slide: Path, complaints: list[str], caplog: pytest.LogCaptureFixture
) -> Hands:
    """Which complain whenever a mistake shows, or an error is logged."""

    def look(said: str) -> None:
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, BugDialog) and shown.isVisible():
                complaints.append(f"{said}: a mistake shows")
                shown.close()
        complaints.extend(
            f"{said}: {one.getMessage()} {one.exc_info and one.exc_info[1]}"
            for one in caplog.records
            if one.levelno >= logging.ERROR
        )
        caplog.clear()

    def settle() -> None:
        QApplication.processEvents()
        rig.wait(lambda: not reviewed.controller.busy and not reviewed.background._tasks)

    def named(dialog: QFileDialog) -> Path:
        if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            return slide.parent / "written"
        if dialog.fileMode() is QFileDialog.FileMode.Directory:
            return slide
        kinds = {".csv": "labels.csv", ".allviewer": "colleague.allviewer"}
        found = [name for kind, name in kinds.items() if kind in dialog.selectedNameFilter()]
        return slide.parent / found[0] if found else next(slide.glob("*.jpg"))

    return Hands(settle, look, named)


def beside(program: Program) -> list[QWidget]:
    """The windows beside the main one."""
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isValid(one) and one.isVisible() and one is not program.window and one.isWindow()
    ]


def test_all_that_a_person_reaches_takes_whatever_a_person_does(
    reviewed: Program, rig: Rig, hands: Hands, complaints: list[str]
) -> None:
    window = reviewed.window
    with hands.ready():
        hands.try_all(window)
        for menu, action in in_menus(window):
            idle = 0
            while idle < 2:  # of two times a question is given up once
                as_it_was(reviewed, rig)
                hands.done("opened")
                tried = len(hands.tried)
                choose(menu, action)
                hands.done(action.text())
                for one in (*beside(reviewed), window):
                    hands.try_all(one)
                idle = 0 if len(hands.tried) > tried else idle + 1
    assert complaints == []
    reached = {known[0] for known in hands.tried}
    assert {
        "MainWindow",
        "SideWindow",
        "LabelsDialog",
        "ImportDialog",
        "ModelDialog",
        "GuideWindow",
    } <= reached


def in_menus(window: MainWindow) -> list[tuple[QMenu, QAction]]:
    """What the menus offer, but the end."""
    actions = [action for name, action in window.actions_by_id.items() if name != "quit"]
    menus = window.findChildren(QMenu)
    return [(menu, action) for action in actions for menu in menus if action in menu.actions()]


def as_it_was(program: Program, rig: Rig) -> None:
    """The session that was reviewed, whatever was done in it since."""
    program.controller.close()
    for left in rig.session_file.parent.glob(f"{rig.session_file.stem}*"):
        left.unlink()
    shutil.copyfile(rig.session_file.with_name("as it was.allviewer"), rig.session_file)
    program.controller.open_session(rig.session_file)


def test_the_empty_window_takes_whatever_a_person_does(
    reviewed: Program, hands: Hands, complaints: list[str]
) -> None:
    reviewed.controller.close()
    with hands.ready():
        hands.try_all(reviewed.window)
    assert complaints == []


def test_a_mistake_that_shows_makes_no_other(
    reviewed: Program, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    reviewed.window.report_bug(ValueError("a slip"))
    (bug,) = beside(reviewed)
    heard: list[str] = []
    Hands(QApplication.processEvents, heard.append, lambda _dialog: Path()).try_all(bug)
    assert heard and not beside(reviewed)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
