"""The hidden picture of the window: taken once, with all that is to be seen in it, or not at all."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from allviewer.core import image
from allviewer.core.errors import SessionError
from allviewer.core.records import Image
from allviewer.ui.app import Program
from allviewer.ui.screenshot import PATIENCE_MS, Screenshot
from tests.ui.conftest import Rig, toy_jobs


class Shooter:
    """Has a picture taken, looking whenever the event loop turns."""

    def __init__(self, rig: Rig, file: Path) -> None:
        self.rig, self.file = rig, file
        self.ended: list[int] = []

    def begin(self, program: Program, *paths: Path, patience_ms: int = PATIENCE_MS) -> None:
        views = program.window, program.controller, program.worker, program.thumbnails
        self.shot = Screenshot(*views, look_ms=0, patience_ms=patience_ms)
        self.shot.ended.connect(self.ended.append)
        self.shot.take(self.file, paths)

    def end(self) -> list[int]:
        """Every exit code that was said."""
        self.rig.wait(lambda: bool(self.ended))
        QApplication.processEvents()
        return self.ended

    def colours(self) -> dict[str, int]:
        """How many colours the picture, the cell and the gallery have in what was saved."""
        assert self.rig.program is not None
        window, saved = self.rig.program.window, image.read(self.file).pixels

        def count(widget: QWidget) -> int:
            place = widget.mapTo(window, QPoint())
            part = saved[place.y() :, place.x() :][: widget.height(), : widget.width()]
            return len(np.unique(part.reshape(-1, 3), axis=0))

        parts = {"picture": window.picture.view, "cell": window.cell.pictures, "crops": window.gallery.grid}
        return {name: count(widget) for name, widget in parts.items()}


@pytest.fixture
def shooter(rig: Rig, tmp_path: Path) -> Shooter:
    return Shooter(rig, tmp_path / "shot.png")


@pytest.fixture
def smears(samples: Path, tmp_path: Path) -> Path:
    """A folder with one field."""
    folder = tmp_path / "smears"
    folder.mkdir()
    shutil.copy(samples / "field_00034.jpg", folder)
    return folder


@pytest.fixture
def gate() -> Iterator[Event]:
    """Holds reading back until it is set."""
    made = Event()
    yield made
    made.set()


@pytest.fixture(params=["its picture", "crops"])
def lacking(request: pytest.FixtureRequest, shooter: Shooter, smears: Path, gate: Event) -> str:
    """All is classified and shown but for this, which does not come before `gate` is set."""

    def read(path: Path) -> Image:
        gate.wait(10)
        return image.read(path)

    shooter.rig.open(smears)
    shooter.rig.stop()
    program = shooter.rig.start()
    # the closing waits for the threads
    program.window.closing.disconnect(program.close)
    program.window.closing.connect(gate.set)
    program.window.closing.connect(program.close)
    controller, thumbnails, gallery = program.controller, program.thumbnails, program.window.gallery
    if request.param == "crops":
        thumbnails._picture = read  # type: ignore[method-assign]
    else:
        program.pictures._reader = read
    shooter.begin(program, smears)

    def rest_is_there() -> bool:
        if controller.busy or not gallery.in_sight():
            return False
        return controller.showing.picture is not None or not thumbnails.lacking(gallery.in_sight())

    shooter.rig.wait(lambda: bool(shooter.ended) or rest_is_there())
    return str(request.param)


def test_the_window_is_taken_once_with_all_that_is_in_it(shooter: Shooter, smears: Path) -> None:
    shooter.begin(shooter.rig.start(), smears)
    assert shooter.end() == [0]
    assert min(shooter.colours().values()) > 500, shooter.colours()


def test_it_waits_for_what_is_to_be_shown(shooter: Shooter, gate: Event, lacking: str) -> None:
    looks: list[None] = []
    shooter.shot._looking.timeout.connect(lambda: looks.append(None))
    shooter.rig.wait(lambda: bool(shooter.ended) or len(looks) > 20)
    assert not shooter.ended and not shooter.file.exists(), lacking
    gate.set()
    assert shooter.end() == [0]
    assert min(shooter.colours().values()) > 500, shooter.colours()


def test_what_never_comes_ends_without_a_picture(
    shooter: Shooter, lacking: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shooter.shot._patience.setRemainingTime(0)
    assert shooter.end() == [3] and not shooter.file.exists()
    assert f"the window still lacks {lacking}," in capsys.readouterr().err


def test_a_picture_that_cannot_be_read_is_no_reason_to_wait(shooter: Shooter, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_text("this is no picture")
    shooter.begin(shooter.rig.start(), tmp_path / "broken.png", patience_ms=0)
    assert shooter.end() == [0] and shooter.file.exists()


def refuse(_asked: object) -> Any:
    raise SessionError("The disk is full. Make room.")


@pytest.mark.parametrize("part", ["session", "model"])
def test_what_cannot_be_opened_says_why(
    shooter: Shooter, smears: Path, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    jobs = toy_jobs()
    if part == "session":
        shooter.rig.session_for = refuse
    else:
        jobs = replace(jobs, describe=refuse)
    shooter.begin(shooter.rig.start(jobs), smears)
    assert shooter.end() == [3] and not shooter.file.exists()
    assert "The disk is full. Make room." in capsys.readouterr().err


def test_a_folder_without_pictures_says_so(
    shooter: Shooter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty := tmp_path / "empty").mkdir()
    shooter.begin(shooter.rig.start(), empty)
    assert shooter.end() == [3] and not shooter.file.exists()
    assert "There are no pictures here." in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(
    shooter: Shooter, smears: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shooter.file = shooter.file.parent / "nowhere" / "shot.png"
    shooter.begin(shooter.rig.start(), smears)
    assert shooter.end() == [3]
    assert "Choose another place." in capsys.readouterr().err
