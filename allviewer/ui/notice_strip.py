"""The line at the window's foot itself: where it lies, how long it stays, what overtakes what."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from allviewer.ui import theme, words
from allviewer.ui.icons import put
from allviewer.ui.panels.claimed_keys import PressKeys
from allviewer.ui.panels.parts import label, named
from allviewer.ui.progress import ProgressStrip

NOTICED_MS: Final = 4000
"""Until a remark is noticed: the eye is on a cell."""
LETTER_MS: Final = 60
"""To read a letter of it: 1,000 a minute, at leisure."""


def reading_ms(text: str) -> int:
    """How long a remark stays, in ms."""
    return NOTICED_MS + LETTER_MS * len(text)


class NoticeStrip(QWidget):
    """Shows the last thing said. A remark goes by itself once it can have been read, unless the cursor or
    the keyboard is on it; an error, what holds on and what asks something stay until they are closed,
    answered or overtaken. An error is never overtaken by a mere remark.

    It lies over the lower left of `ground`, the window: nothing moves when it comes and goes, and neither
    the picture nor the cell in the panel at the `side` is ever below it, nor what runs, with Cancel, in the
    strip at the `foot`; where much is to be said in large letters, that has the bar still and no words.
    """

    unreadRequested = Signal()

    def __init__(self, ground: QWidget, foot: ProgressStrip, side: QWidget) -> None:
        super().__init__(ground)
        self._ground, self._foot, self._side = ground, foot, side
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("notice")
        ground.installEventFilter(self)
        foot.lineChanged.connect(self._make_way)
        self.stays_for: Callable[[str], int] = reading_ms
        """How long a remark stays, in ms."""
        self._leaving = QTimer(self, singleShot=True)
        self._leaving.timeout.connect(self._leave)
        self._error = False
        self._of_picture = ""
        self._text = label(wrap=True, name="noticeText")
        self._text.setContentsMargins(0, theme.XS, 0, theme.XS)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._show = named("noticeShow", QPushButton(self.tr("Show them")))
        self._show.setProperty("role", "quiet")
        self._show.clicked.connect(self.unreadRequested)
        self._close = named("noticeClose", QToolButton())
        put(self._close, "close")
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        for button in (self._show, self._close):
            PressKeys(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.M, 0, theme.XS, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._show)
        layout.addWidget(self._close)
        self.hide()

    @property
    def stop(self) -> QWidget:
        """Where the keyboard goes: to what it asks, else to its closing."""
        return self._show if self._show.isVisible() else self._close

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def text(self) -> str:
        """What is said now, "" if nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def tells_error(self) -> bool:
        """Whether what is said now is that something went wrong."""
        return self._error and not self.isHidden()

    def error(self, text: str) -> None:
        """Something of the world went wrong."""
        self._say(text, error=True)

    def told(self, text: str) -> None:
        """Something worth knowing."""
        self._say(text)

    def holds(self, text: str) -> None:
        """Something that is so until it is said to be otherwise."""
        self._say(text, stays=True)

    def of_picture(self, text: str) -> None:
        """Something that is so of the picture on the screen; what was said of the one before goes."""
        if self._of_picture and self._of_picture in self.text():
            self._text.setText(self.text().replace(self._of_picture, "").strip())
        self._of_picture = words.said(text)
        self._add(text)

    def _add(self, text: str, *, stays: bool = True) -> None:
        """Say it after what stays there already, if anything does."""
        there = not self.isHidden() and not self._leaving.isActive()
        before, show = (self.text(), not self._show.isHidden()) if there else ("", False)
        self._say(f"{before} {words.said(text)}".strip(), stays=stays or there, show=show)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._error = False
        self.hide()

    def _say(self, text: str, *, error: bool = False, show: bool = False, stays: bool = False) -> None:
        if self.tells_error and not error:
            return
        self._error = error
        self._text.setText(words.said(text))
        self._text.setProperty("role", "error" if error else "")
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self._show.setVisible(show)
        self.setAccessibleName(self._text.text())
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if error or show or stays:
            self._leaving.stop()
        else:
            self._leaving.start(self.stays_for(self._text.text()))

    def _leave(self) -> None:
        """Go, unless a person is here."""
        held = QApplication.focusWidget()
        if self.underMouse() or (held is not None and self.isAncestorOf(held)):
            self._leaving.start()
        else:
            self.hide()

    def _make_way(self) -> None:
        """What runs may have more to say by now."""
        if not self.isHidden() and self.geometry().intersects(self._running()):
            self._place()

    def _running(self) -> QRect:
        return self._foot.running_line.translated(self._foot.mapTo(self._ground, QPoint()))

    def _place(self) -> None:
        """In the lowest place that has room for all of it."""
        self._text.ensurePolished()
        for place in self._places():
            size = self._size(place.width())
            if size.height() <= place.height():
                break
        area = QRect(QPoint(place.left(), place.bottom() + 1 - size.height()), size)
        foot = self._foot.mapTo(self._ground, QPoint())
        if any(area.intersects(count.translated(foot)) for count in self._foot.counts):
            area.setRight(place.right())  # half a row of numbers would mislead
        self.setGeometry(area)

    def _places(self) -> Iterator[QRect]:
        """Below what runs, whose lower edge it may touch; beside it; all of the strip while nothing runs,
        else all but the bar and Cancel; above the strip, as high as need be.
        """
        room = self._ground.rect().adjusted(theme.S, 0, -theme.S, -theme.XS // 2)
        strip = QRect(self._foot.mapTo(self._ground, QPoint()), self._foot.size())
        running, mark = self._running(), self._foot.running_mark.translated(strip.topLeft())
        yield QRect(QPoint(room.left(), running.bottom() - theme.XS), room.bottomRight())
        top = strip.top() - theme.XS // 2
        yield QRect(QPoint(running.right() + theme.M, top), room.bottomRight())
        left = mark.right() + theme.M if self._foot.running else room.left()
        yield QRect(QPoint(left, top), room.bottomRight())
        side = self._side.mapTo(self._ground, QPoint()).x() - theme.S
        right = side if self._side.isVisible() else room.right()
        yield QRect(room.topLeft(), QPoint(right, strip.top() - theme.XS))

    def _size(self, most: int) -> QSize:
        """How large it is in a place that is so wide."""
        layout = self.layout()
        assert layout is not None
        wide = self._text.fontMetrics().horizontalAdvance(self._text.text()) + theme.XS
        buttons = layout.minimumSize().width() - self._text.minimumSizeHint().width()
        width = min(buttons + wide, most)
        return QSize(width, max(layout.totalHeightForWidth(width), self.minimumSizeHint().height()))
