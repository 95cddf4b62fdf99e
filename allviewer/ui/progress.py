"""The strip below everything: what runs, how far, how fast, how long yet; what was counted; who, with what."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from allviewer.core.interval import share
from allviewer.core.review import ALARMING
from allviewer.ui import theme
from allviewer.ui.desk import Tally
from allviewer.ui.meter import Standing
from allviewer.ui.panel import label

PATIENCE_MS = 200
"""Work that is over sooner shows nothing."""


class ProgressStrip(QWidget):
    """`cancelRequested` by its button."""

    cancelRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self._bar = QProgressBar(textVisible=False, objectName="progressBar")
        self._bar.setFixedWidth(160)
        self._said = label(role="small", name="progressText")
        self._cancel = QPushButton(self.tr("Cancel"), objectName="cancel")
        self._cancel.setProperty("role", "quiet")
        self._cancel.clicked.connect(self.cancelRequested)
        self._count = label(role="small", name="tally")
        self._predicted = label(role="muted", name="tallyPredicted")
        self._status = label(role="muted", name="status")
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._show_running(True))
        upper = QHBoxLayout()
        upper.setSpacing(theme.M)
        for widget in (self._bar, self._said, self._cancel):
            upper.addWidget(widget)
        upper.addStretch(1)
        upper.addWidget(self._predicted)
        upper.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.M, theme.XS, theme.M, theme.XS)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self._status)
        self._show_running(False)

    def show_listing(self, count: int) -> None:
        """The folder is being listed: how many pictures so far."""
        self._begin()
        self._bar.setRange(0, 0)
        self._said.setText(self.tr("Listing, {0} images").format(self.locale().toString(count)))

    def show_run(self, standing: Standing) -> None:
        """Classifying: how far, how fast, how long yet."""
        self._begin()
        locale = self.locale()
        self._bar.setRange(0, max(1, standing.total))
        self._bar.setValue(standing.done)
        parts = [
            self.tr("{0} of {1} images").format(
                locale.toString(standing.done), locale.toString(standing.total)
            )
        ]
        if standing.rate is not None:
            parts.append(self.tr("{0} cells/s").format(_plain(standing.rate)))
        if standing.left_s is not None:
            parts.append(self.tr("{0} left").format(self._duration(standing.left_s)))
        self._said.setText("  ·  ".join(parts))

    def show_idle(self) -> None:
        """Nothing runs."""
        self._patience.stop()
        self._show_running(False)

    def show_tally(self, tally: Tally | None) -> None:
        """What the reviewer counted, and apart from it what the model predicts."""
        if tally is None or not tally.cells:
            self._count.setText("")
            self._predicted.setText("")
            return
        predicted = [f"{name} {self.locale().toString(count)}" for name, count in tally.predicted if count]
        text = self.tr("predicted: {0}").format(", ".join(predicted)) if predicted else ""
        self._predicted.setText(text)
        self._count.setText(self._counted(tally))

    def show_status(self, *, model: str, device: str, reviewer: str, session: str) -> None:
        """With what, on what, by whom, and whether it is saved."""
        who = self.tr("reviewer {0}").format(reviewer) if reviewer else self.tr("no reviewer yet")
        kept = {"saved": self.tr("saved"), "read only": self.tr("read only")}.get(session, session)
        self._status.setText("  ·  ".join(part for part in (model, device, who, kept) if part))

    def _counted(self, tally: Tally) -> str:
        reviewed = self.tr("reviewed {0} of {1}").format(
            self.locale().toString(tally.reviewed), self.locale().toString(tally.cells)
        )
        alarming = sum(count for name, count in tally.labels if name in ALARMING)
        if not tally.counted or not any(name in ALARMING for name, _ in tally.labels):
            return reviewed
        found = share(alarming, tally.counted)
        percent = f"{100 * alarming / tally.counted:.1f} %"
        interval = f"({100 * found.low:.1f}–{100 * found.high:.1f})"
        blasts = self.tr("blasts {0}/{1}, {2} {3}").format(alarming, tally.counted, percent, interval)
        return f"{reviewed}  ·  {blasts}"

    def _duration(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{0} s").format(round(seconds))
        if seconds < 5400:
            return self.tr("{0} min").format(round(seconds / 60))
        return self.tr("{0} h").format(_plain(seconds / 3600))

    def _begin(self) -> None:
        if self._cancel.isHidden() and not self._patience.isActive():
            self._patience.start()

    def _show_running(self, on: bool) -> None:
        for widget in (self._bar, self._said, self._cancel):
            widget.setVisible(on)


def _plain(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
