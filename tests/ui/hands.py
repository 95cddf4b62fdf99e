"""A person's hands, who try all there is in a window: each widget by keys and mouse, whatever it is.

Nothing is named here: what a window shows is found in it, so that a new widget is tried as well.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from allviewer.ui.dialogs.waiting import Waiting

Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton
ODD = ("(", "[^a", "<b>&amp;", "../..", "=1+1", "Ünï 漢字 %1 {0}", "x" * 100)
"""What a person may type where something else is meant; the last is what stays."""
_SOON_MS = 5
_ROWS = 4
"""Of a list so many lines are tried."""


class Hands:
    """Tries windows. `settle` waits until the program rests, `look` is told what was just done, `named`
    says which file is named where one is asked for.
    """

    def __init__(
        self, settle: Callable[[], None], look: Callable[[str], None], named: Callable[[QFileDialog], Path]
    ) -> None:
        self._settle, self._look, self._named = settle, look, named
        self.tried: set[Hashable] = set()
        self._in_hand: list[QWidget] = []
        self._asked: Counter[str] = Counter()

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Within, whatever holds the program up is tried, or answered where it is none of the program's."""
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._attend(timer))
        timer.start(_SOON_MS)
        try:
            yield
        finally:
            timer.stop()

    def _attend(self, timer: QTimer) -> None:
        timer.start(_SOON_MS)  # first: what is tried below may hold the program up in its turn
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            QTest.keyClick(popup, Key.Key_Down)
            QTest.keyClick(popup, Key.Key_Escape)
            popup.close()
        elif modal is None or modal in self._in_hand or isinstance(modal, Waiting):
            return
        elif type(modal).__module__.startswith("allviewer"):
            self.try_all(modal)
        else:
            self._in_hand.append(modal)
            self._answer(modal)
            self._in_hand.remove(modal)

    def _answer(self, modal: QWidget) -> None:
        """Escape the first time it is asked, yes the second, and so on."""
        title = modal.windowTitle()
        self._asked[title] += 1
        if self._asked[title] % 2:
            QTest.keyClick(modal, Key.Key_Escape)
            return
        if isinstance(modal, QFileDialog):
            line = modal.findChild(QLineEdit, "fileNameEdit")
            assert isinstance(line, QLineEdit)
            line.setText(str(self._named(modal)))  # typed, Qt would complete it to something else
            QTest.keyClick(line, Key.Key_Return)
        else:
            QTest.keyClick(modal, Key.Key_Return)

    def try_all(self, window: QWidget) -> None:
        """Until all was tried that it shows, page after page, or it closed; a dialog is left by Escape."""
        name = window.windowTitle()
        self._in_hand.append(window)
        while _there(window) and (left := self._left(window)):
            self._try(left[0], window)
        if _there(window) and isinstance(window, QDialog):
            self._do(_escape, window, f"{name}: Escape")
        self._in_hand.remove(window)

    def _try(self, widget: QWidget, window: QWidget) -> None:
        """All that hands do with it; what is offered only after one of these is tried at once."""
        known, name = _known_by(widget), window.windowTitle()
        before = {known, *map(_known_by, self._left(window))}
        self.tried.add(known)
        for act in _acts(widget):
            if not _there(widget):
                break
            self._do(act, widget, f"{name}: {known}")
            while _there(window) and (
                new := [one for one in self._left(window) if _known_by(one) not in before]
            ):
                self._try(new[0], window)

    def done(self, said: str) -> None:
        """Something was done: let the program rest, and look what came of it."""
        self._settle()
        self._look(said)

    def _do(self, act: Callable[[QWidget], object], widget: QWidget, said: str) -> None:
        act(widget)
        self.done(f"{said} {act.__name__}")

    def _left(self, window: QWidget) -> list[QWidget]:
        """What it offers that was not tried: what may close it or turns a page comes after all else."""
        shown = [one for one in window.findChildren(QWidget) if one.window() is window and _there(one)]
        left = [one for one in shown if one.isEnabled() and _known_by(one) not in self.tried]
        return sorted(left, key=_late)


def _there(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible()


def _late(widget: QWidget) -> int:
    if isinstance(widget, QTabBar):
        return 2
    return int(isinstance(widget, QAbstractButton) and not widget.isCheckable())


def _known_by(widget: QWidget) -> Hashable:
    """As long as a person would call it the same, though the window is another one."""
    kind, name = type(widget).__name__, widget.objectName() or widget.accessibleName()
    words = widget.text() if isinstance(widget, QAbstractButton) and not name else ""
    page = widget.currentIndex() if isinstance(widget, QTabBar) else 0
    above = widget.parentWidget()
    inside = f"{type(above).__name__} {above.objectName() or above.accessibleName()}" if above else ""
    return type(widget.window()).__name__, inside, kind, name, words, page


def _acts(widget: QWidget) -> Iterator[Callable[[QWidget], object]]:
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


def _escape(widget: QWidget) -> None:
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
            if _there(widget):
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
        assert box.currentIndex() == place, f"{_known_by(box)} stays at {box.currentIndex()}, not {place}"

    return choose


def _choose_from_list(box: QWidget) -> None:
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Key.Key_Space)
    QTest.keyClick(box.view(), Key.Key_Up)
    QTest.keyClick(box.view(), Key.Key_Return)


def _type(line: QWidget) -> None:
    assert isinstance(line, QLineEdit)
    for text in ODD:
        _write(line, text)
        QApplication.processEvents()


def _type_and_enter(line: QWidget) -> None:
    assert isinstance(line, QLineEdit)
    before = line.text()
    for text in (*ODD, before):
        if not _there(line):
            return
        _write(line, text)
        QTest.keyClick(line, Key.Key_Return)
        QApplication.processEvents()


def _write(line: QLineEdit, text: str) -> None:
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
        if not _there(view):
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
            if not _there(view):
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
