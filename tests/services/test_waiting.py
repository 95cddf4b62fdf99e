"""What is still to be classified, read where it is classified: the same as the session says, in order."""

import sqlite3
import threading
from pathlib import Path

import pytest

from allviewer.core.errors import SessionError
from allviewer.core.records import Kind
from allviewer.services.session import Session
from allviewer.services.waiting import waiting
from tests.services.helpers import MODEL, take_up

OTHER = "0" * 64
PICTURES = 150


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.open(tmp_path / "s.allviewer")
    made.use_model(MODEL)
    for number in range(PICTURES):
        until = ("listed", "found", "classified")[number % 3]
        take_up(made, f"{number}.png", f"{number:064x}", until=until)
    return made


def said(works: list) -> list:
    return [
        (one.path, one.name, one.kind, one.sha256, one.cells and [cell.number for cell in one.cells])
        for one in works
    ]


@pytest.mark.parametrize("model", [MODEL.sha256, OTHER])
def test_it_is_what_the_session_says_is_pending(session: Session, model: str) -> None:
    ids = [row.id for row in session.images()]
    expected = session.pending(model)
    assert len(expected) == (PICTURES if model == OTHER else PICTURES * 2 // 3)
    assert said(list(waiting(session.path, model, ids))) == said(expected)
    backwards = list(waiting(session.path, model, ids[::-1]))
    assert said(backwards) == said(expected)[::-1]
    some = set(ids[5:9])
    names = {row.name for row in session.images() if row.id in some}
    assert {one.name for one in waiting(session.path, model, sorted(some))} <= names
    session.close()


def test_pictures_that_wait_are_those_whose_rows_say_so(session: Session) -> None:
    """The window asks the rows it has, not the file: both must mean the same pictures."""
    first = session.images()[2]
    session.set_kind(first.id, Kind.CELL, reviewer="RM")
    undone = {row.name for row in session.images() if row.state in ("pending", "read")}
    assert undone == {one.name for one in session.pending(MODEL.sha256)}
    session.close()


def test_it_is_opened_and_closed_where_it_is_asked(session: Session) -> None:
    works = waiting(session.path, OTHER, [row.id for row in session.images()])
    outcome: list[object] = []

    def ask() -> None:
        try:
            outcome.append(next(works).name)
            works.close()
        except sqlite3.ProgrammingError as error:  # used in a thread that is not its own
            outcome.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert outcome == ["0.png"]
    session.close()


def test_a_session_that_is_gone_is_told_when_it_is_asked(tmp_path: Path) -> None:
    works = waiting(tmp_path / "gone.allviewer", OTHER, [1])
    with pytest.raises(SessionError):
        next(works)
