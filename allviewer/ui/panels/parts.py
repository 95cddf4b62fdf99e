"""Small parts that panels share: a heading, a line of small text, the foot of a dialog."""

import html
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from allviewer.ui import theme

Widget = TypeVar("Widget", bound=QWidget)


def named(name: str, widget: Widget) -> Widget:
    """The widget, under the name that tests and style sheets know it by."""
    widget.setObjectName(name)
    return widget


class ChoiceBox(QComboBox):
    """One of several. The wheel leaves it as it is: whoever scrolls past it chooses nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What is around it may scroll."""
        event.ignore()


def label(text: str = "", *, role: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's roles."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


def as_plain(text: str) -> str:
    """For a tooltip, which would take text with tags for rich text: names come from files."""
    return "<span>" + html.escape(text).replace("\n", "<br>") + "</span>"


def heading(text: str, *beside: QWidget) -> QHBoxLayout:
    """A panel's heading, with what stands at its right."""
    line = QHBoxLayout()
    line.setContentsMargins(theme.M, 0, theme.M, 0)
    line.setSpacing(theme.S)
    line.addWidget(label(text, role="heading"))
    line.addStretch(1)
    for widget in beside:
        line.addWidget(widget)
    return line


def foot(*buttons: QWidget) -> QHBoxLayout:
    """The last line of a dialog: its buttons at the right."""
    line = QHBoxLayout()
    line.setSpacing(theme.S)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
