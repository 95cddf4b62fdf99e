"""Hours of review in minutes: the real window and the shipped bundle, a person at the keys and the mouse.

Run as `python -m tests.faults.soak FOLDER HOURS STEPS`. Each hour a folder is opened, classified anew,
reviewed in so many steps, looked at up and down, and exported. After each hour one line of JSON says what
the process holds.
"""

import ctypes
import gc
import json
import os
import random
import sys
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from allviewer.core.resources import resources
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.preferences import Preferences
from tests.ui.journey import Key, Person, settled


def smears(folder: Path, *, turns: int) -> Path:
    """Two crowded fields, made of the samples, each time turned another way."""
    folder.mkdir(parents=True)
    fields = [np.asarray(Pillow.open(path)) for path in sorted((resources() / "samples").glob("*.jpg"))]
    for number in range(2):
        rows = [np.hstack(np.roll(fields, number + row, axis=0)) for row in range(4)]
        Pillow.fromarray(np.rot90(np.vstack(rows), turns)).save(folder / f"{number}.png")
    return folder


def look_around(program: Program, chance: random.Random) -> None:
    """Zoom with the wheel, drag, point at cells, switch layers and pictures."""
    view = program.window.picture.view
    centre = QPoint(chance.randrange(view.width()), chance.randrange(view.height()))
    turn = QPoint(0, chance.choice([-240, -120, 120, 240]))
    plain = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        QPointF(centre),
        QPointF(view.mapToGlobal(centre)),
        QPoint(),
        turn,
        Qt.MouseButton.NoButton,
        plain,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, plain, centre)
    QTest.mouseMove(view, centre + QPoint(chance.randint(-90, 90), chance.randint(-90, 90)))
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, plain, centre)
    program.window.actions_by_id[chance.choice(["heatmap", "outlines", "masks", "numbers"])].toggle()
    program.window.actions_by_id[chance.choice(["fit", "zoom_cell", "next_heatmap", "next_image"])].trigger()
    QApplication.processEvents()


def held(program: Program) -> dict[str, int]:
    """What the process holds: kB that were not freed, threads, files, and objects of Qt and Python."""
    gc.collect()
    with suppress(AttributeError):  # only glibc keeps what was freed, and gives it back when asked
        ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status").read_text()
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]
    return {
        "kB": int(resident),
        "threads": threading.active_count(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "widgets": len(program.window.findChildren(QObject)),
        "objects": len(gc.get_objects()),
    }


def hour(program: Program, folder: Path, steps: int, number: int) -> int:
    """One folder from opening to the table; how many steps the session took."""
    program.commands.open([smears(folder / f"hour {number}", turns=number)])
    settled(program)
    person = Person(program, number)
    for step in range(steps):
        person.act() if person.waiting() > 5 else person.undo()
        if step % 5 == 0:
            look_around(program, person.chance)
    person.press(Key.Key_F)
    person.export(folder / f"{number}.csv")
    session = person.desk.session
    assert session.verify() == []
    return len(session._file.rows("SELECT id FROM steps"))


def main(folder: Path, hours: int, steps: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    program = Program(
        Preferences(Settings(reviewer="RM", device="cpu"), save=lambda _settings: None),
        session_for=lambda paths: Session.open(folder / f"{paths[0].name}.allviewer"),
        thumbnail_folder=folder / "crops",
    )
    program.window.show()
    program.window.activateWindow()
    for number in range(hours):
        taken = hour(program, folder, steps, number)
        print(json.dumps({"hour": number + 1, "steps": taken, **held(program)}), flush=True)
    program.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
