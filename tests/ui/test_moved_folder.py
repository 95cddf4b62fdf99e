"""A folder that was moved and is opened where it lies now: its earlier review is not passed over."""

from pathlib import Path

import pytest

from allviewer.services.session import Session, session
from tests.ui.acts import choose
from tests.ui.conftest import Rig


@pytest.fixture
def at_home(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Sessions are kept by the folders that were opened, as they are for a person."""
    kept = tmp_path / "sessions"
    monkeypatch.setattr(session, "sessions_folder", lambda: kept)
    rig.session_for = Session.for_paths
    return rig


def test_where_it_was_reviewed_is_told_and_leads_back(at_home: Rig, three: Path) -> None:
    program = at_home.open(three)
    program.window.actions_by_id["exclude"].trigger()
    assert program.controller.desk is not None
    reviewed = program.controller.desk.session.path
    now = three.rename(three.with_name("elsewhere"))
    at_home.open(now)
    assert str(three) in program.window.notices.text()
    menu = program.window.recent_menu
    choose(menu, next(action for action in menu.actions() if action.text() == str(three)))
    at_home.wait(lambda: not program.controller.busy)
    assert program.controller.desk.session.path == reviewed
    assert len(program.controller.desk.images) == 3
    assert program.controller.desk.tally().reviewed == 1


def test_other_pictures_under_the_same_names_are_another_folder(at_home: Rig, three: Path) -> None:
    program = at_home.open(three)
    now = three.rename(three.with_name("elsewhere"))
    for picture in now.iterdir():
        picture.write_bytes(picture.read_bytes() + b"more")
    at_home.open(now)
    assert str(three) not in program.window.notices.text()


def test_what_still_lies_where_it_was_is_not_spoken_of(at_home: Rig, three: Path) -> None:
    program = at_home.open(three)
    copy = three.with_name("copy")
    copy.mkdir()
    for picture in three.iterdir():
        (copy / picture.name).write_bytes(picture.read_bytes())
    at_home.open(copy)
    assert str(three) not in program.window.notices.text()
