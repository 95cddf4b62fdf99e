"""How far two judges of the same cells agree: reviewer and model, or two reviewers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allviewer.core.interval import Share, share
from allviewer.core.review import LABELLED
from allviewer.core.table import Table

_NORMAL_95 = 1.959963984540054
"""The normal distribution's 97.5 % quantile."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance, at most 1, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cells that both judges gave a class: `matrix[i][j]` the reference called `classes[i]` and the
    other `classes[j]`. The reviewer is the reference of the model, the first reviewer of the second.
    """

    classes: tuple[str, ...]
    matrix: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        """Cells that were judged by both."""
        return sum(map(sum, self.matrix))

    @property
    def agreed(self) -> Share:
        """Cells that both called the same."""
        return share(sum(row[i] for i, row in enumerate(self.matrix)), self.total)

    @property
    def overturned(self) -> int:
        """Cells on which the reference said something else than the other."""
        return self.total - self.agreed.count

    @property
    def kappa(self) -> Kappa | None:
        """Cohen's kappa; None where chance alone would agree always (nothing judged, or one class)."""
        return kappa(np.array(self.matrix, np.float64).reshape(len(self.classes), -1))

    def sensitivity(self, name: str) -> Share:
        """Of the cells that the reference calls `name`, those that the other calls so too."""
        place = self.classes.index(name)
        return share(self.matrix[place][place], sum(self.matrix[place]))

    def specificity(self, name: str) -> Share:
        """Of the cells that the reference calls anything else, those that the other does not call `name`."""
        place = self.classes.index(name)
        others = [row for i, row in enumerate(self.matrix) if i != place]
        return share(sum(sum(row) - row[place] for row in others), sum(map(sum, others)))


def kappa(matrix: npt.NDArray[np.float64]) -> Kappa | None:
    """Cohen's kappa of a square count matrix with its large-sample 95 % interval.

    Kappa: Cohen, Educ Psychol Meas 20:37 (1960). Its variance: Fleiss, Cohen & Everitt, Psychol
    Bull 72:323 (1969), formula 13; the interval is cut at -1 and 1. It is rough below some 50 cells.
    """
    total = float(matrix.sum())
    if not total:
        return None
    p = matrix / total
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(p.trace()), float(rows @ columns)
    if math.isclose(expected, 1.0):
        return None
    value = (observed - expected) / (1 - expected)
    rest = 1 - value
    same = float((np.diag(p) * (1 - (rows + columns) * rest) ** 2).sum())
    apart = (p - np.diag(np.diag(p))) * (columns[:, None] + rows[None, :]) ** 2
    spread = same + rest**2 * float(apart.sum()) - (value - expected * rest) ** 2
    error = math.sqrt(max(0.0, spread) / total) / (1 - expected)
    return Kappa(value, max(-1.0, value - _NORMAL_95 * error), min(1.0, value + _NORMAL_95 * error))


def compare(pairs: Iterable[tuple[str, str]], classes: Sequence[str] = ()) -> Agreement:
    """The agreement of (reference, other) labels; `classes` come first, others that occur behind."""
    pairs = list(pairs)
    names = _names(classes, {label for pair in pairs for label in pair})
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([(places[a], places[b]) for a, b in pairs], np.int64).reshape(-1, 2)
    return _agreement(names, codes[:, 0], codes[:, 1])


def with_model(table: Table, classes: Sequence[str] = (), *, blind: bool | None = None) -> Agreement:
    """Reviewer (the reference) against model over the cells that have both a label and a prediction.

    `blind` True takes only decisions made with predictions hidden, False only those made with this very
    prediction in sight: what was said beside another model's counts as neither.
    """
    status, label, best = (table.text[column] for column in ("status", "label", "best"))
    judged = status.where(LABELLED.__contains__) & best.where(bool)
    if blind is not None:
        judged &= table.blind if blind else table.seen
    used = {
        *np.array(label.words, object)[label.codes[judged]],
        *np.array(best.words, object)[best.codes[judged]],
    }
    names = _names(classes, used)
    return _agreement(names, label.places_in(names)[judged], best.places_in(names)[judged])


def _names(classes: Sequence[str], used: set[str]) -> tuple[str, ...]:
    return (*classes, *sorted(used - set(classes)))


def _agreement(
    names: tuple[str, ...], reference: npt.NDArray[np.integer], other: npt.NDArray[np.integer]
) -> Agreement:
    size = len(names)
    counts = np.bincount(reference.astype(np.int64) * size + other, minlength=size * size)
    matrix = tuple(tuple(int(cells) for cells in row) for row in counts.reshape(size, size))
    return Agreement(names, matrix)
