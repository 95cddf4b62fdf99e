"""The rules of review: which decision stands, what comes next, what undo means."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core.errors import DecisionError
from allviewer.core.records import Decision, Status, Triage
from allviewer.core.review import UNFAMILIAR, History, effective_label, need, settle
from allviewer.core.rows import CellSummary

LABELS = ("blast", "normal", "smudge")


def summary(cell_id: int, **changes: object) -> CellSummary:
    values = {
        "id": cell_id,
        "image_id": 1,
        "number": cell_id,
        "best": "normal",
        "probability": 0.9,
        "uncertainty": 0.1,
        "triage": Triage.CERTAIN,
        "reason": "",
        "status": Status.UNREVIEWED,
        "label": "",
    }
    return CellSummary(**(values | changes))  # type: ignore[arg-type]  # the tests name fields


@pytest.mark.parametrize(
    ("status", "label", "predicted", "settled"),
    [
        (Status.ACCEPTED, "", "blast", (Status.ACCEPTED, "blast")),
        (Status.ACCEPTED, "blast", "blast", (Status.ACCEPTED, "blast")),
        (Status.CORRECTED, "normal", "blast", (Status.CORRECTED, "normal")),
        (Status.CORRECTED, "blast", "blast", (Status.ACCEPTED, "blast")),
        (Status.CORRECTED, "smudge", "", (Status.CORRECTED, "smudge")),
        (Status.UNSURE, "blast", "blast", (Status.UNSURE, "")),
        (Status.EXCLUDED, "", "", (Status.EXCLUDED, "")),
    ],
)
def test_what_a_decision_comes_to(
    status: Status, label: str, predicted: str, settled: tuple[Status, str]
) -> None:
    assert settle(status, label, predicted=predicted, labels=LABELS) == settled


@pytest.mark.parametrize(
    ("status", "label", "predicted"),
    [
        (Status.ACCEPTED, "", ""),
        (Status.ACCEPTED, "normal", "blast"),
        (Status.CORRECTED, "", "blast"),
        (Status.CORRECTED, "dragon", "blast"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(status: Status, label: str, predicted: str) -> None:
    with pytest.raises(DecisionError, match=r"[.]$"):
        settle(status, label, predicted=predicted, labels=LABELS)


def test_a_prediction_is_never_a_label() -> None:
    now = datetime.now(UTC)
    assert effective_label(None) == ""
    assert effective_label(Decision(Status.UNSURE, "", "RM", now)) == ""
    assert effective_label(Decision(Status.CORRECTED, "normal", "RM", now)) == "normal"


def test_uncertain_blasts_and_unfamiliar_cells_need_a_person_most() -> None:
    review = Triage.REVIEW
    cells = [
        summary(1),
        summary(2, triage=review),
        summary(3, triage=review, best="blast"),
        summary(4, triage=review, reason=f"uncertain, {UNFAMILIAR}"),
        summary(5, triage=None, best=""),
        summary(6, best="blast"),
    ]
    assert [need(cell) for cell in cells] == [4, 2, 0, 0, 2, 4]
    assert [need(cell, alarming=()) for cell in cells] == [4, 2, 2, 0, 2, 4]


def test_a_cut_cell_comes_after_the_whole_ones_that_need_a_person_as_much_and_before_all_others() -> None:
    review = Triage.REVIEW
    cells = [
        summary(1),
        summary(2, truncated=True),
        summary(3, triage=review),
        summary(4, triage=review, truncated=True),
        summary(5, triage=review, best="blast"),
        summary(6, triage=review, best="blast", truncated=True),
    ]
    assert [cell.id for cell in sorted(cells, key=need)] == [5, 6, 3, 4, 1, 2]
    sliver = summary(7, triage=review, reason=UNFAMILIAR, truncated=True)
    assert need(sliver) == need(cells[3])  # it is unlike whole cells because it is cut


@given(st.lists(st.sampled_from(["do", "undo", "redo"])))
def test_history_is_two_stacks_whatever_was_done(actions: list[str]) -> None:
    history, log = History(), []
    done: list[int] = []
    undone: list[int] = []
    for step, action in enumerate(actions, 1):
        reverts = None
        if action == "undo":
            if not done:
                assert history.to_undo is None
                continue
            reverts = history.to_undo
            assert reverts == done[-1]
            undone.append(done.pop())
        elif action == "redo":
            if not undone:
                assert history.to_redo is None
                continue
            assert history.to_redo is not None
            reverts, brought_back = history.to_redo
            assert brought_back == undone[-1]
            done.append(undone.pop())
        else:
            done.append(step)
            undone.clear()
        history.add(step, reverts=reverts)
        log.append((step, reverts))
    again = History(log)
    assert (again.to_undo, again.to_redo) == (history.to_undo, history.to_redo)


def test_a_log_that_reverts_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not the latest"):
        History([(1, None), (2, None), (3, 1)])
