"""Labels and scores → figures with intervals: how good a classifier is, and how sure that is.

Arrays throughout: `truth` and `predicted` are class indices (N,), `probabilities` are (N, K) with rows
that sum to 1, a binary `truth` is 0 or 1. A figure that is not defined (no case of a class) is NaN.
Counted shares get the exact interval of `core.interval`, kappa that of `core.agreement`, everything
else the bootstrap here, which draws whole groups: cells of one patient are no independent cases. The
exact interval takes each cell for itself and so is too narrow where those of one patient err together;
the bootstrap would be worse for shares near 1, since where all is right each of its draws says 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allviewer.core.interval import CONFIDENCE, Share, share

Integers = npt.NDArray[np.integer]
Floats = npt.NDArray[np.floating]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with the ends of its interval, NaN where there is none."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose confidence lies in one bin: how many, how confident, how often right."""

    count: int
    confidence: float
    accuracy: float


def confusion(*, truth: Integers, predicted: Integers, classes: int) -> Counts:
    """Counts (K, K): row the true class, column the predicted one. ValueError for an index out of range."""
    truth, predicted = np.asarray(truth, np.int64), np.asarray(predicted, np.int64)
    both = np.concatenate([truth, predicted])
    if both.size and not 0 <= both.min() <= both.max() < classes:
        raise ValueError(f"class indices {both.min()} to {both.max()} for {classes} classes")
    flat = np.bincount(truth * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes).astype(np.int64)


def accuracy(*, truth: Integers, predicted: Integers) -> float:
    """Share of cases predicted as they are."""
    return float(np.mean(np.asarray(truth) == np.asarray(predicted))) if len(truth) else float("nan")


def balanced_accuracy(*, truth: Integers, predicted: Integers) -> float:
    """Mean sensitivity over the classes that occur in `truth`."""
    truth, right = np.asarray(truth), np.asarray(truth) == np.asarray(predicted)
    return (
        float(np.mean([right[truth == k].mean() for k in np.unique(truth)])) if len(truth) else float("nan")
    )


def sensitivity(matrix: Counts, klass: int) -> Share:
    """Of the cases of `klass`, those called so; with the exact 95 % interval, per case."""
    return share(int(matrix[klass, klass]), int(matrix[klass].sum()))


def specificity(matrix: Counts, klass: int) -> Share:
    """Of the cases of other classes, those not called `klass`."""
    others = int(matrix.sum() - matrix[klass].sum())
    return share(others - int(matrix[:, klass].sum() - matrix[klass, klass]), others)


def precision(matrix: Counts, klass: int) -> Share:
    """Of the cases called `klass`, those that are."""
    return share(int(matrix[klass, klass]), int(matrix[:, klass].sum()))


def f1(matrix: Counts, klass: int) -> float:
    """Harmonic mean of precision and sensitivity; NaN where the class neither is nor is called."""
    total = int(matrix[klass].sum() + matrix[:, klass].sum())
    return 2 * int(matrix[klass, klass]) / total if total else float("nan")


def auroc(truth: Integers, scores: Floats) -> float:
    """Area under the ROC curve: how often a case of class 1 scores above one of class 0, ties half.

    The rank-sum form of Hanley & McNeil, Radiology 143:29 (1982).
    """
    positive = np.asarray(truth).astype(bool)
    pairs = int(positive.sum()) * int((~positive).sum())
    if not pairs:
        return float("nan")
    _, place, count = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]  # mean rank among ties
    lowest = positive.sum() * (positive.sum() + 1) / 2
    return float((ranks[positive].sum() - lowest) / pairs)


def macro_auroc(truth: Integers, probabilities: Floats) -> float:
    """Mean one-against-the-rest AUROC over the classes that have both; of two classes, the second's."""
    classes = range(probabilities.shape[1]) if probabilities.shape[1] != 2 else (1,)
    areas = np.array([auroc(np.asarray(truth) == k, probabilities[:, k]) for k in classes])
    return float(np.nanmean(areas)) if np.isfinite(areas).any() else float("nan")


def roc(truth: Integers, scores: Floats) -> tuple[Floats, Floats, Floats]:
    """The ROC curve's false-positive rates, true-positive rates and thresholds, from (0, 0) to (1, 1)."""
    from sklearn.metrics import roc_curve

    false, true, thresholds = roc_curve(truth, scores)
    return false, true, thresholds


def reliability(truth: Integers, probabilities: Floats, *, bins: int = 15) -> tuple[Bin, ...]:
    """Cases by confidence (their highest probability) in `bins` of equal width; empty bins are left out."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == np.asarray(truth)
    places = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    members = [places == b for b in np.unique(places)]
    return tuple(Bin(int(m.sum()), float(confidence[m].mean()), float(right[m].mean())) for m in members)


def calibration_error(truth: Integers, probabilities: Floats, *, bins: int = 15) -> float:
    """Expected calibration error: mean gap of confidence and accuracy over the bins, weighted by cases.

    Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, equation 5.
    """
    filled = reliability(truth, probabilities, bins=bins)
    total = sum(b.count for b in filled)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in filled) / total if total else float("nan")


def risk_coverage(*, truth: Integers, predicted: Integers, uncertainty: Floats) -> tuple[Floats, Floats]:
    """The surest cases first: share kept (0 to 1), and share of errors among those kept."""
    wrong = (np.asarray(truth) != np.asarray(predicted))[np.argsort(uncertainty, kind="stable")]
    kept = np.arange(1, len(wrong) + 1)
    return kept / max(1, len(wrong)), np.cumsum(wrong) / kept


def bootstrap(
    statistic: Callable[[Integers], float],
    groups: npt.NDArray[np.generic],
    *,
    draws: int = 1000,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> Figure:
    """`statistic` of all cases with its percentile interval over draws of whole groups.

    `statistic` takes indices of cases (with repeats). `groups` (N,) names each case's group. Draws
    for which it is not defined (NaN) are left out. One or two groups say nothing of others (of an AUROC
    all draws that have both classes are then the same), and neither do draws that all agree, as where
    everything is right: their ends are NaN. Efron & Tibshirani, "An Introduction to the Bootstrap", 1993,
    chapters 8 and 13.
    """
    _, group = np.unique(groups, return_inverse=True)
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    random = np.random.default_rng(seed)
    draws = draws if len(members) > 2 else 0
    drawn = (random.integers(0, len(members), len(members)) for _ in range(draws))
    values = np.array([statistic(np.concatenate([members[g] for g in which])) for which in drawn])
    values = values[np.isfinite(values)]
    tail = (1 - confidence) / 2
    told = len(values) > 0 and values.min() < values.max()
    low, high = np.quantile(values, [tail, 1 - tail]) if told else (np.nan, np.nan)
    return Figure(float(statistic(np.arange(len(group)))), float(low), float(high))
