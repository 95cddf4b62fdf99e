"""Several cells decided differently in one step, and what the light rows say of a decision."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allviewer.core.errors import DecisionError, SessionError
from allviewer.core.records import Status
from allviewer.core.rows import Verdict
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session.open(tmp_path / "s.allviewer")
    job = work("a.png")
    opened.register([job])
    opened.use_model(MODEL)
    opened.store(read(job), found(job), classified(job))
    yield opened
    opened.close()


def test_verdicts_are_one_step_and_the_light_rows_tell_them(session: Session) -> None:
    one, two, three = (row.id for row in session.index())
    session.annotate([three], "pale", reviewer="AB")
    session.decide_each(
        {
            one: Verdict(Status.ACCEPTED, note="clear", blind=True),
            two: Verdict(Status.CORRECTED, "normal", reviewer="CD"),
            three: Verdict(Status.UNSURE),
        },
        reviewer="RM",
    )
    said = [(row.status, row.label, row.reviewer, row.note, row.blind) for row in session.index()]
    assert said == [
        (Status.ACCEPTED, "blast", "RM", "clear", True),
        (Status.CORRECTED, "normal", "CD", "", False),
        (Status.UNSURE, "", "RM", "pale", False),
    ]
    session.undo("RM")
    assert [row.status for row in session.index()] == [Status.UNREVIEWED] * 3
    assert session.index()[2].note == "pale"
    session.redo("RM")
    assert [(row.status, row.label, row.reviewer, row.note, row.blind) for row in session.index()] == said
    assert session.verify() == []


def test_one_impossible_verdict_leaves_all_undecided(session: Session) -> None:
    one, two, _ = (row.id for row in session.index())
    with pytest.raises(DecisionError):
        session.decide_each(
            {one: Verdict(Status.ACCEPTED), two: Verdict(Status.CORRECTED, "no such class")}, reviewer="RM"
        )
    assert not session.can_undo


def test_tells_where_cells_lie(session: Session) -> None:
    places = session.places()
    assert [place.id for place in places] == [row.id for row in session.index()]
    assert [place.box for place in places] == [session.cell(place.id).cell.box for place in places]


def test_looking_at_a_session_changes_nothing_and_keeps_nobody_out(session: Session, tmp_path: Path) -> None:
    (first, *_) = (row.id for row in session.index())
    session.decide([first], Status.ACCEPTED, reviewer="RM")
    looked = Session.look(session.path)
    assert looked.index() == session.index() and looked.id == session.id
    with pytest.raises(SessionError, match="looked at"):
        looked.decide([first], Status.UNSURE, reviewer="AB")
    looked.close()
    session.decide([first], Status.UNSURE, reviewer="RM")  # still ours to write
    with pytest.raises(SessionError, match="no such session"):
        Session.look(tmp_path / "missing.allviewer")
    assert not (tmp_path / "missing.allviewer").exists()
