"""A key left down or a double click decides one cell, not those that come after it; moving goes on."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from allviewer.core.labels import Label
from allviewer.ui.actions.keyed import BY_ID
from allviewer.ui.app import Program

PRESS, RELEASE, CLAIM = QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride
SAID = ("accept", "class_1", "class_9", "unsure", "exclude", "clear_decision", "note")


def send(watched: QWidget, kind: QEvent.Type, key: Qt.Key, at: int) -> bool:
    """A key of the system at this millisecond; whether it was claimed before the shortcuts saw it."""
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(at)
    event.ignore()
    QApplication.sendEvent(watched, event)
    return event.isAccepted()


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_a_cell_is_not_repeated(field: Program, name: str) -> None:
    assert not field.window.actions_by_id[name].autoRepeat()
    assert BY_ID[name].said


def test_what_moves_is_repeated(field: Program) -> None:
    for name in ("next_cell", "next_image", "next_unreviewed", "zoom_in"):
        assert field.window.actions_by_id[name].autoRepeat(), name


def test_a_label_of_the_session_is_not_repeated(field: Program) -> None:
    desk = field.controller.desk
    assert desk is not None
    before = set(field.window.actions())
    label = Label("plasma cell", "#009E73", "7")
    field.controller.reviewing.say(lambda session, reviewer: session.set_labels([label], reviewer=reviewer))
    (made,) = set(field.window.actions()) - before
    assert not made.autoRepeat()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_X])
def test_a_repeat_that_the_system_did_not_mark_is_swallowed(field: Program, key: Qt.Key) -> None:
    window = field.window
    assert not send(window, CLAIM, key, 1000)
    send(window, RELEASE, key, 1660)
    assert send(window, CLAIM, key, 1660)
    assert send(window, PRESS, key, 1660)
    # let go and pressed anew
    send(window, RELEASE, key, 1700)
    assert not send(window, CLAIM, key, 1701)


def test_a_key_that_moves_or_another_key_is_not_swallowed(field: Program) -> None:
    window = field.window
    send(window, RELEASE, Qt.Key.Key_Right, 1660)
    assert not send(window, CLAIM, Qt.Key.Key_Right, 1660)
    send(window, RELEASE, Qt.Key.Key_1, 1700)
    assert not send(window, CLAIM, Qt.Key.Key_2, 1700)


def test_a_note_takes_every_repeat(field: Program) -> None:
    note = field.window.findChild(QLineEdit, "noteEdit")
    assert note is not None
    field.window.actions_by_id["note"].trigger()
    for at in (1660, 1700):
        send(note, RELEASE, Qt.Key.Key_U, at)
        event = QKeyEvent(PRESS, Qt.Key.Key_U, Qt.KeyboardModifier.NoModifier, "u")
        event.setTimestamp(at)
        QApplication.sendEvent(note, event)
    assert note.text() == "uu"


@pytest.mark.parametrize("name", ["label_blast", "button_accept", "button_exclude"])
def test_a_double_click_decides_one_cell(field: Program, name: str) -> None:
    button, desk = field.window.findChild(QPushButton, name), field.controller.desk
    assert button is not None and desk is not None
    before = len(desk.unreviewed)
    first, second = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick
    for kind in (first, QEvent.Type.MouseButtonRelease, second, QEvent.Type.MouseButtonRelease):
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(button, QMouseEvent(kind, QPointF(9, 9), QPointF(9, 9), left, left, none))
    assert len(desk.unreviewed) == before - 1
