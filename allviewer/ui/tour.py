"""The first tour: six parts of the window, one after the other, each with a few words beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.panels.parts import label

translate = QCoreApplication.translate

_WIDE = 320
_DIM = 110
"""How dark the rest of the window becomes, of 255: it stays readable."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What is shown, and what is said of it."""

    target: Callable[[], QWidget]
    title: str
    text: str


class Tour(QWidget):
    """Lies over `window` until the last step or Escape; then `ended` and it deletes itself."""

    ended = Signal()

    def __init__(self, window: QWidget, steps: Sequence[Step]) -> None:
        super().__init__(window)
        self._window, self._steps, self._at = window, tuple(steps), 0
        self._focus_before = QApplication.focusWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bubble = QFrame(self)
        self._bubble.setObjectName("tourBubble")
        self._bubble.setFixedWidth(_WIDE)
        self._title = label(role="title", wrap=True)
        self._text = label(wrap=True)
        self._count = label(role="muted")
        self._back = QPushButton(self.tr("Back"))
        self._back.clicked.connect(lambda: self._go(self._at - 1))
        self._next = QPushButton()
        self._next.setProperty("role", "primary")
        self._next.clicked.connect(lambda: self._go(self._at + 1))
        self._skip = QPushButton(self.tr("Skip"))
        self._skip.setProperty("role", "quiet")
        self._skip.clicked.connect(self.end)
        self._lay_out()
        window.installEventFilter(self)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self._count)
        line.addStretch(1)
        for button in (self._skip, self._back, self._next):
            line.addWidget(button)
        column = QVBoxLayout(self._bubble)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.M)
        column.setSpacing(theme.S)
        for widget in (self._title, self._text):
            column.addWidget(widget)
        column.addSpacing(theme.XS)
        column.addLayout(line)

    def start(self) -> None:
        """Show the first step."""
        self.show()
        self.raise_()
        self._go(0)

    def end(self) -> None:
        """Leave the window as it was."""
        self._window.removeEventFilter(self)
        before = self._focus_before
        # on no button that a key seems to press: it may have been one of the first page, which is gone
        (before if before is not None and before.isVisible() else self._window).setFocus()
        self.hide()
        self.ended.emit()
        self.deleteLater()

    @property
    def step(self) -> Step:
        """What is shown now."""
        return self._steps[self._at]

    def _go(self, place: int) -> None:
        if place >= len(self._steps):
            self.end()
            return
        self._at = max(0, place)
        last = self._at == len(self._steps) - 1
        self._title.setText(self.step.title)
        self._text.setText(self.step.text)
        self._count.setText(self.tr("{0} of {1}").format(self._at + 1, len(self._steps)))
        self._back.setEnabled(self._at > 0)
        self._next.setText(self.tr("Begin") if last else self.tr("Next"))
        self._skip.setVisible(not last)
        # read aloud when the button takes the focus
        self._next.setAccessibleDescription(f"{self.step.title}. {self.step.text}")
        self._next.setFocus()
        self._place()

    def _place(self) -> None:
        """Over the whole window, the words where they hide least of what they speak of."""
        self.setGeometry(self._window.rect())
        self._bubble.setStyleSheet(
            f"#tourBubble {{ background: {theme.of(self.palette()).field}; border-radius: 8px; }}"
        )
        self._bubble.adjustSize()
        self._bubble.move(
            _beside(self._hole(), self._bubble.size().width(), self._bubble.height(), self.rect())
        )
        self.update()

    def _hole(self) -> QRect:
        """Where the step's part of the window is."""
        target = self.step.target()
        corner = target.mapTo(self._window, QPoint(0, 0))
        around = QRect(corner, target.size()).adjusted(-theme.S, -theme.S, theme.S, theme.S)
        return around.intersected(self.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window works below the tour: what is pressed here stays here."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; arrows and Enter go back and on."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self._at + 1)
        elif event.key() == Qt.Key.Key_Left:
            self._go(self._at - 1)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken all but the part that is spoken of."""
        del event
        hole = QRectF(self._hole()).adjusted(1, 1, -1, -1)
        dark = QPainterPath()
        dark.addRect(QRectF(self.rect()))
        light = QPainterPath()
        light.addRoundedRect(hole, 6, 6)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(dark.subtracted(light), QColor(0, 0, 0, _DIM))
        painter.setPen(QPen(QColor(theme.of(self.palette()).accent), 2))
        painter.drawPath(light)
        painter.end()


def _beside(hole: QRect, width: int, height: int, room: QRect) -> QPoint:
    """The corner of a bubble beside `hole`: right, left, below, above, or else inside at its foot."""
    middle = hole.center()
    corners = (
        QPoint(hole.right() + theme.L, middle.y() - height // 2),
        QPoint(hole.left() - theme.L - width, middle.y() - height // 2),
        QPoint(middle.x() - width // 2, hole.bottom() + theme.L),
        QPoint(middle.x() - width // 2, hole.top() - theme.L - height),
    )
    inner = room.adjusted(theme.S, theme.S, -theme.S, -theme.S)
    for corner in corners:
        inside = QPoint(
            min(max(corner.x(), inner.left()), inner.right() - width),
            min(max(corner.y(), inner.top()), inner.bottom() - height),
        )
        if not QRect(inside.x(), inside.y(), width, height).intersects(hole):
            return inside
    return QPoint(middle.x() - width // 2, max(inner.top(), hole.bottom() - theme.L - height))


def first_steps(parts: Mapping[str, QWidget], actions: Mapping[str, QAction]) -> tuple[Step, ...]:
    """The tour of the main window: `parts` are images, picture, cell, decide, gallery and progress."""

    def key(action_id: str) -> str:
        return actions[action_id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    return (*_looking(parts), *_deciding(parts, key))


def _looking(parts: Mapping[str, QWidget]) -> tuple[Step, ...]:
    return (
        Step(
            lambda: parts["images"],
            translate("tour", "Pictures"),
            translate("tour", "All pictures of the folder, with how far each is reviewed."),
        ),
        Step(
            lambda: parts["picture"],
            translate("tour", "The picture"),
            translate(
                "tour",
                "Drag to move it, turn the wheel to zoom, click a cell to choose it. "
                "Hold Space to see the picture bare.",
            ),
        ),
        Step(
            lambda: parts["cell"],
            translate("tour", "One cell"),
            translate(
                "tour",
                "What the model says of it, how sure it is, and where in the cell the evidence lies.",
            ),
        ),
    )


def _deciding(parts: Mapping[str, QWidget], key: Callable[[str], str]) -> tuple[Step, ...]:
    return (
        Step(
            lambda: parts["decide"],
            translate("tour", "Your decision"),
            translate(
                "tour",
                "{0} accepts, a number gives another class, {1} is unsure, {2} is not counted. "
                "{3} takes anything back. The next cell comes by itself.",
            ).format(key("accept"), key("unsure"), key("exclude"), key("undo")),
        ),
        Step(
            lambda: parts["gallery"],
            translate("tour", "All cells"),
            translate(
                "tour",
                "Those that need a person most come first. Choose several and one key decides them all.",
            ),
        ),
        Step(
            lambda: parts["progress"],
            translate("tour", "What it comes to"),
            translate(
                "tour",
                "{0} shows the counts with their intervals, {1} writes a table. "
                "Everything is saved as you go; there is nothing else to save.",
            ).format(key("differential"), key("export")),
        ),
    )
