"""The real window on a session of its own, with a quick classifier unless a test asks for a real one."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from allviewer.core.records import Model, Pixels
from allviewer.services import files
from allviewer.services.analyse import analyse
from allviewer.services.events import Listed
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.image_view import ImageView, Layers
from allviewer.ui.preferences import Preferences
from allviewer.ui.running import Jobs
from tests.services.helpers import MODEL, Toy, classified, found, read, work
from tests.ui.stand_ins import A, B, Made, made_in

PATIENCE_MS = 60_000


def toy_jobs(model: Model = MODEL) -> Jobs:
    """The real listing and pipeline, with the stand-in for the network."""
    return Jobs(
        survey=lambda paths, known: lambda stop: files.survey(paths, known=known, stop=stop),
        analyse=lambda works, _pictures, _model, _device: (
            lambda stop: analyse(works, classifier=lambda: Toy(model), stop=stop)
        ),
        describe=lambda _name: model,
        find=lambda folder, known: lambda stop: files.find_again(folder, known, stop=stop),
    )


@contextmanager
def numbers_in(language: QLocale.Language) -> Iterator[None]:
    """Numbers and dates as they are written in this language; afterwards as before."""
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        yield
    finally:
        QLocale.setDefault(before)


@pytest.fixture
def english_numbers() -> Iterator[None]:
    """Numbers and dates in English, whatever the system speaks."""
    with numbers_in(QLocale.Language.English):
        yield


class Rig:
    """Starts the program any number of times on one session, as a person would from day to day."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.session_file = folder / "kept.allviewer"
        self.session_for: Callable[[Sequence[Path]], Session] = lambda _paths: Session.open(self.session_file)
        self.keep: Callable[[Settings], None] = self._keep
        self.settings = Settings(reviewer="RM")
        # what is long enough to go on beside the window must not hang on how busy this machine is
        self.at_once_s = float(PATIENCE_MS)
        self.program: Program | None = None

    def start(self, jobs: Jobs | None = None, *, settings: Settings | None = None) -> Program:
        """A window as it stands after the start."""
        preferences = Preferences(settings or self.settings, save=self.keep)
        self.program = Program(
            preferences, session_for=self.session_for, jobs=jobs or toy_jobs(), at_once_s=self.at_once_s
        )
        self.program.window.show()
        self.qtbot.waitExposed(self.program.window)
        return self.program

    def open(self, *paths: Path) -> Program:
        """Open these and wait until all is classified, and the first picture on the screen."""
        program = self.program or self.start()
        with self.qtbot.waitSignal(program.worker.finished, timeout=PATIENCE_MS):
            program.commands.open(paths)
        self.wait(lambda: not program.controller.busy and in_sight(program))
        return program

    def wait(self, holds: Callable[[], bool]) -> None:
        """Until something holds; looked at whenever the event loop turns."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def stop(self) -> None:
        """Close the window as a person does."""
        if self.program is not None:
            self.program.window.close()
            self.program.window.deleteLater()
            self.program.deleteLater()
            self.program = None

    def _keep(self, settings: Settings) -> None:
        self.settings = settings


def in_sight(program: Program) -> bool:
    """Whether a person sees the cell that is to be decided, in its picture or the gallery; or none is."""
    showing = program.controller.showing
    return showing.cell is None or showing.comes([showing.cell]) is None


def press(rig: Rig, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key in the window, wherever the keyboard is, of a person who looks first."""
    assert rig.program is not None
    window, program = rig.program.window, rig.program
    rig.wait(lambda: in_sight(program))
    window.activateWindow()
    rig.qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, qapp: object) -> Iterator[Rig]:
    """See `Rig`."""
    theme.apply(qapp, theme.Choice.LIGHT)  # type: ignore[arg-type]
    made = Rig(qtbot, tmp_path)
    yield made
    made.stop()


@pytest.fixture
def field(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    """A folder with one smear field, opened and classified."""
    folder = tmp_path / "smears"
    folder.mkdir()
    shutil.copy(samples / "field_00034.jpg", folder)
    return rig.open(folder)


@pytest.fixture
def program(field: Program, rig: Rig) -> Program:
    """The same, its picture on the screen."""
    rig.wait(lambda: field.controller.showing.picture is not None)
    return field


@pytest.fixture
def smears(samples: Path, tmp_path: Path) -> Path:
    """Two fields and a cell, and a file that is no picture."""
    folder = tmp_path / "smears"
    (folder / "cells").mkdir(parents=True)
    for name in ("field_00034.jpg", "field_00044.jpg", "cells/monocyte.jpg"):
        shutil.copy(samples / name, folder / name)
    (folder / "broken.png").write_text("this is no picture")
    return folder


@pytest.fixture
def three(samples: Path, tmp_path: Path) -> Path:
    """A folder of three smear fields."""
    folder = tmp_path / "smears"
    folder.mkdir()
    for name in ("field_00034.jpg", "field_00044.jpg", "field_00070.jpg"):
        shutil.copy(samples / name, folder)
    return folder


@pytest.fixture
def slide(samples: Path, tmp_path: Path) -> Path:
    """Two fields, and a folder of three single cells."""
    folder = tmp_path / "slide"
    (folder / "cells").mkdir(parents=True)
    for name in ("field_00034.jpg", "field_00044.jpg", "monocyte.jpg", "lymphocyte.jpg", "basophil.jpg"):
        under = "" if name.startswith("field") else "cells"
        shutil.copy(samples / under / name, folder / under / name)
    return folder


@pytest.fixture
def picture() -> Pixels:
    """400 wide, 300 high, white, with one red pixel at (100, 60) and a blue square from 200 to 219."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[60, 100] = (255, 0, 0)
    pixels[200:220, 200:220] = (0, 0, 255)
    return pixels


@pytest.fixture
def view(qtbot: QtBot, picture: Pixels) -> ImageView:
    widget = ImageView()
    qtbot.addWidget(widget)
    widget.resize(800, 700)
    widget.show()
    widget.set_layers(Layers(numbers=False))
    widget.set_image(picture)
    return widget


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """The controller among plain stand-ins, nothing opened."""
    with made_in(tmp_path) as found:
        yield found


@pytest.fixture
def opened(made: Made) -> Made:
    """The same with two pictures of three cells, found and classified."""
    made.controller.open([Path("/pictures")])
    made.happen(Listed((work("1.png"), work("2.png"))))
    made.end()
    for name, sha in (("1.png", A), ("2.png", B)):
        made.happen(read(work(name), sha), found(work(name), sha), classified(work(name), sha))
    made.end()
    made.gallery.cellsSeen.emit(made.gallery.ids)
    return made
