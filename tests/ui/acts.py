"""What a person does to widgets besides pressing their keys: menus, links, drops, choices by name."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenu, QTextBrowser, QWidget

from tests.ui.review import grid

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
_COPY = Qt.DropAction.CopyAction


def choose(menu: QMenu, action: QAction) -> None:
    """Open the menu and click this."""
    menu.popup(QPoint())
    QTest.mouseClick(menu, _LEFT, pos=menu.actionGeometry(action).center())


def drop(window: QWidget, paths: Sequence[Path]) -> None:
    """Drag these in from the system and let them go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    entering = QDragEnterEvent(QPoint(9, 9), _COPY, data, _LEFT, _NONE)
    entering.ignore()
    window.event(entering)
    assert entering.isAccepted()
    # not by way of the application, which knows of no drag that came from elsewhere
    window.event(QDropEvent(QPointF(9, 9), _COPY, data, _LEFT, _NONE))


def pick(panel: QWidget, choice: str, text: str) -> None:
    """Go to this entry of a choice by keys."""
    (box,) = (one for one in panel.findChildren(QComboBox) if one.accessibleName() == choice)
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findText(text)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def click(panel: QWidget, text: str) -> None:
    """Click the button that says so."""
    (button,) = (one for one in panel.findChildren(QAbstractButton) if one.text() == text)
    assert button.isEnabled()
    QTest.mouseClick(button, _LEFT)


def open_line(panel: QWidget, name: str, row: int, *, by_key: bool = False) -> None:
    """Double-click a line of the panel's table, or press Enter in it."""
    table = grid(panel, name)
    at = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), _LEFT, pos=at)
    if by_key:
        QTest.keyClick(table, Qt.Key.Key_Return)
    else:
        QTest.mouseDClick(table.viewport(), _LEFT, pos=at)


def follow(page: QTextBrowser, link: str) -> None:
    """Click the link that says so."""
    found = page.document().find(link)
    assert found.charFormat().isAnchor()
    found.setPosition((found.selectionStart() + found.selectionEnd()) // 2)
    page.setTextCursor(found)  # which brings it in sight
    QTest.mouseClick(page.viewport(), _LEFT, pos=page.cursorRect(found).center())
