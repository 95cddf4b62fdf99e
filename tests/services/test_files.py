"""Which pictures lie in folders, what became of those that a session knows, and where they went."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from allviewer.services.analyse import analyse
from allviewer.services.events import ImageRead, Known, Notice
from allviewer.services.files import find_again, survey, works_of
from allviewer.services.session import Session
from tests.services.helpers import Toy


def test_names_are_relative_to_what_was_opened(tmp_path: Path) -> None:
    for name in ("a/1.png", "a/b/2.png", "c/1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [w.name for w in works_of([tmp_path])] == ["a/1.png", "a/b/2.png", "c/1.png"]
    assert [w.name for w in works_of([tmp_path / "a", tmp_path / "c"])] == ["a/1.png", "a/b/2.png", "c/1.png"]
    assert [w.name for w in works_of([tmp_path / "a" / "1.png"])] == ["1.png"]
    assert [w.name for w in works_of([tmp_path / "a", tmp_path / "a" / "1.png"])] == ["a/1.png", "a/b/2.png"]


def test_a_survey_tells_what_changed_went_and_came_back(pictures: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    session.store(*survey([pictures]))
    events = [e for e in analyse(session.pending(""), classifier=Toy) if not isinstance(e, Notice)]
    session.use_model(Toy().model)
    session.store(*events)
    assert Counter(row.state for row in session.images()) == {"done": len(session.images()) - 1, "failed": 1}
    known = session.known()
    assert [e for e in survey([pictures], known=known) if type(e).__name__ == "FileChecked"] == []
    first, second, third = (k.path for k in known[:3])
    kept = first.read_bytes()
    first.unlink()
    shutil.copy(third, second)
    session.store(*survey([pictures], known=known))
    states = {row.name: row.state for row in session.images() if row.state in ("missing", "changed")}
    assert states == {known[0].name: "missing", known[1].name: "changed"}
    first.write_bytes(kept)
    session.store(*survey([pictures], known=session.known()))
    assert {row.name for row in session.images() if row.state == "missing"} == set()
    moved = tmp_path / "elsewhere"
    pictures.rename(moved)
    session.store(*survey([pictures], known=session.known()))
    assert "missing" in {row.state for row in session.images()}
    session.store(*find_again(moved, session.known()))
    assert "missing" not in {row.state for row in session.images()}
    session.close()


def test_copies_are_found_again_under_their_own_names(tmp_path: Path) -> None:
    known = []
    for name in ("1.png", "2.png", "3.png"):
        (tmp_path / name).write_bytes(b"the same")
        known.append(Known(name, Path("/gone") / name, hashlib.sha256(b"the same").hexdigest(), 8, 0))
    found = {checked.name: checked.path.name for checked in find_again(tmp_path, known)}
    assert found == {"1.png": "1.png", "2.png": "2.png", "3.png": "3.png"}
    (tmp_path / "2.png").unlink()
    found = {checked.name: checked.path.name for checked in find_again(tmp_path, known)}
    assert (found["1.png"], found["3.png"], set(found)) == ("1.png", "3.png", {"1.png", "2.png", "3.png"})


def test_pictures_that_waited_when_they_were_moved_are_found_by_name(pictures: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path / "half.allviewer")
    works = list(works_of([pictures]))
    session.register(works)
    read = (event for event in analyse(works[:2], classifier=Toy) if isinstance(event, ImageRead))
    session.store(*read)
    moved = pictures.rename(tmp_path / "elsewhere")
    session.store(*analyse(works[2:], classifier=Toy))  # none is there any more
    assert "failed" in {row.state for row in session.images()}
    session.store(*find_again(moved, session.sought()))
    states = {row.name: row.state for row in session.images()}
    assert len(states) == len(works) and not {"failed", "missing"} & set(states.values())
    assert all(row.path.parent.is_relative_to(moved) for row in session.images())
    session.close()


def surveyed(folder: Path, session: Session) -> list[str]:
    """The pictures that count after a survey of the folder, with their states; what is new is read."""
    session.store(*survey([folder], known=session.known()))
    events = analyse(session.pending(Toy().model.sha256), classifier=Toy)
    session.store(*(event for event in events if not isinstance(event, Notice)))
    return [f"{row.name} {row.path.name} {row.state}" for row in session.images()]


@pytest.fixture
def three(tmp_path: Path, samples: Path) -> Iterator[tuple[Path, Session]]:
    """A folder of three pictures, and its session, in which they were read."""
    folder = tmp_path / "three"
    folder.mkdir()
    for name, source in zip(("1.jpg", "2.jpg", "3.jpg"), sorted(samples.glob("*.jpg")), strict=False):
        shutil.copy(source, folder / name)
    with closing(Session.open(tmp_path / "three.allviewer")) as session:
        session.use_model(Toy().model)
        surveyed(folder, session)
        yield folder, session


def test_a_renamed_picture_is_no_new_one_whose_cells_count_twice(three: tuple[Path, Session]) -> None:
    folder, session = three
    cells = len(session.index())
    (folder / "2.jpg").rename(folder / "second.jpg")
    (folder / "sub").mkdir()
    (folder / "3.jpg").rename(folder / "sub" / "3.jpg")
    found = ["1.jpg 1.jpg done", "2.jpg second.jpg done", "3.jpg 3.jpg done"]
    assert surveyed(folder, session) == found
    assert len(session.index()) == cells
    assert surveyed(folder, session) == found  # and so it stays
    (folder / "second.jpg").rename(folder / "2.jpg")
    assert surveyed(folder, session) == ["1.jpg 1.jpg done", "2.jpg 2.jpg done", "3.jpg 3.jpg done"]
    assert len(session.index()) == cells


def test_a_copy_of_what_is_there_is_a_picture_of_its_own(three: tuple[Path, Session], tmp_path: Path) -> None:
    folder, session = three
    shutil.copy(folder / "3.jpg", folder / "0.jpg")
    moved = folder.rename(tmp_path / "moved")  # none of the known lies where it did
    assert surveyed(moved, session)[0] == "0.jpg 0.jpg done"
    assert {row.path.parent for row in session.images()} == {moved}
    (moved / "3.jpg").write_bytes((moved / "1.jpg").read_bytes())
    assert "3.jpg 3.jpg changed" in surveyed(moved, session)
