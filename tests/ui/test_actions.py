"""The table of actions holds together: ids, keys, icons, menus; the keys reach a real window."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget

from allviewer.core.resources import resources
from allviewer.ui.actions import keyed
from allviewer.ui.actions.keyed import BY_ID
from allviewer.ui.actions.table import ACTIONS
from allviewer.ui.held_key import HeldKey


def test_ids_are_unique_and_every_icon_is_shipped() -> None:
    assert len(BY_ID) == len(ACTIONS)
    missing = [a.icon for a in ACTIONS if a.icon and not (resources() / "icons" / f"{a.icon}.svg").is_file()]
    assert missing == []


def test_every_key_is_one_that_qt_knows_and_nobody_shares_it(qapp: Any) -> None:
    unknown = [k for a in ACTIONS for k in a.keys if not QKeySequence(k).toString()]
    assert unknown == []
    assert keyed.conflicts({}) == {}


def test_every_action_has_a_key() -> None:
    assert [action.id for action in ACTIONS if not action.keys] == []


def test_a_shared_key_is_named(qapp: Any) -> None:
    assert keyed.conflicts({"unsure": ["X"]}) == {"X": ("unsure", "exclude")}
    assert keyed.conflicts({"unsure": ["X"], "exclude": []}) == {}


@pytest.mark.parametrize(
    ("action_id", "key"),
    [
        ("accept", "Return"),
        ("class_1", "1"),
        ("class_9", "9"),
        ("unsure", "U"),
        ("exclude", "X"),
        ("note", "N"),
        ("next_cell", "Right"),
        ("previous_cell", "Left"),
        ("next_image", "PgDown"),
        ("previous_image", "PgUp"),
        ("next_unreviewed", "Tab"),
        ("heatmap", "H"),
        ("outlines", "O"),
        ("masks", "M"),
        ("raw", "Space"),
        ("fit", "F"),
        ("zoom_in", "+"),
        ("zoom_out", "-"),
        ("undo", "Ctrl+Z"),
        ("redo", "Ctrl+Shift+Z"),
        ("export", "Ctrl+E"),
        ("shortcuts", "?"),
    ],
)
def test_the_agreed_keys(action_id: str, key: str) -> None:
    assert key in BY_ID[action_id].keys


def test_keys_from_the_settings_replace_the_tables(qapp: Any, qtbot: Any) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    built = keyed.build(window, keys={"unsure": ["Q"], "exclude": []})
    assert [k.toString() for k in built["unsure"].shortcuts()] == ["Q"]
    assert built["exclude"].shortcuts() == []
    assert "Q" in built["unsure"].toolTip() and "(" not in built["exclude"].toolTip()
    keyed.assign(built, {})
    assert [k.toString() for k in built["unsure"].shortcuts()] == ["U"]


def test_a_held_key_is_no_shortcut(qapp: Any, qtbot: Any) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    assert keyed.build(window)["raw"].shortcuts() == []


def test_menus_follow_the_table_and_show_only_what_is_given(qtbot: Any) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    built = keyed.build(window)
    keyed.fill_menus(window.menuBar(), {k: built[k] for k in ("open_files", "export", "quit", "undo")})
    menu = window.menuBar().findChild(QMenu, "menu_file")
    assert menu is not None
    file = [a.text() if not a.isSeparator() else "-" for a in menu.actions()]
    assert file == ["Open pictures…", "-", "Export…", "-", "Quit"]


class _Spanish(QTranslator):
    def translate(self, context: str, text: str, *_: Any) -> str:
        return {("actions", "Undo"): "Deshacer", ("actions", "Class {number}"): "Clase {number}"}.get(
            (context, text), ""
        )

    def isEmpty(self) -> bool:
        return False


def test_texts_are_translated(qapp: Any, qtbot: Any) -> None:
    spanish = _Spanish()
    QCoreApplication.installTranslator(spanish)
    try:
        window = QMainWindow()
        qtbot.addWidget(window)
        built = keyed.build(window)
    finally:
        QCoreApplication.removeTranslator(spanish)
    assert built["undo"].text() == "Deshacer"
    assert built["class_3"].text() == "Clase 3"


@pytest.fixture
def window(qtbot: Any) -> QMainWindow:
    widget = QMainWindow()
    qtbot.addWidget(widget)
    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.addWidget(QLineEdit())
    widget.setCentralWidget(centre)
    widget.show()
    return widget


def test_a_held_key_is_told_once_and_released(window: QMainWindow) -> None:
    centre = window.centralWidget()
    told: list[bool] = []
    HeldKey(window, "Space").held.connect(told.append)
    QTest.keyPress(centre, Qt.Key.Key_Space)
    QTest.keyPress(centre, Qt.Key.Key_A)
    QTest.keyRelease(centre, Qt.Key.Key_Space)
    assert told == [True, False]


def test_a_held_key_does_nothing_else_to_whatever_has_the_focus(window: QMainWindow, qtbot: Any) -> None:
    told: list[bool] = []
    pressed: list[bool] = []
    HeldKey(window, "Space").held.connect(told.append)
    buttons = [QPushButton(window.centralWidget()) for _ in range(2)]
    for button in buttons:
        button.show()
        button.clicked.connect(lambda: pressed.append(True))
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert told == [True, False] * 2
    assert pressed == []


def test_a_held_key_is_not_asked_of_events_elsewhere(window: QMainWindow) -> None:
    """Each would be a call of Python: hundreds a second while cells come in."""
    asked: list[QObject] = []

    class Asked(HeldKey):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            asked.append(watched)
            return super().eventFilter(watched, event)

    Asked(window, "Space")
    asked.clear()
    QApplication.sendEvent(window.centralWidget(), QEvent(QEvent.Type.User))
    assert asked == []
    QApplication.sendEvent(window, QEvent(QEvent.Type.User))
    assert asked == [window]


def test_a_held_key_is_a_plain_letter_where_text_is_written(window: QMainWindow) -> None:
    told: list[bool] = []
    HeldKey(window, "Space").held.connect(told.append)
    line = window.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "a b")
    assert line.text() == "a b" and told == []


def test_a_held_key_can_be_another(window: QMainWindow) -> None:
    centre = window.centralWidget()
    held = HeldKey(window, "Space")
    told: list[bool] = []
    held.held.connect(told.append)
    held.set_key("Z")
    QTest.keyClick(centre, Qt.Key.Key_Space)
    QTest.keyClick(centre, Qt.Key.Key_Z)
    assert told == [True, False]
