"""Small parts that panels share: a heading, a line of small text, a button that shows its key."""

import html
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from allviewer.ui import theme
from allviewer.ui.theme import ClassSign

CELLS: Final = "application/x-allviewer-cells"
"""What a drag of cells carries: their ids, as text with commas."""

Widget = TypeVar("Widget", bound=QWidget)


def named(name: str, widget: Widget) -> Widget:
    """The widget, under the name that tests and style sheets know it by."""
    widget.setObjectName(name)
    return widget


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


class Choice(QComboBox):
    """One of several. The wheel leaves it as it is: whoever scrolls past it chooses nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What is around it may scroll."""
        event.ignore()


class KeyButton(QPushButton):
    """A button with its key at the right. A double click is one press: the second would be another cell's."""

    def __init__(self, text: str = "", *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setProperty("role", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough that the text and the key never touch."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._key_width() + theme.M, hint.height())

    def minimumSizeHint(self) -> QSize:
        """As wide as it needs: nothing is cut off."""
        return self.sizeHint()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two is none."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as the style draws it, then the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.of(self.palette())
        if self._key:
            primary = self.property("role") == "primary" and self.isEnabled()
            tone = colours.on_accent if primary else colours.muted if self.isEnabled() else colours.faint
            painter.setPen(QColor(tone))
            painter.setFont(theme.font(theme.Size.SMALL))
            area = self.rect().adjusted(0, 0, -theme.M + 2, 0)
            painter.drawText(
                area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._key
            )
        painter.end()

    def _key_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._key) if self._key else 0


class ClassButton(KeyButton):
    """Gives a class by a press, or to the cells that are dragged onto it: `cellsDropped(ids)`.

    It is underlined as they are in the gallery, in the class's colour and line.
    """

    cellsDropped = Signal(object)

    def __init__(self, text: str, *, key: str, colour: str, dashes: tuple[float, ...] = ()) -> None:
        super().__init__(text, key=key)
        self._colour, self._dashes = colour, dashes
        self.setAcceptDrops(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button with its key, then the sign of its class."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.stroke(ClassSign(self._colour, self._dashes)))
        low = self.height() - 2.5
        painter.drawLine(QPointF(theme.S, low), QPointF(self.width() - theme.S, low))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only cells of the gallery can be dropped here."""
        if event.mimeData().hasFormat(CELLS):
            self.setDown(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are meant."""
        self.setDown(False)
        event.acceptProposedAction()
        text = bytes(event.mimeData().data(CELLS).data()).decode()
        self.cellsDropped.emit([int(one) for one in text.split(",")])


class OwnKeys(QObject):
    """While a person writes in `widget`, plain keys are text and no shortcuts of the window."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims every key without Ctrl, Alt or Meta before the shortcuts see it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if not held:
                event.accept()
                return True
        return False


class PressKeys(QObject):
    """While `button` has the keyboard, Enter presses it and accepts no cell (Space is the picture's)."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims the key before the shortcuts see it."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds or event.key() not in _PRESSING:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._button.click()
        return True


class LeaveKeys(QObject):
    """While `widget` has the keyboard, Escape gives it `to` another, and Enter too where it presses nothing:
    it ends a choice, and accepts no cell.
    """

    def __init__(self, widget: QWidget, *, to: QWidget) -> None:
        super().__init__(widget)
        self._to = to
        ends = (*_PRESSING, Qt.Key.Key_Escape)
        self._keys = (Qt.Key.Key_Escape,) if isinstance(widget, QAbstractButton) else ends
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claims the key before the shortcuts see it."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not isinstance(event, QKeyEvent) or event.type() not in kinds or event.key() not in self._keys:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._to.setFocus(Qt.FocusReason.TabFocusReason)
        return True


_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
