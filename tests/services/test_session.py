"""A session: what is stored comes back, and what a person did is kept, undone and brought back."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from allviewer.core.errors import DecisionError
from allviewer.core.labels import Label
from allviewer.core.records import Kind, Model, Status
from allviewer.services.session import Session
from tests.services import helpers
from tests.services.helpers import MODEL, cell, classified, fill, found, read, statuses, work


@pytest.fixture
def session(tmp_path: Path):
    opened = Session.open(tmp_path / "s.allviewer")
    yield opened
    opened.close()


def test_what_the_pipeline_says_comes_back_equal(session: Session) -> None:
    fill(session)
    (image,) = session.images()
    assert (image.name, image.state, image.kind, image.cells, image.reviewed) == (
        "a.png",
        "done",
        Kind.FIELD,
        3,
        0,
    )
    assert (image.width, image.height) == (64, 48)
    rows = session.cells(image.id)
    for row in rows:
        meant = helpers.cell(row.cell.number, at=row.cell.number)
        np.testing.assert_array_equal(row.cell.outline, meant.outline)
        np.testing.assert_array_equal(row.cell.nuclei[0], meant.nuclei[0])
        assert (row.cell.box, dict(row.cell.measurements)) == (meant.box, dict(meant.measurements))
        assert row.prediction is not None
        assert row.prediction.probabilities == helpers.prediction().probabilities
        np.testing.assert_array_equal(row.prediction.heatmap, helpers.prediction().heatmap)
        assert row.decision is None


def test_deciding_and_undoing_across_a_restart(tmp_path: Path) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    first, second, third = fill(session)
    session.decide([first], Status.ACCEPTED, reviewer="RM")
    session.decide([second, third], Status.CORRECTED, "normal", note="smudged", reviewer="RM")
    session.close()
    session = Session.open(tmp_path / "s.allviewer")
    assert statuses(session) == [Status.ACCEPTED, Status.CORRECTED, Status.CORRECTED]
    change = session.undo("KL")
    assert change is not None and change.cells == {second, third}
    assert statuses(session) == [Status.ACCEPTED, Status.UNREVIEWED, Status.UNREVIEWED]
    session.undo("KL")
    assert session.undo("KL") is None
    session.close()
    session = Session.open(tmp_path / "s.allviewer")
    session.redo("RM")
    session.redo("RM")
    assert session.redo("RM") is None
    decision = session.cell(third).decision
    assert decision is not None
    assert (decision.status, decision.label, decision.note, decision.reviewer) == (
        Status.CORRECTED, "normal", "smudged", "RM",
    )  # fmt: skip
    assert session.verify() == []
    session.close()


def test_choosing_the_predicted_class_is_accepting_it(session: Session) -> None:
    first, *_ = fill(session)
    session.decide([first], Status.CORRECTED, "blast", reviewer="RM")
    decision = session.cell(first).decision
    assert decision is not None and (decision.status, decision.label) == (Status.ACCEPTED, "blast")


def test_a_bulk_decision_that_fails_decides_nothing(session: Session) -> None:
    cells = fill(session)
    other = Model("other", "0" * 64, ("a", "b"), 1.5, 32, 4.0)
    session.use_model(other)
    with pytest.raises(DecisionError):
        session.decide(cells, Status.ACCEPTED, reviewer="RM")
    with pytest.raises(DecisionError):
        session.decide(cells, Status.CORRECTED, "blast", reviewer="RM")
    assert set(statuses(session)) == {Status.UNREVIEWED}
    session.set_labels([Label("smudge", "#999999", "S")], reviewer="RM")
    session.decide(cells, Status.CORRECTED, "smudge", reviewer="RM")
    assert set(statuses(session)) == {Status.CORRECTED}


def test_notes_stay_through_decisions_and_undo(session: Session) -> None:
    first, *_ = fill(session)
    session.annotate([first], "odd", reviewer="RM")
    assert session.index()[0].status is Status.UNREVIEWED
    session.decide([first], Status.UNSURE, reviewer="RM")
    decision = session.cell(first).decision
    assert decision is not None and decision.note == "odd"
    session.undo("RM")
    session.undo("RM")
    assert session.cell(first).decision is None


def test_a_decision_stays_what_it_was_of_the_model_that_was_shown(session: Session) -> None:
    """Corrected is what a person did to that model's prediction: another model makes it nothing else."""
    first, *_ = fill(session)
    session.decide([first], Status.CORRECTED, "normal", reviewer="RM")
    other = Model("other", "0" * 64, ("normal", "blast"), 1.5, 32, 4.0)  # the first class is predicted
    session.use_model(other)
    (job,) = session.pending(other.sha256)
    session.store(classified(job, job.sha256, model=other))
    row = session.cell(first)
    assert row.prediction is not None and other.classes[row.prediction.best] == "normal"
    decision = row.decision
    assert decision is not None
    assert (decision.status, decision.label) == (Status.CORRECTED, "normal")
    assert decision.model_sha256 == MODEL.sha256
    session.annotate([first], "seen again", reviewer="AB")  # a note is no new decision of the class
    decision = session.cell(first).decision
    assert decision is not None and decision.note == "seen again"
    assert decision.model_sha256 == MODEL.sha256
    session.decide([first], Status.CORRECTED, "normal", reviewer="AB")
    decision = session.cell(first).decision
    assert decision is not None and decision.status is Status.ACCEPTED
    assert decision.model_sha256 == other.sha256
    assert session.verify() == []


def test_a_note_leaves_a_decision_to_whoever_made_it(session: Session) -> None:
    first, second, *_ = fill(session)
    session.decide([first], Status.CORRECTED, "normal", reviewer="RM")
    made = session.cell(first).decision
    session.annotate([first, second], "seen again", reviewer="AB")
    assert made is not None and session.cell(first).decision == replace(made, note="seen again")
    written = session.cell(second).decision
    assert written is not None and written.reviewer == "AB" and written.status is Status.UNREVIEWED
    database = sqlite3.connect(session.path)
    (who,) = database.execute("SELECT reviewer FROM steps WHERE operation = 'note'").fetchone()
    database.close()
    assert who == "AB"  # the step says who wrote the note
    assert session.verify() == []


def test_another_model_never_touches_decisions(session: Session) -> None:
    cells = fill(session)
    session.decide(cells, Status.ACCEPTED, reviewer="RM")
    other = Model("other", "0" * 64, ("blast", "normal"), 1.5, 32, 4.0)
    (job,) = session.pending(other.sha256)
    assert job.cells is not None and len(job.cells) == 3
    session.use_model(other)
    assert session.images()[0].state == "read"
    session.store(classified(job, model=other))
    assert session.images()[0].state == "done"
    assert session.pending(other.sha256) == session.pending(MODEL.sha256) == []
    assert set(statuses(session)) == {Status.ACCEPTED}


def test_an_outline_that_a_cell_had_before_is_not_classified_again(session: Session) -> None:
    first, *_ = fill(session)
    before = session.cell(first)
    for drawn, waiting in ((cell(1, at=12), 1), (before.cell, 0), (cell(1, at=12), 1)):
        session.replace_outline(first, drawn, reviewer="RM")
        assert len(session.pending(MODEL.sha256)) == waiting
    (job,) = session.pending(MODEL.sha256)
    assert job.cells is not None
    session.store(replace(classified(job), predictions={1: helpers.prediction()}))
    assert session.pending(MODEL.sha256) == []
    assert session.verify() == []


def test_a_cell_added_by_hand_is_classified_in_company(session: Session) -> None:
    fill(session)
    (image,) = session.images()
    before = [p.probabilities for row in session.cells(image.id) if (p := row.prediction)]
    session.add_cell(image.id, cell(4, at=12), reviewer="RM")
    (job,) = session.pending(MODEL.sha256)
    assert job.cells is not None and len(job.cells) == 1
    assert list(job.company) == before
    assert session.pending("0" * 64)[0].company == (), "another model has said nothing yet"


def test_changing_the_kind_and_back_loses_nothing(session: Session) -> None:
    cells = fill(session)
    session.decide(cells, Status.ACCEPTED, reviewer="RM")
    (image,) = session.images()
    session.set_kind(image.id, Kind.CELL, reviewer="RM")
    (job,) = session.pending(MODEL.sha256)
    assert job.kind is Kind.CELL and job.cells is None
    assert session.index() == []
    session.store(found(job, cells=1, kind=Kind.CELL), classified(job, cells=1))
    assert statuses(session) == [Status.UNREVIEWED]
    session.undo("RM")
    assert statuses(session) == [Status.ACCEPTED] * 3


def test_added_and_edited_outlines_are_undone_and_classified(session: Session) -> None:
    first, *_ = fill(session)
    (image,) = session.images()
    session.add_cell(image.id, helpers.cell(1, at=30), reviewer="RM")
    session.replace_outline(first, helpers.cell(1, at=9), reviewer="RM")
    (job,) = session.pending(MODEL.sha256)
    assert job.cells is not None and [cell.number for cell in job.cells] == [1, 4]
    assert session.cell(first).prediction is None
    session.undo("RM")
    assert session.cell(first).prediction is not None
    session.store(classified(job, cells=1))  # the answer for the outline that was taken back
    np.testing.assert_array_equal(session.cell(first).cell.outline, helpers.cell(1, at=1).outline)
    session.redo("RM")
    assert session.cell(first).prediction is not None
    session.undo("RM")
    session.undo("RM")
    assert len(session.index()) == 3
    session.redo("RM")
    assert len(session.index()) == 4
    assert session.verify() == []


def test_a_changed_file_is_another_picture_and_the_old_decisions_stay(session: Session) -> None:
    cells = fill(session)
    session.decide(cells, Status.ACCEPTED, reviewer="RM")
    job = work("a.png")
    session.store(read(job, "b" * 64), found(job, "b" * 64, cells=1), classified(job, "b" * 64, cells=1))
    assert [(row.state, row.reviewed, row.cells) for row in session.images()] == [
        ("changed", 3, 3),
        ("done", 0, 1),
    ]
    session.store(read(job, "a" * 64))
    assert [row.state for row in session.images()] == ["done", "changed"]


def test_what_a_person_says_is_on_disk_at_once_and_what_is_found_need_not_be(
    session: Session,
) -> None:
    """A decision waits for the disk; the pipeline can say again what it said."""
    session.use_model(MODEL)
    helpers.take_up(session, "a.png", "a" * 64)
    connection = session._file._connection

    def waits() -> bool:
        return bool(connection.execute("PRAGMA synchronous").fetchone()[0] == 2)

    assert not waits()
    session.decide([row.id for row in session.index()][:1], Status.ACCEPTED, reviewer="RM")
    assert waits()
    helpers.take_up(session, "b.png", "b" * 64)
    assert not waits()
    session.annotate([row.id for row in session.index()][:1], "seen", reviewer="RM")
    assert waits()
