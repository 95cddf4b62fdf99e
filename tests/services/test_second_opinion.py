"""Two reviewers of the same pictures: matched cells, kappa, disputes, and the third session."""

from contextlib import closing
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from allviewer.core.errors import SessionError
from allviewer.core.labels import Label
from allviewer.core.progress import CancelledError
from allviewer.core.records import Box, Cell, Kind, Status
from allviewer.core.rows import Verdict
from allviewer.services import second_opinion, third_session
from allviewer.services.events import CellsFound, FileChecked
from allviewer.services.session import Session
from tests.services.helpers import MODEL, cell, classified, read, work

HASHES = ("a" * 64, "b" * 64)


def moved(original: Cell, by: int) -> Cell:
    box = original.box
    return Cell(
        original.number,
        Box(box.x + by, box.y, box.width, box.height),
        original.outline,
        original.nuclei,
        original.measurements,
    )


def make(path: Path, *, by: int = 0, folder: str = "", cells: int = 4) -> Session:
    """Two pictures with cells 40 px apart, seen by one more program that is `by` pixels off."""
    session = Session.open(path)
    session.use_model(MODEL)
    for number, sha256 in enumerate(HASHES):
        job = work(f"{folder}{number}.png")
        session.register([job])
        drawn = tuple(moved(cell(n, at=40 * n), by) for n in range(1, cells + 1))
        session.store(
            read(job, sha256),
            CellsFound(job, sha256, Kind.FIELD, 400, 400, drawn),
            classified(job, sha256, cells=cells),
        )
    return session


@pytest.fixture
def reviewed(tmp_path: Path):
    first, second = make(tmp_path / "rm.allviewer"), make(tmp_path / "ab.allviewer", by=2, folder="x/")
    mine, yours = ([row.id for row in session.index()] for session in (first, second))
    first.decide(mine[:4], Status.ACCEPTED, reviewer="RM")
    first.decide(mine[4:6], Status.CORRECTED, "normal", reviewer="RM")
    first.decide(mine[6:7], Status.UNSURE, reviewer="RM")
    second.set_labels([Label("smudge", "#999999", "S")], reviewer="RM")
    second.decide(yours[:3], Status.ACCEPTED, reviewer="AB")
    second.decide(yours[3:5], Status.CORRECTED, "normal", reviewer="AB")
    second.decide(yours[5:6], Status.CORRECTED, "smudge", reviewer="AB")
    second.decide(yours[6:7], Status.UNSURE, reviewer="AB")
    yield first, second
    first.close()
    second.close()


def test_matches_cells_and_measures_agreement(reviewed: tuple[Session, Session]) -> None:
    first, second = reviewed
    found = second_opinion.compare(first, second)
    assert (found.shared, found.only_first, found.only_second) == (8, 0, 0)
    assert (found.pictures, found.pictures_apart) == (2, 0)
    assert [(p.first.said, p.second.said) for p in found.disputes if p.first and p.second] == [
        ("blast", "normal"),
        ("normal", "smudge"),
    ]
    assert sum(pair.agreed for pair in found.pairs) == 5
    agreement = found.agreement(MODEL.classes)
    mine = ["blast"] * 4 + ["normal"] * 2
    yours = ["blast"] * 3 + ["normal"] * 2 + ["smudge"]
    assert agreement.total == 6 and agreement.kappa is not None
    assert agreement.kappa.value == pytest.approx(cohen_kappa_score(mine, yours))


def test_cells_of_one_side_only_are_counted(tmp_path: Path, reviewed: tuple[Session, Session]) -> None:
    first, _ = reviewed
    third = make(tmp_path / "c.allviewer", cells=5, by=15)  # 6 of 21 pixels shared: not the same cells
    found = second_opinion.compare(first, third)
    assert (found.shared, found.only_first, found.only_second) == (0, 8, 10)
    # nobody decided anything in the third's pictures, so nothing is said of what is not there
    assert found.disputes == ()
    third.close()


def test_a_cell_that_only_one_has_is_a_dispute_and_enters_the_third(
    tmp_path: Path, reviewed: tuple[Session, Session]
) -> None:
    first, second = reviewed
    image = second.images()[0]
    added = [
        next(iter(second.add_cell(image.id, cell(9, at=at), reviewer="AB").cells)) for at in (250, 300, 340)
    ]
    second.decide(added[:1], Status.CORRECTED, "normal", reviewer="AB")
    second.decide(added[1:2], Status.EXCLUDED, reviewer="AB")  # nothing that counts: no dispute
    (mine,) = first.add_cell(first.images()[1].id, cell(9, at=250), reviewer="RM").cells
    first.decide([mine], Status.CORRECTED, "blast", reviewer="RM")
    found = second_opinion.compare(first, second)
    assert (found.shared, found.only_first, found.only_second) == (8, 1, 3)
    alone = [pair for pair in found.disputes if not pair.shared]
    assert [(p.first_id, p.second_id) for p in alone] == [(None, added[0]), (mine, None)]
    assert found.agreement(MODEL.classes).total == 6  # kappa is of cells that both have

    path = tmp_path / "settled.allviewer"
    outcome = third_session.make(found, path, first=first, second=second, reviewer="CD")
    assert {pair.key for pair in found.disputes} <= set(outcome.cells)
    settled = Session.open(path)
    there = {settled.cell(outcome.cells[pair.key]).cell.box for pair in alone}
    assert there == {pair.box for pair in alone}
    assert len(settled.index()) == 10  # the first's nine, and the second's one
    for pair, label in zip(alone, ("normal", "blast"), strict=True):
        verdict = Verdict(Status.CORRECTED, label)
        third_session.settle(settled, outcome.cells[pair.key], verdict, reviewer="CD")
    assert settled.verify() == []
    settled.close()

    # the first goes on: its numbers part ways with the third's, the cells do not
    (other,) = first.add_cell(first.images()[0].id, cell(9, at=370), reviewer="RM").cells
    first.decide([other], Status.CORRECTED, "blast", reviewer="RM")
    found = second_opinion.compare(first, second)
    again = third_session.make(found, path, first=first, second=second, reviewer="CD")
    assert [again.said[pair.key] for pair in alone] == ["normal", "blast"]
    settled = Session.open(path)
    assert settled.cell(again.cells[other, None]).cell.box == first.cell(other).cell.box
    assert len(settled.index()) == 11
    settled.close()


def test_comparing_says_how_far_it_is_and_can_be_ended(reviewed: tuple[Session, Session]) -> None:
    def tell(done: int, total: int) -> None:
        if (done, total) == (1, 2):
            raise CancelledError

    with pytest.raises(CancelledError):
        second_opinion.compare(*reviewed, tell=tell)


def test_the_outcome_is_a_third_session_and_the_two_stay_as_they_are(
    tmp_path: Path, reviewed: tuple[Session, Session]
) -> None:
    first, second = reviewed
    before = [(s.index(), s.head) for s in reviewed]
    found = second_opinion.compare(first, second)
    path = tmp_path / "settled.allviewer"
    outcome = third_session.make(found, path, first=first, second=second, reviewer="CD")
    settled = Session.open(path)
    said = [(row.status, row.label, row.reviewer) for row in settled.index()]
    both, nothing = "AB + RM", (Status.UNREVIEWED, "", "")
    assert said == [
        *[(Status.ACCEPTED, "blast", both)] * 3,
        nothing,
        (Status.CORRECTED, "normal", both),
        nothing,
        (Status.UNSURE, "", both),
        nothing,
    ]
    assert [(row.best, row.probability) for row in settled.index()] == [
        (row.best, row.probability) for row in first.index()
    ]
    one, two = found.disputes
    third_session.settle(
        settled, outcome.cells[one.key], Verdict(Status.CORRECTED, "normal", "seen together"), reviewer="CD"
    )
    third_session.settle(settled, outcome.cells[two.key], Verdict(Status.CORRECTED, "smudge"), reviewer="CD")
    said = third_session.read(settled, found).said
    assert [said[pair.key] for pair in found.disputes] == ["normal", "smudge"] and len(said) == 7
    assert settled.verify() == []
    settled.close()

    assert third_session.make(found, path, first=first, second=second, reviewer="CD").said == said
    again = Session.open(path)
    assert [row.label for row in again.index()].count("smudge") == 1
    assert again.index()[3].note == "seen together"
    steps_before = again.head
    again.undo("CD")
    assert again.index()[5].status is Status.UNREVIEWED and again.head != steps_before
    again.close()
    assert [(s.index(), s.head) for s in reviewed] == before


def test_a_copy_that_was_broken_off_goes_on(tmp_path: Path, reviewed: tuple[Session, Session]) -> None:
    first, second = reviewed
    path = tmp_path / "settled.allviewer"
    half = Session.open(path)
    half.register([work("0.png"), work("1.png")])  # killed right after listing
    half.close()
    third_session.make(second_opinion.compare(first, second), path, first=first, second=second, reviewer="CD")
    settled = Session.open(path)
    assert len(settled.index()) == 8 and len(settled.images()) == 2
    settled.close()


def test_a_picture_whose_file_changed_since_is_left_out(
    tmp_path: Path, reviewed: tuple[Session, Session]
) -> None:
    first, second = reviewed
    job = work("0.png")
    first.store(FileChecked(job.name, job.path, "c" * 64))
    assert [row.state for row in first.images()].count("changed") == 1
    found = second_opinion.compare(first, second)
    assert {pair.sha256 for pair in found.pairs} == {HASHES[1]}
    outcome = third_session.make(
        found, tmp_path / "third.allviewer", first=first, second=second, reviewer="CD"
    )
    assert set(outcome.cells) == {pair.key for pair in found.pairs}


def test_what_cannot_be_compared_is_refused(tmp_path: Path, reviewed: tuple[Session, Session]) -> None:
    first, _ = reviewed
    with pytest.raises(SessionError, match="that is open"):
        looked = Session.look(first.path)
        try:
            second_opinion.compare(first, looked)
        finally:
            looked.close()
    empty = Session.open(tmp_path / "empty.allviewer")
    with pytest.raises(SessionError, match="none of the pictures"):
        second_opinion.compare(first, empty)
    empty.close()


def test_classes_that_differ_in_capitals_alone_are_one(reviewed, tmp_path: Path) -> None:
    first, second = reviewed
    mine = [row.id for row in first.index()]
    first.set_labels([Label("Smudge", "#009e73", "")], reviewer="RM")
    first.decide(mine[5:6], Status.CORRECTED, "Smudge", reviewer="RM")
    comparison = second_opinion.compare(first, second)
    pair = next(pair for pair in comparison.pairs if pair.first_id == mine[5])
    assert pair.agreed and comparison.agreement(first.labels()).classes == ("blast", "normal", "Smudge")
    outcome = third_session.make(
        comparison, tmp_path / "third.allviewer", first=first, second=second, reviewer="CD"
    )
    settled = Session.open(outcome.path)
    assert [label.name for label in settled.own_labels()] == ["Smudge"]
    assert [row.label for row in settled.index()].count("Smudge") == 1
    # the outcome as the second's window would write it, and the comparison the other way round
    other = outcome.cells[comparison.disputes[0].key]
    third_session.settle(settled, other, Verdict(Status.CORRECTED, "smudge"), reviewer="CD")
    assert [row.label for row in settled.index()].count("Smudge") == 2
    settled.close()
    turned = second_opinion.compare(second, first)
    third_session.make(turned, outcome.path, first=second, second=first, reviewer="CD")
    assert third_session.make(comparison, outcome.path, first=first, second=second, reviewer="CD").said


def test_what_both_brought_in_is_neither_blind_nor_seen_in_the_third_session(tmp_path: Path) -> None:
    first, second = make(tmp_path / "rm.allviewer"), make(tmp_path / "ab.allviewer")
    for session, name in ((first, "RM"), (second, "AB")):
        one, two, *_ = (row.id for row in session.index())
        brought = Verdict(Status.CORRECTED, "blast", elsewhere=True)
        session.decide_each({one: brought, two: brought}, reviewer=name, operation="import")
    second.decide([second.index()[1].id], Status.CORRECTED, "blast", reviewer="AB")  # beside the prediction
    assert _third(tmp_path, first, second) == [
        ("blast", False, False),
        ("blast", False, True),
    ]


def test_what_both_said_blind_is_blind_in_the_third_session(tmp_path: Path) -> None:
    first, second = make(tmp_path / "rm.allviewer"), make(tmp_path / "ab.allviewer")
    mine, yours = ([row.id for row in session.index()] for session in (first, second))
    first.decide(mine[:2], Status.CORRECTED, "blast", reviewer="RM", blind=True)
    second.decide(yours[:1], Status.CORRECTED, "blast", reviewer="AB", blind=True)
    second.decide(yours[1:2], Status.CORRECTED, "blast", reviewer="AB")
    assert _third(tmp_path, first, second) == [
        ("blast", True, False),
        ("blast", False, True),
    ]


def _third(tmp_path: Path, first: Session, second: Session) -> list[tuple[str, bool, bool]]:
    """What is said of each cell in the third session, whether blind, and whether beside a prediction; the two
    are closed.
    """
    found, path = second_opinion.compare(first, second), tmp_path / "settled.allviewer"
    third_session.make(found, path, first=first, second=second, reviewer="CD")
    with closing(first), closing(second), closing(Session.open(path)) as settled:
        return [(row.label, row.blind, row.seen) for row in settled.index() if row.label]
