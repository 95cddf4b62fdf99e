"""Whether a score may be the camera's: what a linear reader of a model's features tells of the sources."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from allviewer.core import metrics
from allviewer.model import bundle, classifier
from allviewer.model.data import Case
from allviewer.model.dataset import Cells
from allviewer.model.evaluate import Floats, Integers, unit
from allviewer.model.place import Place
from allviewer.model.predict import predict
from allviewer.model.recipe import Recipe, Stage

MOST_EMBEDDED = 3000
"""The features of so many cells are read, or of up to twice as many, evenly taken."""


def measured(model: str, cells: Cells, indices: Sequence[int]) -> dict[str, dict[str, float]]:
    """What is measured of the features of a model (a name or a folder), by name, as JSON holds it."""
    few = indices[:: max(1, len(indices) // MOST_EMBEDDED)]
    embeddings = _embeddings(model, cells, few)
    cases, truth = [cells.cases[i] for i in few], cells.labels[list(few)]
    told = source_shortcut(embeddings, cases, truth)
    return {
        "source_told_from_features_within_class_auroc": {cells.classes[k]: v for k, v in told.items()},
        "leave_one_source_out_on_features_auroc": leave_one_source_out(embeddings, cases, truth),
    }


def _embeddings(model: str, cells: Cells, indices: Sequence[int]) -> Floats:
    """Features of the first member of the model, in the view that is to carry to other cameras."""
    opened = bundle.load(classifier.find(model)[0])
    size = opened.card.input_size
    shown = (opened.card.abroad or opened.card).preprocessing
    recipe = Recipe(stages=(Stage(1, size),), preprocessing=shown)
    made, _ = predict(opened.network, cells, indices, recipe, size=size, where=Place(), embed=True)
    return np.asarray(made.double().numpy())


def source_shortcut(embeddings: Floats, cases: Sequence[Case], truth: Integers) -> dict[int, float]:
    """By class: AUROC with which a linear reader of the features tells the sources of its cells apart.

    0.5 where the features know nothing of the source, 1 where they know it fully: then part of the
    score may be the camera's. Logistic regression, five folds that keep units together; classes
    with one source are left out.
    """
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    reader, found = _linear_reader(), {}
    for k in np.unique(truth):
        own = np.flatnonzero(truth == k).tolist()
        sources = np.array([cases[i].source for i in own])
        names, number = np.unique(sources, return_inverse=True)
        units = np.array([unit(cases[i]) for i in own])
        if min(len(set(units[number == n])) for n in range(len(names))) < 5 or len(names) < 2:
            continue
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
        told = cross_val_predict(
            reader, embeddings[own], number, groups=units, cv=folds, method="predict_proba"
        )
        found[int(k)] = metrics.macro_auroc(number.astype(np.int64), told)
    return found


def leave_one_source_out(embeddings: Floats, cases: Sequence[Case], truth: Integers) -> dict[str, float]:
    """By source with both classes or more: AUROC of a linear reader of the features fitted without it.

    Tells what the features carry from the other sources; the network itself may have seen the
    source. (Train with `--hold-source` for the full measurement.)
    """
    sources = np.array([c.source for c in cases])
    found = {}
    for source in np.unique(sources):
        out, rest = sources == source, sources != source
        if len(np.unique(truth[out])) < 2 or set(np.unique(truth[out])) - set(np.unique(truth[rest])):
            continue
        reader = _linear_reader()
        reader.fit(embeddings[rest], truth[rest])
        told = reader.predict_proba(embeddings[out])
        classes = list(reader.named_steps["logisticregression"].classes_)
        columns = [classes.index(k) for k in np.unique(truth[out])]
        number = np.searchsorted(np.unique(truth[out]), truth[out])
        found[str(source)] = metrics.macro_auroc(
            number, told[:, columns] / told[:, columns].sum(1, keepdims=True)
        )
    return found


def _linear_reader() -> Any:
    """A logistic regression that is fitted to its end: several types of cell need more than 500 steps."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=20_000))
