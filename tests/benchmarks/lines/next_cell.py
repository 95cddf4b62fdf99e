"""From pressing a key to the next cell on the screen, in a session of 100,000 cells."""

import itertools
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import children, clock, large, material
from tests.benchmarks.record import Line, Measured, Options, at_most

_PERSON_S = 0.25
"""Between two presses: nobody looks at a cell for less."""
_TILES = 56  # of single cells in one field, so that some fifty are found


def measure(options: Options) -> Sequence[Measured]:
    """One figure: Enter (accept and go on), the next cell, the next unreviewed one, in turns."""
    from PySide6.QtCore import Qt

    from allviewer.ui import bundles
    from tests.benchmarks import rig

    with children.scratch() as scratch:
        pictures = _pictures(options, scratch)
        model = bundles.describe(options.model)
        cells = large.fill_from(pictures, scratch / "session.allviewer", model=model)
        made = rig.program(options, scratch)
        rig.opened(made, [pictures])
        made.window.activateWindow()
        rig.until(lambda: made.controller.showing.picture is not None)
        keys = [Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Tab]
        presses = options.choose(600, 90)
        taken = [_press(made, key) for key in itertools.islice(itertools.cycle(keys), 12 + presses)][12:]
        rig.close(made)
    wall, busy, moved = zip(*taken, strict=True)
    judged = clock.percentile(wall, 99)  # always: waiting for the picture is waiting too
    said = {
        "median:": f"{clock.percentile(wall, 50) * 1e3:.1f} ms",
        "99th percentile of the processor, GUI thread:": f"{clock.percentile(busy, 99) * 1e3:.1f} ms",
        "worst:": f"{max(wall) * 1e3:.1f} ms",
    }
    notes = [f"{presses} presses, {sum(moved)} of them to another picture"]
    name = f"key press to next cell shown, {cells:,} cells, 99th percentile"
    return [Measured(name, "ms", at_most(30), judged * 1e3, said, notes)]


def _pictures(options: Options, scratch: Path) -> Path:
    """One field under so many names that there are 100,000 cells."""
    source = material.mosaics(options, scratch / "field", cells=_TILES, pictures=1)
    folder = scratch / "pictures"
    folder.mkdir()
    file = next(source.iterdir())
    for number in range(options.choose(2_000, 100)):
        material.place(file, folder / f"{number:05}{file.suffix}")
    shutil.rmtree(source)
    return folder


def _press(made: Any, key: Any) -> tuple[float, float, bool]:
    """Seconds by both clocks until panel and picture show another cell; whether in another picture."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tests.benchmarks import rig

    showing = made.controller.showing
    cell, row = showing.cell, showing.row
    paints = rig.Paints(made.window.picture.view, made.window.cell)
    begun, worked = time.perf_counter(), time.thread_time()
    QTest.keyClick(QApplication.focusWidget() or made.window, key)
    loop = QEventLoop()
    while showing.cell == cell or showing.picture is None or not paints.all_painted:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() - begun > 20:
            raise rig.TooLong(f"{key} showed no other cell")
    spent = time.perf_counter() - begun, time.thread_time() - worked
    paints.deleteLater()
    rig.pause(_PERSON_S)
    return *spent, showing.row is not row and showing.row.id != row.id


LINE = Line("next-cell", "key press to next cell", measure)
