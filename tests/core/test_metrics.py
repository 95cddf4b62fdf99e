"""Figures against scikit-learn and SciPy, and the bootstrap against what theory says."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn import metrics as reference

from allviewer.core import metrics

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


@given(LABELS)
def test_counted_figures(pairs: list[tuple[int, int]]) -> None:
    truth, predicted = np.array(pairs).T
    matrix = metrics.confusion(truth=truth, predicted=predicted, classes=4)
    np.testing.assert_array_equal(matrix, reference.confusion_matrix(truth, predicted, labels=range(4)))
    assert metrics.accuracy(truth=truth, predicted=predicted) == pytest.approx(
        reference.accuracy_score(truth, predicted)
    )
    recalls = reference.recall_score(truth, predicted, labels=np.unique(truth), average=None)
    assert metrics.balanced_accuracy(truth=truth, predicted=predicted) == pytest.approx(recalls.mean())
    options = {"labels": range(4), "average": None, "zero_division": np.nan}
    for figure, score in (
        (metrics.sensitivity, reference.recall_score),
        (metrics.precision, reference.precision_score),
    ):
        values = [figure(matrix, k).value for k in range(4)]
        np.testing.assert_allclose(
            [math.nan if v is None else v for v in values], score(truth, predicted, **options)
        )
    f1 = reference.f1_score(truth, predicted, **options)
    np.testing.assert_allclose([metrics.f1(matrix, k) for k in range(4)], f1)
    for k in range(4):
        found = metrics.specificity(matrix, k)
        negatives = truth != k
        assert (found.count, found.total) == (int((negatives & (predicted != k)).sum()), int(negatives.sum()))


def test_interval_is_the_exact_binomial() -> None:
    found = metrics.sensitivity(np.array([[95, 5], [0, 0]]), 0)
    exact = binomtest(95, 100).proportion_ci(method="exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_index_out_of_range() -> None:
    with pytest.raises(ValueError, match="0 to 2 for 2 classes"):
        metrics.confusion(truth=np.array([0, 2]), predicted=np.array([0, 1]), classes=2)


@given(st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=60))
def test_auroc_with_ties(cases: list[tuple[bool, int]]) -> None:
    truth, scores = np.array(cases, int).T
    if truth.min() == truth.max():
        assert math.isnan(metrics.auroc(truth, scores))
    else:
        assert metrics.auroc(truth, scores) == pytest.approx(reference.roc_auc_score(truth, scores))
        false, true, _ = metrics.roc(truth, scores)
        assert np.trapezoid(true, false) == pytest.approx(metrics.auroc(truth, scores))


def probabilities(n: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(n)
    found = random.dirichlet(np.ones(classes), n)
    return random.integers(0, classes, n), found


def test_macro_auroc() -> None:
    truth, found = probabilities(200, 4)
    expected = reference.roc_auc_score(truth, found, multi_class="ovr")
    assert metrics.macro_auroc(truth, found) == pytest.approx(expected)
    truth, found = probabilities(50, 2)
    assert metrics.macro_auroc(truth, found) == pytest.approx(reference.roc_auc_score(truth, found[:, 1]))
    assert math.isnan(metrics.macro_auroc(np.zeros(3, int), found[:3]))


def test_calibration_error_by_hand() -> None:
    found = np.array([[0.95, 0.05], [0.95, 0.05], [0.65, 0.35], [0.5, 0.5]])
    truth = np.array([0, 1, 0, 0])
    # bins of a tenth: (0.9, 1] two cases, half right; (0.6, 0.7] one, right; (0.4, 0.5] one, right
    expected = (2 * abs(0.5 - 0.95) + abs(1 - 0.65) + abs(1 - 0.5)) / 4
    assert metrics.calibration_error(truth, found, bins=10) == pytest.approx(expected)
    assert [b.count for b in metrics.reliability(truth, found, bins=10)] == [1, 1, 2]


def test_calibrated_scores_have_little_error() -> None:
    random = np.random.default_rng(1)
    share = random.uniform(0.5, 1, 200_000)
    truth = (random.uniform(size=share.size) > share).astype(int)
    assert metrics.calibration_error(truth, np.stack([share, 1 - share], 1)) < 0.01


def test_risk_coverage() -> None:
    coverage, risk = metrics.risk_coverage(
        truth=np.array([0, 0, 1, 1]),
        predicted=np.array([0, 1, 1, 0]),
        uncertainty=np.array([0.1, 0.9, 0.2, 0.3]),
    )
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 0, 1 / 3, 0.5])


def test_bootstrap_draws_groups_not_cases() -> None:
    random = np.random.default_rng(2)
    group = np.repeat(np.arange(100), 25)
    values = np.repeat(random.normal(size=100), 25)  # all cases of a group alike: only 100 independent
    by_group = metrics.bootstrap(lambda i: float(values[i].mean()), group, seed=3)
    by_case = metrics.bootstrap(lambda i: float(values[i].mean()), np.arange(len(values)), seed=3)
    error = values.std() / math.sqrt(100)
    assert (by_group.high - by_group.low) / 2 == pytest.approx(1.96 * error, rel=0.15)
    assert (by_group.high - by_group.low) > 3 * (by_case.high - by_case.low)
    assert by_group.value == pytest.approx(values.mean())
    assert by_group.low < by_group.value < by_group.high


def test_bootstrap_is_repeatable_and_skips_the_undefined() -> None:
    truth, scores = np.array([0, 1, 1]), np.array([0.2, 0.1, 0.9])
    groups = np.array(["a", "b", "c"])

    def area(cases: np.ndarray) -> float:
        return metrics.auroc(truth[cases], scores[cases])

    first, again = (metrics.bootstrap(area, groups, draws=200, seed=5) for _ in range(2))
    assert first == again
    assert first.value == 0.5
    assert 0 <= first.low <= first.high <= 1
    alone = metrics.bootstrap(area, np.array(["a", "a", "a"]), draws=20)
    assert alone.value == 0.5
    assert math.isnan(alone.low)
    assert math.isnan(alone.high)
    never = metrics.bootstrap(lambda _: math.nan, groups, draws=10)
    assert math.isnan(never.low)


def test_nothing_to_measure() -> None:
    none = np.array([], int)
    assert math.isnan(metrics.accuracy(truth=none, predicted=none))
    assert math.isnan(metrics.balanced_accuracy(truth=none, predicted=none))
    assert math.isnan(metrics.calibration_error(none, np.empty((0, 2))))
    assert metrics.sensitivity(metrics.confusion(truth=none, predicted=none, classes=2), 0).value is None
