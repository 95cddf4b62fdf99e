"""Agreement against scikit-learn, and kappa's interval against the delta method done numerically."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, confusion_matrix, recall_score

from allviewer.core.agreement import compare, kappa, with_model
from allviewer.core.records import Status
from allviewer.core.table import Table
from tests.core.rows import Row

CLASSES = ("blast", "normal", "other")
pairs = st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)), min_size=2, max_size=80)


@given(pairs)
def test_agrees_with_scikit_learn(judged: list[tuple[str, str]]) -> None:
    first, second = zip(*judged, strict=True)
    ours = compare(judged, CLASSES)
    assert ours.matrix == tuple(map(tuple, confusion_matrix(first, second, labels=CLASSES).tolist()))
    assert ours.total == len(judged)
    assert ours.overturned == sum(a != b for a, b in judged)
    found = ours.kappa
    if len({*first, *second}) == 1:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
    assert -1 <= found.low <= found.value <= found.high <= 1


@given(pairs)
def test_sensitivity_and_specificity(judged: list[tuple[str, str]]) -> None:
    truth = [a == "blast" for a, _ in judged]
    called = [b == "blast" for _, b in judged]
    assume(len(set(truth)) == 2)
    ours = compare(judged, CLASSES)
    assert ours.sensitivity("blast").value == pytest.approx(recall_score(truth, called))
    assert ours.specificity("blast").value == pytest.approx(recall_score(truth, called, pos_label=False))
    exact = binomtest(sum(t and c for t, c in zip(truth, called, strict=True)), sum(truth))
    limits = exact.proportion_ci(method="exact")
    assert (ours.sensitivity("blast").low, ours.sensitivity("blast").high) == pytest.approx(
        (limits.low, limits.high), abs=1e-9
    )


def _kappa_value(p: npt.NDArray[np.float64]) -> float:
    expected = p.sum(axis=1) @ p.sum(axis=0)
    return float((p.trace() - expected) / (1 - expected))


def test_the_interval_is_that_of_the_delta_method() -> None:
    counts = np.array([[44.0, 5, 1], [7, 20, 3], [9, 5, 6]])
    p, step = counts / counts.sum(), 1e-6
    slope = np.zeros_like(p)
    for place in np.ndindex(p.shape):
        # off the simplex on purpose: kappa as a function of free cell probabilities
        up, down = p.copy(), p.copy()
        up[place] += step
        down[place] -= step
        slope[place] = (_kappa_value(up) - _kappa_value(down)) / (2 * step)
    variance = ((p * slope**2).sum() - (p * slope).sum() ** 2) / counts.sum()
    found = kappa(counts)
    assert found is not None
    assert found.high - found.low == pytest.approx(2 * 1.959964 * np.sqrt(variance), rel=1e-5)


def test_the_interval_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    p = np.array([[0.35, 0.08], [0.05, 0.52]])
    truth = _kappa_value(p)
    drawn = [kappa(random.multinomial(300, p.ravel()).reshape(2, 2).astype(np.float64)) for _ in range(2000)]
    covered = np.mean([k is not None and k.low <= truth <= k.high for k in drawn])
    assert 0.93 < covered < 0.97


def test_nothing_judged_has_no_kappa() -> None:
    empty = compare([], ("blast", "normal"))
    assert (empty.total, empty.kappa, empty.agreed.value) == (0, None, None)
    assert empty.sensitivity("blast").value is None


def test_reviewer_and_model_blind_and_unblinded_apart() -> None:
    def judged(number: int, best: str, label: str, *, blind: bool) -> Row:
        status = Status.ACCEPTED if best == label else Status.CORRECTED
        return Row(number, best=best, status=status, label=label, blind=blind)

    rows = [
        judged(1, "blast", "blast", blind=False),
        judged(2, "blast", "normal", blind=True),
        judged(3, "normal", "promyelocyte", blind=True),
        judged(4, "", "blast", blind=False),  # nothing predicted: no agreement to speak of
        Row(5, best="blast", status=Status.UNSURE),
        Row(6, best="blast"),
    ]
    table = Table.of(rows, {1: "a.png"})
    both, blind, seen = (with_model(table, ("blast", "normal"), blind=b) for b in (None, True, False))
    assert both.classes == ("blast", "normal", "promyelocyte")
    assert both.matrix == ((1, 0, 0), (1, 0, 0), (0, 1, 0))
    assert (both.total, blind.total, seen.total) == (3, 2, 1)
    assert blind.overturned == 2 and seen.overturned == 0
    assert seen.classes == ("blast", "normal")
