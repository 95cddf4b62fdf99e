"""What is said over the picture: nothing moves when it comes, and keyboard and screen reader reach it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from allviewer.ui.app import Program
from tests.ui.conftest import Rig

LONG = "The session file was moved or deleted while it was open. Put it back, or open the folder again. " * 3


def press(program: Program, rig: Rig, key: Qt.Key) -> None:
    program.window.activateWindow()
    rig.wait(lambda: QApplication.activeWindow() is program.window)
    rig.qtbot.keyClick(QApplication.focusWidget() or program.window, key)


def test_nothing_moves_when_a_notice_comes_and_goes(field: Program, rig: Rig) -> None:
    view, notices = field.window.picture.view, field.window.notices
    before = (view.geometry(), view.view)
    notices.told("Something worth knowing.")
    assert notices.isVisible() and (view.geometry(), view.view) == before
    low = notices.height()
    notices.error(LONG)
    assert notices.height() > low  # all of it can be read
    assert field.window.picture.rect().contains(notices.geometry())
    assert (view.geometry(), view.view) == before
    close = notices.findChild(QToolButton, "noticeClose")
    assert isinstance(close, QToolButton)
    close.click()
    assert notices.isHidden() and (view.geometry(), view.view) == before


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_it_stays_in_its_corner_and_off_the_scale_bar(
    field: Program, rig: Rig, size: tuple[int, int]
) -> None:
    field.window.notices.error(LONG)
    field.window.resize(*size)
    picture, notices = field.window.picture, field.window.notices
    rig.wait(lambda: notices.geometry().bottom() == picture.height() - 13)
    assert notices.geometry().left() == 12
    assert picture.rect().contains(notices.geometry())
    assert notices.geometry().right() < picture.width() - 190  # the longest scale bar


def test_the_keyboard_reaches_it_and_escape_closes_it(field: Program, rig: Rig) -> None:
    notices = field.window.notices
    notices.unread(3)
    show = notices.findChild(QPushButton, "noticeShow")
    for _ in range(4):
        press(field, rig, Qt.Key.Key_F6)
        if QApplication.focusWidget() is show:
            break
    assert QApplication.focusWidget() is show
    with rig.qtbot.waitSignal(notices.unreadRequested):
        press(field, rig, Qt.Key.Key_Return)
    field.window.actions_by_id["measure"].trigger()
    press(field, rig, Qt.Key.Key_Escape)  # the tool comes first
    assert notices.isVisible() and not field.window.actions_by_id["measure"].isChecked()
    press(field, rig, Qt.Key.Key_Escape)
    assert notices.isHidden()


def test_a_screen_reader_is_told_what_is_said(field: Program) -> None:
    notices = field.window.notices
    notices.error("The disk is full.")
    told = QAccessible.queryAccessibleInterface(notices)
    assert told is not None and told.text(QAccessible.Text.Name) == "The disk is full."


def test_the_key_to_export_is_named_as_it_is_now(field: Program) -> None:
    notices, export = field.window.notices, field.window.actions_by_id["export"]
    for key, said in (("Ctrl+E", "Export with Ctrl+E."), ("F9", "Export with F9."), ("", "is reviewed.")):
        export.setShortcut(key)
        notices.all_reviewed()
        assert notices.text().endswith(said)
