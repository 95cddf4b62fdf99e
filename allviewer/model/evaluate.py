"""A model's answers on labelled cells → figures with intervals: per cell, per field, source and group."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from allviewer.core import company, metrics
from allviewer.core.classifier import Classifier
from allviewer.core.crop import middle
from allviewer.core.errors import DataError
from allviewer.core.grouped import grouped
from allviewer.core.interval import share
from allviewer.core.records import Crop, Model, Prediction, Triage
from allviewer.model.data import Case, Pack
from allviewer.model.dataset import Cells
from allviewer.model.progress import Progress, untold

BLOCK = 10
"""Neighbouring pictures that the bootstrap draws together where the data names no groups."""
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a model said of N cells: `probabilities` (N, K), `certain` (N,), `uncertainty` (N,)."""

    classes: tuple[str, ...]
    cases: tuple[Case, ...]
    truth: Integers
    probabilities: Floats
    uncertainty: Floats
    certain: npt.NDArray[np.bool_]

    @property
    def predicted(self) -> Integers:
        """(N,) class indices."""
        return np.asarray(self.probabilities.argmax(1), np.int64)

    @property
    def units(self) -> npt.NDArray[np.str_]:
        """(N,) what the bootstrap draws together: the group, or a block of neighbouring pictures."""
        return np.array([unit(c) for c in self.cases])

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Answers":
        """Those of some cells."""
        cases = tuple(c for c, keep in zip(self.cases, chosen, strict=True) if keep)
        return Answers(
            self.classes,
            cases,
            self.truth[chosen],
            self.probabilities[chosen],
            self.uncertainty[chosen],
            self.certain[chosen],
        )


def unit(case: Case) -> str:
    """The group of a case, or its block of neighbouring pictures."""
    return f"{case.source}/{case.group or f'{case.label}/block {case.order // BLOCK}'}"


def ask(
    classifier: Classifier,
    cells: Cells,
    indices: Sequence[int],
    *,
    batch_size: int = 64,
    progress: Progress = untold,
) -> Answers:
    """The classifier's answers on the cells at `indices`. Raises DataError if the crops do not fit it."""
    model = classifier.model
    batches = [indices[i : i + batch_size] for i in range(0, len(indices), batch_size)]
    answers: list[Prediction] = []
    for batch in progress(batches, len(batches)):
        answers += classifier.classify(
            [fitted(cells.crop(i), cells.pack(i), model) for i in batch]
        ).predictions
    cases = tuple(cells.cases[i] for i in indices)
    if model.by_field:
        answers = _settled(answers, cases)
    order = [model.classes.index(name) for name in cells.classes]
    probabilities = np.array([p.probabilities for p in answers], np.float64).reshape(-1, len(order))
    return Answers(
        cells.classes,
        cases,
        cells.labels[list(indices)],
        probabilities[:, order],
        np.array([p.uncertainty for p in answers]),
        np.array([p.triage is Triage.CERTAIN for p in answers]),
    )


def _settled(answers: Sequence[Prediction], cases: Sequence[Case]) -> list[Prediction]:
    """Those of each picture together, as the pipeline does it."""
    made = list(answers)
    pictures = grouped(range(len(cases)), lambda i: (cases[i].source, cases[i].picture))
    for places in pictures.values():
        for place, one in zip(places, company.settled([answers[p] for p in places]), strict=True):
            made[place] = one
    return made


def fitted(crop: Crop, pack: Pack, model: Model) -> Crop:
    """The crop at the model's size. The pack must be cut as wide as the model looks."""
    if abs(pack.crop_factor - model.crop_factor) > 1e-6:
        factors = f"with --crop-factor {pack.crop_factor}; {model.name} needs {model.crop_factor}"
        raise DataError(f"{pack.path}: packed {factors}.")
    return middle(crop, side=pack.size, size=model.input_size)


def per_field(answers: Answers) -> Answers:
    """One answer per picture, its cells' pooled; certain where all of them are."""
    cases = answers.cases
    found = grouped(range(len(cases)), lambda i: (cases[i].source, cases[i].picture, int(answers.truth[i])))
    groups = list(found.values())
    pooled = [company.pooled(answers.probabilities[g]) for g in groups]
    return Answers(
        answers.classes,
        tuple(cases[g[0]] for g in groups),
        np.array([answers.truth[g[0]] for g in groups], np.int64),
        np.array(pooled).reshape(-1, len(answers.classes)),
        np.array([answers.uncertainty[g].mean() for g in groups]),
        np.array([bool(answers.certain[g].all()) for g in groups], np.bool_),
    )


def figures(answers: Answers, *, draws: int = 1000, seed: int = 0) -> dict[str, Any]:
    """Everything that is measured, by name, as JSON holds it: values with 95 % intervals, and counts.

    The intervals draw whole units, but those of each class take every case for itself (`core.metrics`).
    """
    truth, predicted, probabilities = answers.truth, answers.predicted, answers.probabilities
    if not len(truth):
        return {"cases": 0}
    units, classes = answers.units, answers.classes

    def interval(statistic: Callable[[Integers], float]) -> dict[str, float]:
        return asdict(metrics.bootstrap(statistic, units, draws=draws, seed=seed))

    matrix = metrics.confusion(truth=truth, predicted=predicted, classes=len(classes))
    made: dict[str, Any] = {
        "cases": len(truth),
        "units": len(np.unique(units)),
        "accuracy": asdict(_accuracy(answers, draws=draws, seed=seed)),
        "balanced_accuracy": interval(
            lambda i: metrics.balanced_accuracy(truth=truth[i], predicted=predicted[i])
        ),
        "confusion": matrix.tolist(),
        "calibration_error": metrics.calibration_error(truth, probabilities),
        "certain": _certain(answers),
        "classes": {name: _of_class(matrix, k) for k, name in enumerate(classes)},
    }
    if len(np.unique(truth)) > 1:
        made["auroc"] = interval(lambda i: metrics.macro_auroc(truth[i], probabilities[i]))
    return made


def _accuracy(answers: Answers, *, draws: int, seed: int) -> metrics.Figure:
    """With its interval; where all is right, or nothing, the exact one of the units, each one case."""
    right, units = answers.predicted == answers.truth, answers.units
    found = metrics.bootstrap(lambda i: float(right[i].mean()), units, draws=draws, seed=seed)
    number = len(np.unique(units))
    if not draws or number < 3 or 0 < found.value < 1:
        return found
    exact = share(number if found.value else 0, number)
    return replace(found, low=exact.low, high=exact.high)


def _of_class(matrix: metrics.Counts, klass: int) -> dict[str, Any]:
    """The figures of one class by the confusion matrix (K, K)."""
    return {
        "cases": int(matrix[klass].sum()),
        "sensitivity": asdict(metrics.sensitivity(matrix, klass)),
        "specificity": asdict(metrics.specificity(matrix, klass)),
        "precision": asdict(metrics.precision(matrix, klass)),
        "f1": metrics.f1(matrix, klass),
    }


def plain(value: Any) -> Any:
    """Figures as JSON holds them: null for what could not be measured, since JSON lacks NaN."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _certain(answers: Answers) -> dict[str, Any]:
    """Coverage, errors among the certain (NaN where none is), and as what cells are certainly but wrongly
    called."""
    certain = answers.where(answers.certain)
    wrong = certain.predicted != certain.truth
    return {
        "coverage": len(certain.truth) / max(1, len(answers.truth)),
        "error": float(wrong.mean()) if len(wrong) else float("nan"),
        "wrongly": {
            name: int((wrong & (certain.predicted == k)).sum()) for k, name in enumerate(answers.classes)
        },
    }


def parts(answers: Answers) -> Iterator[tuple[str, str, Answers]]:
    """Kind of part (`source`, `group`, `label`), its name, and its answers."""
    names = {
        "source": [c.source for c in answers.cases],
        "label": [f"{c.source}/{c.label}" for c in answers.cases],
        "group": [unit(c) for c in answers.cases],
    }
    for kind, values in names.items():
        array = np.array(values)
        for name in sorted(set(values)):
            yield kind, name, answers.where(array == name)
