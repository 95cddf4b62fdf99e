"""Notes in the real window: typed without shortcuts, and kept whatever is pressed next."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.ui.conftest import Rig, in_sight, press

Key = Qt.Key


def test_note_is_written_without_shortcuts(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    press(rig, Key.Key_Tab)
    cell = program.controller.showing.cell
    press(rig, Key.Key_N)
    note = program.window.findChild(QLineEdit, "noteEdit")
    assert isinstance(note, QLineEdit) and note.hasFocus()
    rig.qtbot.keyClicks(note, "u x1, =2")
    rig.qtbot.keyClick(note, Key.Key_Return)
    assert not note.hasFocus()
    row = program.controller.desk.session.cell(cell)  # type: ignore[union-attr, arg-type]
    assert row.decision is not None and row.decision.note == "u x1, =2"
    assert row.decision.status is Status.UNREVIEWED
    press(rig, Key.Key_N)
    rig.qtbot.keyClicks(note, "; more")  # what stood there stays
    rig.qtbot.keyClick(note, Key.Key_Return)
    row = program.controller.desk.session.cell(cell)  # type: ignore[union-attr, arg-type]
    assert row.decision is not None and row.decision.note == "u x1, =2; more"


def test_a_note_that_was_typed_outlives_whatever_is_pressed_next(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    window = program.window
    button = window.findChild(QPushButton, "label_blast")
    assert isinstance(button, QPushButton)
    ways: dict[str, Callable[[], object]] = {
        "pressed": lambda: rig.qtbot.mouseClick(button, Qt.MouseButton.LeftButton),
        "chosen": window.actions_by_id["unsure"].trigger,
        "left": window.actions_by_id["previous_cell"].trigger,
        "closed": rig.stop,
    }
    expected = {}
    window.actions_by_id["next_unreviewed"].trigger()
    for text, way in ways.items():
        rig.wait(lambda: in_sight(program))
        window.actions_by_id["note"].trigger()
        note = window.findChild(QLineEdit, "noteEdit")
        assert isinstance(note, QLineEdit) and note.text() == ""
        rig.qtbot.keyClicks(note, text)
        expected[program.controller.showing.cell] = text
        way()
    session = Session.open(rig.session_file)
    noted = {row.id: row.decision for one in session.images() for row in session.cells(one.id)}
    assert {cell: said.note for cell, said in noted.items() if said and said.note} == expected
    for _ in range(3):  # the last two notes, and what was chosen: a note comes before it
        session.undo("RM")
    pressed, chosen = (session.cell(cell).decision for cell in list(expected)[:2] if cell is not None)
    assert pressed is not None and (pressed.status, pressed.note) == (Status.CORRECTED, "pressed")
    assert chosen is not None and (chosen.status, chosen.note) == (Status.UNREVIEWED, "chosen")
    session.close()
