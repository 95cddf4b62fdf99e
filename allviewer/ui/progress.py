"""The strip below everything: what runs and how long yet, what was counted, who works with what."""

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from allviewer.core.interval import share
from allviewer.core.review import ALARMING
from allviewer.ui import theme
from allviewer.ui.meter import Standing
from allviewer.ui.panels import figures
from allviewer.ui.panels.elided import Elided
from allviewer.ui.panels.parts import as_plain, label, named
from allviewer.ui.tally import Tally
from allviewer.ui.views import Long

_LINE = 20
PATIENCE_MS = 200
"""Work that is over sooner shows nothing."""


class _Bar(QProgressBar):
    """Moves only while nobody knows how much there is.

    Once begun Qt's style goes on, 30 times a second and unseen, until something is done; that may be never.
    """

    def event(self, event: QEvent) -> bool:
        """What is not accepted ends."""
        if event.type() == QEvent.Type.StyleAnimationUpdate and self.maximum() > self.minimum():
            return True
        return super().event(event)


class ProgressStrip(QWidget):
    """`cancelRequested` by its button; `lineChanged` where its upper line says something else."""

    cancelRequested = Signal()
    lineChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self._bar = named("progressBar", _Bar(textVisible=False))
        self._bar.setFixedWidth(160)
        self._said = label(role="small", name="progressText")
        self._cancel = named("cancel", QPushButton(self.tr("Cancel")))
        self._cancel.setProperty("role", "quiet")
        self._cancel.clicked.connect(self.cancelRequested)
        self._cancel.setStyleSheet("padding: 0 8px;")
        self._count = label(role="small", name="tally")
        self._predicted = Elided(role="muted", name="tallyPredicted")
        self._status = label(role="muted", name="status")
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._show_running(True))
        self._lay_out()
        self._tally: Tally | None = None
        self._work = (0, 0, "")  # done, total (0: not known), and in words
        self._session_work: tuple[int, int, str] | None = None  # goes before it while it lasts
        self._runs = False
        self._show_running(False)

    def _lay_out(self) -> None:
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for line in (upper, lower):
            line.setSpacing(theme.M)
            line.setContentsMargins(0, 0, 0, 0)
        for widget in (self._bar, self._cancel, self._said):  # Cancel stays in its place whatever is said
            upper.addWidget(widget)
        self._upper = upper
        upper.addStretch(1)
        upper.addStrut(_LINE)  # the strip stays as high as it is, whether Cancel is there or not
        upper.addWidget(self._count)
        lower.addWidget(self._status)
        lower.addStretch(1)
        lower.addWidget(self._predicted)  # gives way, lest what was counted has no room
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.M, theme.XS, theme.M, theme.S)
        layout.setSpacing(theme.XS)
        layout.addLayout(upper)
        layout.addLayout(lower)

    @property
    def cancel_button(self) -> QPushButton:
        """Cancels what runs."""
        return self._cancel

    @property
    def running(self) -> bool:
        """Whether it says what runs, and offers to cancel it."""
        return self._running

    @property
    def running_line(self) -> QRect:
        """Where the bar, Cancel and what they say are, or will be once something runs."""
        line, words = self.running_mark, self._said.sizeHint().width()
        line.setWidth(line.width() + self._upper.spacing() + words)
        return line

    @property
    def running_mark(self) -> QRect:
        """Where the bar and Cancel are, or will be, without what they say."""
        mark = self._upper.geometry()
        mark.setWidth(self._bar.width() + self._upper.spacing() + self._cancel.sizeHint().width())
        return mark

    @property
    def counts(self) -> tuple[QRect, ...]:
        """Where it says what was counted and what is predicted."""
        return tuple(one.geometry() for one in (self._count, self._predicted) if one.text())

    def show_listing(self, count: int) -> None:
        """The folder is being listed: how many pictures so far."""
        self._work = (0, 0, self.tr("Listing, {0} images").format(self.locale().toString(count)))
        self._runs = True
        self._begin()

    def show_run(self, standing: Standing) -> None:
        """Classifying: how far, how fast, how long yet."""
        locale = self.locale()
        done, total = locale.toString(standing.done), locale.toString(standing.total)
        parts = [self.tr("{0} of {1} images").format(done, total)]
        if standing.loading:
            parts.append(self.tr("loading the model"))
        if standing.rate is not None:
            parts.append(self.tr("{0} cells/s").format(_plain(standing.rate)))
        if standing.left_s is not None:
            parts.append(self.tr("{0} left").format(self._duration(standing.left_s)))
        self._work = (standing.done, max(1, standing.total), "  ·  ".join(parts))
        self._runs = True
        self._begin()

    def show_idle(self) -> None:
        """Nothing is classified."""
        self._runs = False
        self._rest()

    def show_work(self, kind: Long, done: int, total: int, *, final: bool) -> None:
        """Something is done to the session: how far; once it is `final` without a way back."""
        self._session_work = (done, total, self._long_words()[kind])
        self._cancel.setEnabled(not final)
        self._begin()

    def end_work(self) -> None:
        """It is done."""
        self._session_work = None
        self._cancel.setEnabled(True)
        self._rest()

    def _long_words(self) -> dict[Long, str]:
        return {
            Long.OPEN: self.tr("Opening the session"),
            Long.MODEL: self.tr("Reading the other model's predictions"),
            Long.ARRANGE: self.tr("Sorting the cells"),
            Long.DECIDE: self.tr("Saving the decisions"),
            Long.UNDO: self.tr("Undoing"),
            Long.REDO: self.tr("Redoing"),
            Long.IMPORT: self.tr("Taking the labels over"),
            Long.OUTLINE: self.tr("Outlining the cell"),
        }

    def show_tally(self, tally: Tally | None, *, blind: bool = False) -> None:
        """What the reviewer counted, and apart from it what the model predicts; `blind`, no cell comes first
        for being uncertain.
        """
        self._tally = tally
        self._show_review()
        if tally is None or not tally.cells:
            self._count.setText("")
            self._predicted.setText("")
            return
        predicted = [f"{name} {self.locale().toString(count)}" for name, count in tally.predicted if count]
        text = self.tr("predicted: {0}").format(", ".join(predicted)) if predicted else ""
        self._predicted.setText(text)
        self._count.setText(self._counted(tally, blind=blind))
        ended = tally.reviewed == tally.cells
        said = figures.so_far(certain_first=tally.certain_first, blind=blind)
        self._count.setToolTip("" if ended or not self._count.text() else as_plain(said))

    def show_status(self, *, model: str, device: str, reviewer: str, session: str) -> None:
        """With what, on what, by whom, and whether it is saved."""
        who = self.tr("reviewer {0}").format(reviewer) if reviewer else self.tr("no reviewer yet")
        kept = {"saved": self.tr("saved"), "read only": self.tr("read only")}.get(session, session)
        self._status.setText("  ·  ".join(part for part in (model, device, who, kept) if part))

    def _counted(self, tally: Tally, *, blind: bool) -> str:
        if not tally.counted or not any(name in ALARMING for name, _ in tally.labels):
            return ""
        alarming = sum(count for name, count in tally.labels if name in ALARMING)
        found = share(alarming, tally.counted)
        counts = figures.count(alarming), figures.count(tally.counted)
        ended = tally.reviewed == tally.cells
        if ended:
            said = self.tr("blasts {0}/{1}, {2} {3}")
        elif blind:
            said = self.tr("blasts {0}/{1} so far: {2} {3}")
        elif tally.certain_first:
            said = self.tr("blasts {0}/{1} so far, certain first: {2} {3}")
        else:
            said = self.tr("blasts {0}/{1} so far, uncertain first: {2} {3}")
        return said.format(*counts, figures.percent(found), f"({figures.interval(found)})")

    def _show_review(self) -> None:
        """While nothing runs, the bar says how much is reviewed."""
        tally = self._tally
        if self._running:
            return
        here = tally is not None and tally.cells > 0
        self._bar.setVisible(here)
        self._said.setVisible(here)
        if tally is not None and here:
            locale = self.locale()
            self._bar.setRange(0, tally.cells)
            self._bar.setValue(tally.reviewed)
            said = self.tr("{0} of {1} cells reviewed")
            self._say(said.format(locale.toString(tally.reviewed), locale.toString(tally.cells)))

    def _duration(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{0} s").format(round(seconds))
        if seconds < 5400:
            return self.tr("{0} min").format(round(seconds / 60))
        return self.tr("{0} h").format(_plain(seconds / 3600))

    def _begin(self) -> None:
        if self._running:
            self._draw_running()
        elif not self._patience.isActive():
            self._patience.start()

    def _rest(self) -> None:
        if self._runs or self._session_work is not None:
            self._begin()
        else:
            self._patience.stop()
            self._show_running(False)

    def _draw_running(self) -> None:
        done, total, said = self._session_work or self._work
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._say(said)

    def _say(self, text: str) -> None:
        if text != self._said.text():
            self._said.setText(text)
            self.lineChanged.emit()

    def _show_running(self, on: bool) -> None:
        self._running = on
        self._cancel.setVisible(on)
        if on:
            self._bar.show()
            self._said.show()
            self._draw_running()
        else:
            self._show_review()


def _plain(value: float) -> str:
    return figures.decimal(value, 1 if value < 10 else 0)
