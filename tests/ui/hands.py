"""A person's hands, who try all there is in a window: each widget by keys and mouse, whatever it is.

Nothing is named here: what a window shows is found in it, so that a new widget is tried as well.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)

from allviewer.ui.dialogs.waiting import Waiting
from tests.ui.gestures import Known, acts, escape, known_by, there

Key = Qt.Key
_SOON_MS = 5


class Hands:
    """Tries windows. `settle` waits until the program rests, `look` is told what was just done, `named`
    says which file is named where one is asked for.
    """

    def __init__(
        self, settle: Callable[[], None], look: Callable[[str], None], named: Callable[[QFileDialog], Path]
    ) -> None:
        self._settle, self._look, self._named = settle, look, named
        self.tried: set[Known] = set()
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
        while there(window) and (left := self._left(window)):
            self._try(left[0], window)
        if there(window) and isinstance(window, QDialog):
            self._do(escape, window, f"{name}: Escape")
        self._in_hand.remove(window)

    def _try(self, widget: QWidget, window: QWidget) -> None:
        """All that hands do with it; what is offered only after one of these is tried at once."""
        known, name = known_by(widget), window.windowTitle()
        before = {known, *map(known_by, self._left(window))}
        self.tried.add(known)
        for act in acts(widget):
            if not there(widget):
                break
            self._do(act, widget, f"{name}: {known}")
            while there(window) and (
                new := [one for one in self._left(window) if known_by(one) not in before]
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
        shown = [one for one in window.findChildren(QWidget) if one.window() is window and there(one)]
        left = [one for one in shown if one.isEnabled() and known_by(one) not in self.tried]
        return sorted(left, key=_late)


def _late(widget: QWidget) -> int:
    if isinstance(widget, QTabBar):
        return 2
    return int(isinstance(widget, QAbstractButton) and not widget.isCheckable())
