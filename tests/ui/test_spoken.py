"""Whatever can be worked with has a name that a screen reader says, and where the keyboard is can be seen."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.focus_frame import FocusFrame
from tests.ui.conftest import Rig, press

WORKED = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
PARTS = (QHeaderView, QScrollBar)  # of something that has a name


def nameless(window: QWidget) -> list[str]:
    """What of a window a screen reader could not tell, by its object name."""
    labelled = {label.buddy() for label in window.findChildren(QLabel)}
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in window.findChildren(QWidget)
        if isinstance(one, WORKED) and not isinstance(one, PARTS) and one.isVisible()
        if not one.objectName().startswith("qt_") and one not in labelled
        if not (one.accessibleName() or one.toolTip() or (isinstance(one, QAbstractButton) and one.text()))
    ]


def test_the_window_has_no_part_without_a_name(field: Program) -> None:
    assert nameless(field.window) == []


@pytest.mark.parametrize("name", ["differential", "agreement", "filter_cells", "shortcuts", "guide"])
def test_no_window_that_it_opens_has_a_part_without_a_name(field: Program, name: str) -> None:
    field.window.actions_by_id[name].trigger()
    visible = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    (opened,) = (one for one in visible if one is not field.window and one.windowTitle())
    assert nameless(opened) == []
    opened.close()


def test_the_part_that_f6_gives_the_keyboard_to_is_framed(field: Program, rig: Rig) -> None:
    window = field.window
    frame = window.findChild(FocusFrame)
    assert frame is not None and not frame.isVisible()
    around = []
    for _ in range(3):
        press(rig, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None and frame.isVisible()
        assert frame.geometry() == QRect(focus.mapTo(window, QPoint()), focus.size())
        corner = frame.mapTo(window, QPoint(1, frame.height() // 2))
        assert window.grab().toImage().pixelColor(corner).name() == theme.of(window.palette()).accent.lower()
        around.append(focus)
    assert set(around) == {window.images.view, window.picture.view, window.gallery.grid}
    window.resize(window.width() - 60, window.height() - 40)
    rig.wait(lambda: frame.size() == around[-1].size())
    window.actions_by_id["note"].trigger()  # the keyboard is elsewhere
    assert not frame.isVisible()
