"""The real window on a scratch session, and an event loop that turns until something holds."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from allviewer.services.priority import collect_seldom, hand_over_often
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui import app, theme
from allviewer.ui.preferences import Preferences
from tests.benchmarks.record import Options

SIZE = (1600, 1000)
_LOOK_MS, _LOOK_SELDOM_MS = 2, 20
"""How often it is looked whether what is waited for came; seldom where that takes seconds, for it costs."""
_PATIENCE_S = 3600.0


class TooLong(Exception):  # noqa: N818  # what the table says in place of a figure
    """What was waited for did not come."""


def application() -> QApplication:
    """The one application of this process, in the light theme."""
    app.forget_opencv_qt()
    hand_over_often()
    collect_seldom()
    made = QApplication.instance() or QApplication([])
    assert isinstance(made, QApplication)
    theme.apply(made, theme.Choice.LIGHT)
    return made


def program(options: Options, folder: Path) -> app.Program:
    """The program as a start makes it, with a reviewer, on `folder`'s session; nothing else is kept."""
    application()
    settings = Settings(reviewer="benchmark", model=options.model, device="cpu", theme="light")
    made = app.Program(
        Preferences(settings, save=lambda _settings: None),
        session_for=lambda _paths: Session.open(folder / "session.allviewer"),
        thumbnail_folder=folder / "thumbnails",
    )
    made.window.resize(*SIZE)
    made.window.show()
    return made


def until(holds: Callable[[], bool], *, patience: float = _PATIENCE_S, look_ms: int = _LOOK_MS) -> float:
    """Let the event loop turn until `holds`; the seconds it took, to about `look_ms` milliseconds."""
    loop, begun = QEventLoop(), time.perf_counter()

    def look() -> None:
        if holds() or time.perf_counter() - begun > patience:
            loop.quit()

    timer = QTimer(interval=look_ms)
    timer.timeout.connect(look)
    timer.start()
    if not holds():
        loop.exec()
    timer.stop()
    if not holds():
        raise TooLong(f"waited {patience:.0f} s")
    return time.perf_counter() - begun


def pause(seconds: float) -> None:
    """Let the event loop turn for a while: what a person does not notice is done meanwhile."""
    end = time.perf_counter() + seconds
    until(lambda: time.perf_counter() >= end)


def opened(made: app.Program, paths: Sequence[Path]) -> float:
    """Open these and wait until all is classified; the seconds it took."""
    begun = time.perf_counter()
    made.controller.open(paths)
    until(lambda: not made.controller.busy, look_ms=_LOOK_SELDOM_MS)
    return time.perf_counter() - begun


def close(made: app.Program) -> None:
    """Close the window as a person does, and let go of it."""
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    QApplication.processEvents()


class Paints(QObject):
    """Counts what is painted in a widget and all that lies in it."""

    def __init__(self, *within: QWidget) -> None:
        super().__init__()
        self._within = within
        self.counts = [0] * len(within)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only counts."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            for place, one in enumerate(self._within):
                if watched is one or one.isAncestorOf(watched):
                    self.counts[place] += 1
        return False

    def reset(self) -> None:
        """Count from nothing."""
        self.counts = [0] * len(self._within)

    @property
    def all_painted(self) -> bool:
        """Whether each was painted since."""
        return all(self.counts)
