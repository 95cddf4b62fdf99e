"""A small disk of its own, and the real window on it while the disk fills up, turns read-only or goes away.

Run as root of a mount namespace of its own: `unshare -rm python -m tests.faults.disks CASE FOLDER`. What was
seen is told as one JSON object.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from allviewer.core.errors import OutputError
from allviewer.core.export import Export
from allviewer.core.resources import resources
from allviewer.services.export import export
from allviewer.services.session import Session
from allviewer.services.settings import Settings, save
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.desk import Desk
from allviewer.ui.mistakes import Mistakes
from allviewer.ui.preferences import Preferences
from tests.ui.conftest import in_sight, toy_jobs

Seen = dict[str, Any]


def mount(folder: Path, *, kilobytes: int) -> None:
    """A disk in memory."""
    folder.mkdir(exist_ok=True)
    _system("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "disk", folder)


def remount(folder: Path, option: str) -> None:
    """The same disk under another rule."""
    _system("mount", "-o", f"remount,{option}", folder)


def unmount(folder: Path) -> None:
    """The disk is gone, whoever still has files of it open."""
    _system("umount", "-l", folder)


def _system(*command: str | Path) -> None:
    subprocess.run(command, check=True)


class Watched:
    """The window with everything it says and every mistake of ours."""

    def __init__(self, session: Path, *, scratch: Path) -> None:
        self.said: list[str] = []
        self.mistakes: list[str] = []
        preferences = Preferences(Settings(reviewer="RM"), save=lambda kept: save(kept, scratch / "s.json"))
        self.program = Program(
            preferences,
            session_for=lambda _paths: Session.open(session),
            jobs=toy_jobs(),
            thumbnail_folder=scratch / "crops",
        )
        self.window = self.program.window
        self._told = Mistakes(self.window)
        sys.excepthook = self._take
        self.window.show()

    def _take(self, kind: Any, error: BaseException, trace: Any) -> None:
        if not type(error).__module__.startswith("allviewer"):
            self.mistakes.append(repr(error))
        self._told.take(kind, error, trace)

    @property
    def desk(self) -> Desk:
        found = self.program.controller.desk
        assert found is not None
        return found

    def states(self) -> list[str]:
        return [row.state for row in self.desk.images.values()]

    def open(self, folder: Path) -> None:
        self.program.commands.open([folder])
        self.settle()

    def settle(self) -> None:
        """Until nothing runs any more."""
        while self.program.controller.busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        QApplication.processEvents()
        self.look()

    def look(self) -> None:
        """Until the cell that is to be decided is on the screen."""
        while not in_sight(self.program):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def first_events(self) -> None:
        """Until the first cell has its class."""
        controller = self.program.controller
        while controller.desk is None or not any(cell.best for cell in self.desk.cells.values()):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def notice(self) -> str:
        return self.window.notices.text()

    def decided(self) -> dict[int, str]:
        found = {cell.id: f"{cell.status} {cell.note}" for cell in self.desk.session.index()}
        return {one: said for one, said in found.items() if not said.startswith("unreviewed")}

    def close(self) -> None:
        self.window.close()


def kept(path: Path) -> dict[int, str]:
    """What the session file holds, freshly opened."""
    session = Session.open(path)
    assert session.verify() == []
    found = {cell.id: f"{cell.status} {cell.note}" for cell in session.index()}
    session.close()
    return {one: said for one, said in found.items() if not said.startswith("unreviewed")}


def pictures(folder: Path, copies: int) -> Path:
    folder.mkdir(parents=True)
    for copy in range(copies):
        for path in (resources() / "samples").glob("*.jpg"):
            # a byte behind the picture: the window tells of copies, and here something else is waited for
            (folder / f"{copy:03} {path.name}").write_bytes(path.read_bytes() + bytes([copy]))
    return folder


def full(folder: Path) -> Seen:
    """Decide until the disk is full, make room, and go on."""
    disk = folder / "disk"
    mount(disk, kilobytes=1500)
    session, table = disk / "s.allviewer", disk / "out.csv"
    watched = Watched(session, scratch=disk)
    watched.open(pictures(folder / "pictures", 2))
    desk, showing = watched.desk, watched.program.controller.showing
    table.write_text("old")
    filler = disk / "filler"
    filler.write_bytes(bytes(400_000))
    review = watched.program.controller.reviewing
    acknowledged: dict[int, str] = {}
    steps = 0
    while not watched.notice():
        acknowledged = watched.decided()
        showing.choose_cell(min(desk.cells))
        review.note("x" * 2000 + str(steps))
        steps += 1
    said = watched.notice()
    refused = ""
    try:
        export(desk.session, Export(table))
    except OutputError as error:
        refused = str(error)
    while_full = watched.decided()
    old = table.read_text()
    filler.unlink()
    review.unsure()
    after = watched.decided()
    watched.close()
    return {
        "steps": steps,
        "said": said,
        "export": refused,
        "old export": old,
        "kept while full": while_full == acknowledged,
        "goes on": len(after) > 0 and kept(session) == after,
        "left behind": sorted(path.name for path in disk.glob("*.part")),
        "mistakes": watched.mistakes,
    }


def filling(folder: Path) -> Seen:
    """The disk is full while results come in; with room again the rest is done, and nothing twice."""
    disk = folder / "disk"
    mount(disk, kilobytes=700)
    session = disk / "s.allviewer"
    watched = Watched(session, scratch=folder)
    watched.open(pictures(folder / "pictures", 15))
    said = watched.notice()
    done = watched.states().count("done")
    remount(disk, "size=8000k")
    watched.program.controller.classify()
    watched.settle()
    states = watched.states()
    watched.close()
    return {"said": said, "done": done, "then": states.count("done"), "mistakes": watched.mistakes}


def vanishing(folder: Path) -> Seen:
    """The share with the pictures goes away while they are classified, and comes back."""
    share = folder / "share"
    mount(share, kilobytes=20_000)
    shown = pictures(share / "pictures", 15)
    shutil.copytree(shown, folder / "copy")
    watched = Watched(folder / "s.allviewer", scratch=folder)
    watched.program.commands.open([shown])
    watched.first_events()
    watched.look()
    watched.program.controller.reviewing.unsure()
    acknowledged = watched.decided()
    unmount(share)
    watched.settle()
    gone = watched.notice()
    for _ in range(5):
        watched.program.controller.showing.step_image(1)
        QApplication.processEvents()
    still = watched.decided() == acknowledged
    shutil.copytree(folder / "copy", shown)
    watched.open(shown)
    states = watched.states()
    watched.close()
    return {
        "said": gone,
        "kept": still and kept(folder / "s.allviewer") == acknowledged,
        "back": states.count("done"),
        "of": len(states),
        "mistakes": watched.mistakes,
    }


def session_gone(folder: Path) -> Seen:
    """The share with the session goes away while it is open: nothing is said to be saved that is not."""
    share = folder / "share"
    mount(share, kilobytes=8000)
    session = share / "s.allviewer"
    watched = Watched(session, scratch=folder)
    watched.open(pictures(folder / "pictures", 2))
    watched.program.controller.reviewing.unsure()
    before = watched.decided()
    unmount(share)
    watched.program.controller.showing.step_unreviewed()
    watched.look()
    watched.program.controller.reviewing.exclude()
    said = watched.notice()
    same = watched.decided() == before
    watched.program.controller.showing.step_image(1)
    watched.close()
    return {"said": said, "same": same, "mistakes": watched.mistakes}


def read_only(folder: Path) -> Seen:
    """Pictures and session on a disk that may only be read; settings and crops too."""
    disk = folder / "disk"
    mount(disk, kilobytes=20_000)
    shown = pictures(disk / "pictures", 2)
    session = disk / "s.allviewer"
    watched = Watched(session, scratch=disk)
    watched.open(shown)
    watched.program.controller.reviewing.unsure()
    before = watched.decided()
    watched.close()
    remount(disk, "ro")
    again = Watched(session, scratch=disk)
    again.open(shown)
    said = again.notice()
    again.program.controller.showing.step_unreviewed()
    again.program.controller.reviewing.exclude()
    refused = again.notice()
    same = again.decided() == before
    again.close()
    command = ["analyse", str(shown), "--out", str(disk / "a.csv")]
    code = f"from allviewer.cli.main import main; main({command!r})"
    told = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    mistakes = watched.mistakes + again.mistakes
    return {"said": said, "refused": refused, "same": same, "cli": told.stderr, "mistakes": mistakes}


CASES: dict[str, Callable[[Path], Seen]] = {
    made.__name__: made for made in (full, filling, vanishing, session_gone, read_only)
}


def main(case: str, folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.disable()
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    print(json.dumps(CASES[case](folder)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
