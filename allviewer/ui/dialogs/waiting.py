"""What a person sees while something takes its time: how far it is, and a way out."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.background import Background, Failure, T, Task
from allviewer.ui.panels.parts import label, named

PATIENCE_MS = 200
"""Work that takes less shows nothing."""
_LOOK_MS = 100


class Waiting(QDialog):
    """Holds the window until the work is done or cancelled. Escape is Cancel."""

    def __init__(self, text: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("allviewer")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(360)
        self._task: Task | None = None
        self._bar = named("waitingBar", QProgressBar())
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, 0)
        self._said = label(role="muted", name="waitingSaid")
        # Enter, as for the next cell, must not cancel
        cancel = named("waitingCancel", QPushButton(self.tr("Cancel"), autoDefault=False))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        layout.setSpacing(theme.S)
        layout.addWidget(label(text, wrap=True))
        layout.addWidget(self._bar)
        layout.addLayout(foot)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.open)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)

    def run(
        self,
        background: Background,
        work: Callable[[Task], T],
        *,
        done: Callable[[T], object],
        failed: Failure,
    ) -> None:
        """Begin, and say what came of it unless it was cancelled."""
        self._task = background.run(work, done=done, failed=failed, ended=self._end)
        self._patience.start()
        self._looking.start()

    def reject(self) -> None:
        """Cancelled: what runs is told, and hears it soon."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _look(self) -> None:
        task = self._task
        if task is not None and task.total:
            locale = self.locale()
            self._bar.setRange(0, task.total)
            self._bar.setValue(task.done)
            said = self.tr("{0} of {1}")
            self._said.setText(said.format(locale.toString(task.done), locale.toString(task.total)))

    def _end(self) -> None:
        self._patience.stop()
        self._looking.stop()
        self.hide()
        self.deleteLater()
