"""The cells of one field: pooled, and those put up for review that the others contradict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allviewer.core import company
from allviewer.core.records import Prediction, Triage


def told(blast: float, *, certain: bool = True) -> Prediction:
    triage = Triage.CERTAIN if certain else Triage.REVIEW
    return Prediction((blast, 1 - blast), 0.1, triage, "" if certain else "uncertain")


def reasons(*predictions: Prediction, others: tuple[tuple[float, float], ...] = ()) -> list[str]:
    return [p.reason for p in company.settled(predictions, others=others)]


def test_a_cell_ruled_out_does_not_outweigh_all_others() -> None:
    """Probabilities of 0 and 1 are bounded, not infinite evidence."""
    pooled = company.pooled(np.array([[0.0, 1.0]] + [[0.999, 0.001]] * 9))
    assert pooled[0] > 0.9
    assert np.isfinite(pooled).all()
    assert pooled.sum() == pytest.approx(1)


def test_a_blast_among_normal_cells_is_put_up_for_review() -> None:
    settled = company.settled([told(0.95), told(0.02), told(0.03), told(0.4, certain=False), told(0.02)])
    assert [p.reason for p in settled] == [company.ALONE, "", "", "uncertain", ""]
    assert [p.triage is Triage.REVIEW for p in settled] == [True, False, False, True, False]


def test_so_is_a_normal_cell_among_blasts() -> None:
    assert reasons(told(0.9), told(0.95), told(0.04), told(0.9)) == ["", "", company.ALONE, ""]


def test_a_cell_that_is_alone_is_left_as_it_is() -> None:
    assert reasons(told(0.99)) == [""]
    assert reasons() == []


def test_cells_that_were_classified_before_count_but_are_not_told_again() -> None:
    assert reasons(told(0.99), others=((0.02, 0.98), (0.03, 0.97))) == [company.ALONE]
    assert reasons(told(0.99), others=((0.9, 0.1),)) == [""]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=12))
def test_review_is_never_made_certain_and_nothing_else_changes(cells: list[tuple[float, bool]]) -> None:
    before = [told(blast, certain=certain) for blast, certain in cells]
    after = company.settled(before)
    assert [p.probabilities for p in after] == [p.probabilities for p in before]
    assert all(
        b.triage is Triage.CERTAIN for a, b in zip(after, before, strict=True) if a.triage is Triage.CERTAIN
    )
    assert company.settled(after) == after
