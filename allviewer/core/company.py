"""The company of a cell: what the cells of one field say together, and which of them the rest contradicts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from allviewer.core.records import Prediction, Triage

Floats: TypeAlias = npt.NDArray[np.float64]

ALONE = "the rest of its field says otherwise"
_LEAST = 1e-6


def pooled(probabilities: Floats) -> Floats:
    """(N, K) of the cells of one field → (K,): their geometric mean, summing to 1.

    The mean log odds of logarithmic opinion pools (Genest and Zidek 1986, doi 10.1214/ss/1177013825):
    a cell that is sure counts for more than one that is not.
    """
    logs = _logs(probabilities).mean(0)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum(), np.float64)


def settled(
    predictions: Sequence[Prediction], *, others: Sequence[Sequence[float]] = ()
) -> tuple[Prediction, ...]:
    """The predictions for the cells of one field; `certain` ones that all the rest, pooled, contradict are
    put up for review. `others` are the probabilities of cells of the field that were classified before.
    A cell without others is left as it is.
    """
    if len(predictions) + len(others) < 2:
        return tuple(predictions)
    logs = _logs(np.array([*(p.probabilities for p in predictions), *others], np.float64))
    rest = (logs.sum(0) - logs[: len(predictions)]).argmax(1)
    return tuple(
        replace(p, triage=Triage.REVIEW, reason=ALONE) if p.triage is Triage.CERTAIN and p.best != k else p
        for p, k in zip(predictions, rest.tolist(), strict=True)
    )


def _logs(probabilities: Floats) -> Floats:
    return np.asarray(np.log(np.clip(probabilities, _LEAST, 1.0)), np.float64)
