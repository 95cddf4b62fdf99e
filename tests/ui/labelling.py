"""Labels of one's own, made in the real dialog as a person does."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
)

from allviewer.core.labels import Label
from allviewer.ui.app import Program
from allviewer.ui.dialogs.key_cap import KeyCap
from allviewer.ui.dialogs.labels import LabelsDialog
from tests.ui.conftest import Rig


def in_dialog(program: Program, act: Callable[[LabelsDialog], None]) -> None:
    """Open the labels as the menu does, and do something there."""
    acted = []

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LabelsDialog)
        act(dialog)
        acted.append(True)
        dialog.accept()

    QTimer.singleShot(0, now)
    program.window.actions_by_id["edit_labels"].trigger()
    assert acted


def write(rig: Rig, dialog: LabelsDialog, name: str, key: Qt.Key | None = None) -> None:
    """Name, key and Add, by keyboard and click."""
    line = dialog.findChild(QLineEdit, "labelName")
    cap = dialog.findChild(KeyCap, "labelKey")
    add = dialog.findChild(QPushButton, "labelAdd")
    assert line is not None and cap is not None and add is not None
    line.selectAll()
    rig.qtbot.keyClicks(line, name)
    if key is not None:
        cap.click()
        rig.qtbot.keyClick(cap, key)
    add.click()


def own(program: Program) -> tuple[Label, ...]:
    assert program.controller.desk is not None
    return program.controller.desk.own_labels


def press(program: Program, rig: Rig, key: Qt.Key) -> None:
    program.window.activateWindow()
    rig.wait(lambda: QApplication.activeWindow() is program.window)  # a dialog was there before
    rig.qtbot.keyClick(QApplication.focusWidget() or program.window, key)
