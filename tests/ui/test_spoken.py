"""Whatever can be worked with has a name that a screen reader says, in the window and in what it opens."""

import pytest
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

from allviewer.ui.app import Program

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
