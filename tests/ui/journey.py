"""A person at the real window, in a process of its own that may be killed: keys only, each one told.

Before a key is pressed its intention is told as a line of JSON, and after it `"done"`. Run as
`python -m tests.ui.journey SESSION FOLDER SEED CSV`; with `-` for CSV the person never finishes.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from allviewer.core.records import Status
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.preferences import Preferences
from tests.ui.conftest import in_sight

Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier

Cell = tuple[str, int]


def tell(line: object) -> None:
    """To whoever started this."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Person:
    """Reviews by keys and tells what each should come to."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.chance = random.Random(seed)
        self.notes = 0
        desk = program.controller.desk
        assert desk is not None
        self.desk = desk

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        window = self.program.window
        if QApplication.activeWindow() is None:  # no window manager turns back to it after a dialog
            window.activateWindow()
            assert QTest.qWaitForWindowActive(window)
        while not in_sight(self.program):  # a person looks first
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QTest.keyClick(QApplication.focusWidget() or window, key, modifier)

    def name(self, cell_id: int) -> Cell:
        cell = self.desk.cells[cell_id]
        return self.desk.images[cell.image_id].name, cell.number

    def does(self, intention: dict[str, object], act: Callable[[], None]) -> None:
        tell(intention)
        act()
        tell("done")

    def waiting(self) -> int:
        return sum(cell.status is Status.UNREVIEWED for cell in self.desk.cells.values())

    def act(self) -> None:
        """One thing at random, as a reviewer might."""
        session = self.desk.session
        what = self.chance.choices(["decide", "note", "undo", "redo", "move"], weights=[80, 6, 8, 4, 6], k=1)[
            0
        ]
        if what == "undo" and session.can_undo:
            self.undo()
        elif what == "redo" and session.can_redo:
            self.redo()
        elif what == "note":
            self.note()
        elif what == "move":
            self.press(self.chance.choice([Key.Key_Right, Key.Key_Left, Key.Key_PageDown, Key.Key_Tab]))
        else:
            self.decide()

    def undo(self) -> None:
        self.does({"do": "undo"}, lambda: self.press(Key.Key_Z, _CONTROL))

    def redo(self) -> None:
        self.does({"do": "redo"}, lambda: self.press(Key.Key_Z, _CONTROL | _SHIFT))

    def decide(self) -> None:
        cell_id = self.program.controller.showing.cell
        if cell_id is None or self.desk.cells[cell_id].status is not Status.UNREVIEWED:
            self.press(Key.Key_Tab)
            cell_id = self.program.controller.showing.cell
        assert cell_id is not None
        predicted = self.desk.cells[cell_id].best
        classes = self.desk.classes
        key, label = self.chance.choice(
            [
                *[(Key.Key_Return, predicted)] * 5,
                (Key.Key_1, classes[0]),
                (Key.Key_2, classes[1]),
                (Key.Key_U, ""),
                (Key.Key_X, ""),
            ]
        )
        status = {Key.Key_U: Status.UNSURE, Key.Key_X: Status.EXCLUDED}.get(
            key, Status.ACCEPTED if label == predicted else Status.CORRECTED
        )
        said = {"do": "decide", "cells": [(*self.name(cell_id), status.value, label)]}
        self.does(said, lambda: self.press(key))

    def note(self) -> None:
        cell_id = self.program.controller.showing.cell
        if cell_id is None:
            return
        self.notes += 1
        text = f'=note {self.notes}, "Auer"; {self.chance.random()}'
        self.does({"do": "note", "cell": self.name(cell_id), "text": text}, lambda: self._write(text))

    def _write(self, text: str) -> None:
        self.press(Key.Key_N)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit), f"N led to {focus} and not to the note"
        QTest.keyClick(focus, Key.Key_A, _CONTROL)  # in place of what may stand there
        QTest.keyClicks(focus, text)
        self.press(Key.Key_Return)

    def accept_certain(self) -> None:
        """All certain ones at once, confirmed by Enter."""
        ids = self.program.commands.certain.cells()
        if not ids:
            return
        cells = [(*self.name(one), "accepted", self.desk.cells[one].best) for one in ids]

        def act() -> None:
            in_dialog(lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
            self.press(Key.Key_Return, _CONTROL)

        self.does({"do": "decide", "cells": cells}, act)

    def export(self, path: Path) -> None:
        """Ctrl+E, the path, Enter."""

        def fill(dialog: QWidget) -> None:
            line = dialog.findChild(QLineEdit, "exportPath")
            assert isinstance(line, QLineEdit)
            line.setFocus()
            line.selectAll()
            QTest.keyClicks(line, str(path))
            QTest.keyClick(dialog, Key.Key_Return)

        in_dialog(fill)
        self.does({"do": "export"}, lambda: self.press(Key.Key_E, _CONTROL))


def in_dialog(act: Callable[[QWidget], None]) -> None:
    """Once the next modal dialog has its own event loop and the keyboard.

    A key before that would close it first and have it made active afterwards, hidden as it is.
    """

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            QTimer.singleShot(5, now)
        else:
            act(dialog)

    QTimer.singleShot(0, now)


def settled(program: Program) -> None:
    """Until everything is listed and classified."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: None if program.controller.busy else loop.quit())
    timer.start(20)
    loop.exec()
    timer.stop()


def main(session: Path, folder: Path, seed: int, export: Path | None) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    preferences = Preferences(Settings(reviewer="RM", device="cpu"), save=lambda _settings: None)
    program = Program(preferences, session_for=lambda _paths: Session.open(session))
    program.window.show()
    program.window.activateWindow()
    program.commands.open([folder])
    settled(program)
    person = Person(program, seed)
    tell({"do": "begin", "cells": len(person.desk.cells)})
    if export is None:
        while True:
            person.act() if person.waiting() > 20 else person.undo()
    for _ in range(3):  # what was done before the crash
        person.undo()
    half = person.waiting() // 2
    while person.waiting() > half:
        person.act()
    person.accept_certain()
    person.undo()
    person.redo()
    while person.waiting():
        person.act()
    person.export(export)
    program.window.close()


if __name__ == "__main__":
    _, file, pictures, number, csv = sys.argv
    main(Path(file), Path(pictures), int(number), None if csv == "-" else Path(csv))
