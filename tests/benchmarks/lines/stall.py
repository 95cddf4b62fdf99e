"""How long the GUI thread is away while a folder is analysed and a person pans, zooms and reviews."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.benchmarks import children, clock, material
from tests.benchmarks.record import Line, Measured, Options, at_most

TICK_MS, PERSON_MS = 5, 40
_CONTROL = f"""
import time, sys
gaps, last, end = [], time.perf_counter(), time.perf_counter() + float(sys.argv[1])
while last < end:
    time.sleep({TICK_MS / 1000})
    now = time.perf_counter()
    gaps.append(now - last)
    last = now
gaps.sort()
print(gaps[int(len(gaps) * 0.999)] * 1e3)
"""


def measure(options: Options) -> Sequence[Measured]:
    """One figure, and beside it what a process that only sleeps gets from the same machine.

    Always by the wall: waiting for a lock that another thread of ours holds is a stall too.
    """
    import torch

    from tests.benchmarks import rig

    torch.set_num_threads(options.threads)
    seconds = options.choose(60, 10)
    with children.scratch() as scratch:
        pictures = material.folder_of(options, scratch / "pictures", options.choose(1_000, 200))
        made = rig.program(options, scratch)
        made.window.activateWindow()
        made.controller.open([pictures])
        rig.until(lambda: _classified(made) >= 20)
        command = [sys.executable, "-c", _CONTROL, str(seconds)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as control:
            gaps, work, acts = _watched(made, seconds)
            alone = float(control.communicate()[0])
        done = _classified(made)
        rig.close(made)
    said = {
        "worst:": f"{max(gaps) * 1e3:.0f} ms",
        "99th percentile:": f"{clock.percentile(gaps, 99) * 1e3:.0f} ms",
        "of it the GUI thread's own work, 99.9th:": f"{clock.percentile(work, 99.9) * 1e3:.0f} ms",
        "a process that only sleeps, 99.9th:": f"{alone:.0f} ms",
    }
    notes = [f"{len(gaps)} gaps of a {TICK_MS} ms timer, {acts} actions, {done} cells by then"]
    name = "stall of the GUI thread while analysing and reviewing, 99.9th percentile"
    return [Measured(name, "ms", at_most(50), clock.percentile(gaps, 99.9) * 1e3, said, notes)]


def _classified(made: Any) -> int:
    desk = made.controller.desk
    return 0 if desk is None else sum(bool(cell.best) for cell in desk.cells.values())


def _watched(made: Any, seconds: float) -> tuple[list[float], list[float], int]:
    """Seconds between a timer's ticks while a person acts, those the thread worked; how often he did."""
    from PySide6.QtCore import Qt, QTimer

    from tests.benchmarks import rig

    gaps: list[float] = []
    work: list[float] = []
    last = [time.perf_counter(), time.thread_time()]

    def tick() -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gaps.append(now - last[0])
        work.append(worked - last[1])
        last[:] = now, worked

    ticks = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    ticks.timeout.connect(tick)
    person = Person(made)
    acts = QTimer(interval=PERSON_MS)
    acts.timeout.connect(person.act)
    ticks.start()
    acts.start()
    begun = last[0] = time.perf_counter()
    last[1] = time.thread_time()
    rig.until(lambda: time.perf_counter() - begun > seconds)
    for timer in (ticks, acts):
        timer.stop()
    return gaps, work, person.acts


class Person:
    """Pans, zooms and reviews at random, through the events that a mouse and a keyboard send."""

    def __init__(self, made: Any) -> None:
        self.acts = 0
        self._window, self._view = made.window, made.window.picture.view
        self._chance = random.Random(0)
        self._doing: list[Callable[[], None]] = [self._pan, self._zoom, self._pan, self._zoom, self._key]

    def act(self) -> None:
        """One thing."""
        self.acts += 1
        self._chance.choice(self._doing)()

    def _pan(self) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        middle = self._view.rect().center()
        QTest.mousePress(self._view, Qt.MouseButton.RightButton, pos=middle)
        QTest.mouseMove(
            self._view, middle + QPoint(self._chance.randint(-90, 90), self._chance.randint(-60, 60))
        )
        QTest.mouseRelease(self._view, Qt.MouseButton.RightButton, pos=middle)

    def _zoom(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        where = QPointF(self._view.rect().center())
        turn = QPoint(0, self._chance.choice([120, -120]))
        none = Qt.KeyboardModifier.NoModifier
        on_screen = self._view.mapToGlobal(where)
        buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(where, on_screen, QPoint(), turn, buttons, none, phase, False)
        QApplication.sendEvent(self._view, event)

    def _key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        keys = [
            Qt.Key.Key_Return,
            Qt.Key.Key_1,
            Qt.Key.Key_U,
            Qt.Key.Key_Right,
            Qt.Key.Key_Tab,
            Qt.Key.Key_PageDown,
        ]
        QTest.keyClick(QApplication.focusWidget() or self._window, self._chance.choice(keys))


LINE = Line("stall", "stalls of the GUI thread", measure)
