"""Switching, cancelling, changing the bundle and running again at random while results arrive.

Tried: 600 random actions in the suite, 10,000 with ALLVIEWER_FAULTS=full, at the real window, worker and
sessions. Lost: no decision. Put where it does not belong: no result. Left behind: no thread.
"""

import os
import shutil
import threading
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from allviewer.services.session import Session
from allviewer.services.settings import Settings
from tests.faults.size import size
from tests.faults.telltale import telltale_jobs
from tests.faults.walker import Walker
from tests.ui.conftest import Rig

SEED = int(os.environ.get("ALLVIEWER_SEED", "20261121"))


@pytest.fixture
def folders(samples: Path, tmp_path: Path) -> list[Path]:
    """Two folders with the same names and other pictures, one of them damaged."""
    made = []
    for side in ("one", "two"):
        folder = tmp_path / side
        folder.mkdir()
        for path in (*sorted(samples.glob("*.jpg")), *sorted(samples.glob("cells/*.jpg"))[:3]):
            with Pillow.open(path) as picture:
                shown = picture if side == "one" else ImageOps.mirror(picture)
                shown.save(folder / path.with_suffix(".png").name)
        shutil.copy(folder / "basophil.png", folder / "damaged.png")
        (folder / "damaged.png").write_bytes((folder / "damaged.png").read_bytes()[:1000])
        made.append(folder)
    return made


def reading() -> int:
    """Threads that read pictures for a run."""
    return sum(thread.name.startswith("allviewer-read") for thread in threading.enumerate())


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_random_walk(rig: Rig, folders: list[Path], tmp_path: Path) -> None:
    print(f"seed {SEED}")
    opened: list[Path] = []

    def session_for(paths: tuple[Path, ...]) -> Session:
        opened.append(tmp_path / f"{paths[0].name}.allviewer")
        return Session.open(opened[-1])

    rig.session_for = session_for
    program = rig.start(telltale_jobs(), settings=Settings(reviewer="RM", model="toy", device="cpu"))
    walker = Walker(program, folders, lambda: opened[-1], SEED)
    walker.open_folder()
    before = threading.active_count()
    most = 0
    for _ in range(size(600, 10_000)):
        walker.act()
        most = max(most, threading.active_count())
    program.controller.cancel()
    rig.wait(lambda: not program.worker.busy and not reading())
    assert threading.active_count() <= before + 3  # one each for the job, the picture and the crops
    assert most <= before + 3 + 2 * 8  # and those that read for a run, and for the one that ends
    assert walker.checked > size(100, 2_000)
    rig.stop()
    results = decisions = 0
    for path, reference in walker.references.items():
        session = Session.open(path)
        results += walker.check_session(session)
        decisions += walker.check_decisions(session, reference)
        session.close()
    assert len(walker.references) == 2 and results > 20 and decisions > 10
    print(walker.done, f"looked {walker.checked} times", f"{results} results", f"{decisions} decisions")
