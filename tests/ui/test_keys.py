"""The sheet of keys: complete, searchable, and a key given there works in the window and after a restart."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea

from allviewer.services.settings import Settings
from allviewer.ui import keyboard
from allviewer.ui.actions.table import ACTIONS
from allviewer.ui.app import Program
from allviewer.ui.dialogs.key_cap import KeyCap, key_of
from allviewer.ui.dialogs.shortcuts import ShortcutSheet
from tests.ui.conftest import Rig


@pytest.fixture
def program(rig: Rig) -> Program:
    return rig.start()


def sheet_of(program: Program) -> ShortcutSheet:
    program.window.actions_by_id["shortcuts"].trigger()
    found = program.window.findChild(ShortcutSheet)
    assert found is not None
    return found


def cap(sheet: ShortcutSheet, action_id: str) -> KeyCap:
    found = sheet.findChild(KeyCap, f"key_{action_id}")
    assert found is not None
    return found


def press(sheet: ShortcutSheet, action_id: str, key: Qt.Key, **more: Any) -> None:
    one = cap(sheet, action_id)
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    QTest.keyClick(one, key, **more)


def keys(program: Program, action_id: str) -> list[str]:
    return [key.toString() for key in program.window.actions_by_id[action_id].shortcuts()]


def test_every_action_is_on_the_sheet(program: Program) -> None:
    sheet = sheet_of(program)
    assert {one.objectName() for one in sheet.findChildren(KeyCap)} == {f"key_{a.id}" for a in ACTIONS}


def test_no_key_is_cut_off_whatever_it_is_called(program: Program) -> None:
    sheet = sheet_of(program)
    for action in ACTIONS:
        one = cap(sheet, action.id)
        one.show_keys(["Ctrl+Alt+Shift+PgDown"])  # as long as "Control+Mayúsculas+Tabulador"
    QCoreApplication.processEvents()
    for action in ACTIONS:
        one = cap(sheet, action.id)
        assert one.width() >= one.sizeHint().width(), action.id


def test_the_sheet_is_no_wider_than_its_place(program: Program) -> None:
    sheet = sheet_of(program)
    body = sheet.findChild(QScrollArea)
    assert body is not None and body.widget() is not None
    assert body.widget().minimumSizeHint().width() <= body.viewport().width()


def test_search_leaves_what_fits(program: Program) -> None:
    sheet = sheet_of(program)
    search = sheet.findChild(QLineEdit, "keySearch")
    assert search is not None
    search.setText("next unrev")
    left = [a.id for a in ACTIONS if cap(sheet, a.id).isVisibleTo(sheet)]
    assert left == ["next_unreviewed"]
    search.setText("ctrl+e")
    assert cap(sheet, "export").isVisibleTo(sheet) and not cap(sheet, "fit").isVisibleTo(sheet)
    search.clear()
    assert all(cap(sheet, a.id).isVisibleTo(sheet) for a in ACTIONS)


def test_a_free_key_is_taken_at_once_and_kept(program: Program, rig: Rig) -> None:
    press(sheet_of(program), "unsure", Qt.Key.Key_J)
    assert keys(program, "unsure") == ["J"]
    button = program.window.findChild(QPushButton, "button_unsure")
    assert button is not None and "J" in button.toolTip()
    rig.stop()
    again = rig.start()
    assert keys(again, "unsure") == ["J"] and keys(again, "exclude") == ["X"]


def test_a_key_in_use_is_said_and_only_given_when_asked(program: Program) -> None:
    sheet = sheet_of(program)
    press(sheet, "unsure", Qt.Key.Key_X)
    said, take = sheet.findChild(QLabel, "keySaid"), sheet.findChild(QPushButton, "keyTake")
    assert said is not None and take is not None
    assert "Exclude" in said.text() and take.isVisibleTo(sheet)
    assert keys(program, "unsure") == ["U"] and keys(program, "exclude") == ["X"]
    take.click()
    assert keys(program, "unsure") == ["X"] and keys(program, "exclude") == []
    assert not take.isVisibleTo(sheet)


def test_one_key_of_two_can_be_given_away(program: Program) -> None:
    sheet = sheet_of(program)
    press(sheet, "measure", Qt.Key.Key_Equal)
    take = sheet.findChild(QPushButton, "keyTake")
    assert take is not None
    take.click()
    assert keys(program, "zoom_in") == ["+"] and keys(program, "measure") == ["="]


def test_backspace_takes_a_key_away_escape_leaves_it_reset_brings_all_back(program: Program) -> None:
    sheet = sheet_of(program)
    press(sheet, "note", Qt.Key.Key_Backspace)
    press(sheet, "fit", Qt.Key.Key_Escape)
    assert keys(program, "note") == [] and keys(program, "fit") == ["F"]
    assert sheet.isVisible()
    reset = sheet.findChild(QPushButton, "keyReset")
    assert reset is not None
    reset.click()
    assert keys(program, "note") == ["N"]


def test_tab_and_modifiers_can_be_keys(program: Program) -> None:
    sheet = sheet_of(program)
    press(sheet, "guide", Qt.Key.Key_K, modifier=Qt.KeyboardModifier.ControlModifier)
    assert keys(program, "guide") == ["Ctrl+K"]
    press(sheet, "tour", Qt.Key.Key_Tab)
    take = sheet.findChild(QPushButton, "keyTake")
    assert take is not None
    take.click()
    assert keys(program, "tour") == ["Tab"] and keys(program, "next_unreviewed") == []


def test_the_held_key_follows(program: Program) -> None:
    told: list[bool] = []
    program.window.raw_key.held.connect(told.append)
    sheet = sheet_of(program)
    press(sheet, "raw", Qt.Key.Key_Q)
    sheet.close()
    QTest.keyClick(program.window.picture, Qt.Key.Key_Q)
    assert told == [True, False]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"nothing": ["X"]}', '{"unsure": 3}', '{"unsure": [1]}'])
def test_spoiled_settings_leave_the_keys_as_they_came(rig: Rig, text: str) -> None:
    assert keyboard.parse(text) == {}
    program = rig.start(settings=Settings(reviewer="RM", options=((keyboard.OPTION, text),)))
    assert keys(program, "unsure") == ["U"]


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "named"),
    [
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?", "?"),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.KeypadModifier, "+", "+"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier, "N", "Shift+N"),
        (Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier, "7", "7"),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a", "Ctrl+Z"),
    ],
)
def test_keys_are_named_as_the_table_names_them(
    qapp: object, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, named: str
) -> None:
    assert key_of(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)) == named


def test_the_sheet_can_be_pictured(program: Program, tmp_path: Path) -> None:
    assert sheet_of(program).grab().save(str(tmp_path / "keys.png"))
