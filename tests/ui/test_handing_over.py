"""A session is handed over whole, and opens with its pictures found again in another folder."""

import shutil
from pathlib import Path

import pytest

from allviewer.core.errors import SessionError
from allviewer.core.progress import CancelledError
from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.ui.conftest import Rig


def test_a_copy_opens_elsewhere_with_every_decision(rig: Rig, samples: Path, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "smears", tmp_path / "colleague" / "other names"
    folder.mkdir()
    elsewhere.mkdir(parents=True)
    for name in ("field_00034.jpg", "field_00044.jpg"):
        shutil.copy(samples / name, folder)
    program = rig.open(folder)
    review = program.controller.reviewing
    review.accept()
    review.exclude()
    copy = tmp_path / "colleague" / "handed.allviewer"
    program.commands.exporting.copy_session(copy)
    rig.wait(lambda: str(copy) in program.window.notices.text())
    desk = program.controller.desk
    assert desk is not None
    decided = {(cell.number, cell.status, cell.label) for cell in desk.session.index()}
    assert {status for _, status, _ in decided} >= {Status.ACCEPTED, Status.EXCLUDED}
    rig.stop()
    for number, name in enumerate(("field_00034.jpg", "field_00044.jpg")):
        (folder / name).rename(elsewhere / f"{number}.jpg")

    program = rig.start()
    program.controller.open_session(copy)
    (empty := tmp_path / "empty").mkdir()
    program.controller.find_pictures(empty)
    rig.wait(lambda: "None of this session's images is in that folder" in program.window.notices.text())
    program.controller.find_pictures(elsewhere)
    rig.wait(lambda: "2 of 2 images were found" in program.window.notices.text())
    rig.wait(lambda: not program.controller.busy)
    desk = program.controller.desk
    assert desk is not None
    assert {(cell.number, cell.status, cell.label) for cell in desk.session.index()} == decided
    assert {row.path.parent for row in desk.images.values()} == {elsewhere}
    assert desk.session.verify() == []
    rig.wait(lambda: program.controller.showing.picture is not None)


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    there = tmp_path / "there.allviewer"
    there.write_bytes(b"something of somebody's")
    for taken in (there, session.path):
        with pytest.raises(SessionError, match="there is a file already"):
            session.copy_to(taken)
    assert there.read_bytes() == b"something of somebody's"

    def tell(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        session.copy_to(tmp_path / "new.allviewer", tell=tell)
    with pytest.raises(SessionError):
        session.copy_to(tmp_path / "nowhere" / "new.allviewer")
    assert sorted(path.suffix for path in tmp_path.iterdir() if "new" in path.name) == []
    session.close()
