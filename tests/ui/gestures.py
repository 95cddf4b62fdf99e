"""What hands do with a widget of any kind, by keys and mouse, and what a person would know it by."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton
ODD = ("(", "[^a", "<b>&amp;", "../..", "=1+1", "Ünï 漢字 %1 {0}", "x" * 100)
"""What a person may type where something else is meant; the last is what stays."""
Known: TypeAlias = tuple[str, ...]
"""Its window, what it lies in, its kind, name, words and page."""
_ROWS = 4
"""Of a list so many lines are tried."""


def there(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible()


def known_by(widget: QWidget) -> Known:
    """As long as a person would call it the same, though the window is another one."""
    kind, name = type(widget).__name__, widget.objectName() or widget.accessibleName()
    words = widget.text() if isinstance(widget, QAbstractButton) and not name else ""
    page = str(widget.currentIndex()) if isinstance(widget, QTabBar) else ""
    above = widget.parentWidget()
    inside = f"{type(above).__name__} {above.objectName() or above.accessibleName()}" if above else ""
    return type(widget.window()).__name__, inside, kind, name, words, page


def acts(widget: QWidget) -> Iterator[Callable[[QWidget], object]]:
    """What hands do with a widget of this kind, after all that they do with any."""
    if isinstance(widget, QMenuBar):
        return
    yield from (_hover, _wheel, _wheel_with_control, _right_click)
    if isinstance(widget, QAbstractButton):
        # twice: what a click asks is given up the first time, and answered the second
        yield from (_space, _space) if widget.isCheckable() else (_click, _click)
        return
    if isinstance(widget, QComboBox):
        yield from (_chooser(place) for place in range(widget.count()))
    for kind, acts in _KINDS:
        if isinstance(widget, kind):
            yield from acts
            return
    if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        yield from (_click, _double_click, _keys(Key.Key_Right, Key.Key_Left, Key.Key_Down, Key.Key_Up))


def _hover(widget: QWidget) -> None:
    at = widget.rect().center()
    QTest.mouseMove(widget, at)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))


def _wheel(widget: QWidget, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
    at = QPointF(widget.rect().center())
    for turn in (-120, 120):
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                at,
                widget.mapToGlobal(at),
                QPoint(),
                QPoint(0, turn),
                Qt.MouseButton.NoButton,
                modifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )


def _wheel_with_control(widget: QWidget) -> None:
    _wheel(widget, _CONTROL)


def _right_click(widget: QWidget) -> None:
    at = widget.rect().center()
    QApplication.sendEvent(
        widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    )


def escape(widget: QWidget) -> None:
    QTest.keyClick(widget, Key.Key_Escape)


def _click(widget: QWidget) -> None:
    QTest.mouseClick(widget, _LEFT)


def _double_click(widget: QWidget) -> None:
    QTest.mouseDClick(widget, _LEFT)


def _space(widget: QWidget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Key.Key_Space)


def _keys(*keys: Qt.Key) -> Callable[[QWidget], None]:
    def press(widget: QWidget) -> None:
        widget.setFocus()
        for key in keys:
            if there(widget):
                QTest.keyClick(widget, key)

    return press


def _chooser(place: int) -> Callable[[QWidget], None]:
    """The entry at this place, by keys from the first one."""

    def choose(box: QWidget) -> None:
        assert isinstance(box, QComboBox)
        box.setFocus()
        QTest.keyClick(box, Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(box, Key.Key_Down)
        assert box.currentIndex() == place, f"{known_by(box)} stays at {box.currentIndex()}, not {place}"

    return choose


def _choose_from_list(box: QWidget) -> None:
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Key.Key_Space)
    QTest.keyClick(box.view(), Key.Key_Up)
    QTest.keyClick(box.view(), Key.Key_Return)


def _type(line: QWidget) -> None:
    assert isinstance(line, QLineEdit)
    for text in ODD:
        write(line, text)
        QApplication.processEvents()


def _type_and_enter(line: QWidget) -> None:
    assert isinstance(line, QLineEdit)
    before = line.text()
    for text in (*ODD, before):
        if not there(line):
            return
        write(line, text)
        QTest.keyClick(line, Key.Key_Return)
        QApplication.processEvents()


def write(line: QLineEdit, text: str) -> None:
    line.setFocus()
    QTest.keyClick(line, Key.Key_A, _CONTROL)
    QTest.keyClick(line, Key.Key_Delete)
    if text.isascii():
        QTest.keyClicks(line, text)
    else:  # no key of this keyboard
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(line, written)


def _rows(view: QAbstractItemView, act: Callable[[QAbstractItemView, QPoint], object]) -> None:
    """With the first lines and the last one."""
    count = view.model().rowCount() if view.model() is not None else 0
    for row in dict.fromkeys((*range(min(count, _ROWS)), *range(count)[-1:])):
        index = view.model().index(row, 0)
        if index.isValid():
            view.scrollTo(index)
            act(view, view.visualRect(index).center())
            QApplication.processEvents()
        if not there(view):
            return


def _click_rows(view: QWidget) -> None:
    assert isinstance(view, QAbstractItemView)
    _rows(view, lambda one, at: QTest.mouseClick(one.viewport(), _LEFT, pos=at))


def _double_click_rows(view: QWidget) -> None:
    assert isinstance(view, QAbstractItemView)
    _rows(view, lambda one, at: QTest.mouseDClick(one.viewport(), _LEFT, pos=at))


def _activate_rows(view: QWidget) -> None:
    assert isinstance(view, QAbstractItemView)
    if view.model() is None:
        return
    view.setFocus()
    QTest.keyClick(view, Key.Key_Home)
    for _ in range(min(view.model().rowCount(), _ROWS)):
        for key in (Key.Key_Return, Key.Key_Space, Key.Key_Space, Key.Key_Down):
            if not there(view):
                return
            QTest.keyClick(view, key)
            QApplication.processEvents()


def _click_sections(header: QWidget) -> None:
    assert isinstance(header, QHeaderView)
    for section in range(header.count()):
        at = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
        place = QPoint(at, 4) if header.orientation() is Qt.Orientation.Horizontal else QPoint(4, at)
        QTest.mouseClick(header.viewport(), _LEFT, pos=place)
        QTest.mouseDClick(header.viewport(), _LEFT, pos=place)


_KINDS: tuple[tuple[type[QWidget], tuple[Callable[[QWidget], object], ...]], ...] = (
    (QComboBox, (_choose_from_list,)),
    (QAbstractSpinBox, (_keys(Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown),)),
    (QLineEdit, (_double_click, _type, _type_and_enter)),
    (
        QAbstractSlider,
        (
            _keys(Key.Key_Right, Key.Key_Left, Key.Key_PageUp, Key.Key_PageDown, Key.Key_End, Key.Key_Home),
            _click,
        ),
    ),
    (QHeaderView, (_click_sections,)),
    (QTabBar, (_keys(Key.Key_Right),)),
    (QAbstractItemView, (_click_rows, _double_click_rows, _activate_rows)),
    (QTextEdit, (_keys(Key.Key_Tab, Key.Key_Return, Key.Key_Tab, Key.Key_Return, Key.Key_PageDown),)),
)
