"""Classifiers whose every answer tells which model it is of, and of which cell."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from allviewer.core import crop, image
from allviewer.core.classifier import Answer
from allviewer.core.light import gains_of
from allviewer.core.records import Cell, Crop, Image, Model, Prediction
from allviewer.services import files
from allviewer.services.analyse import analyse
from allviewer.ui.running import Jobs
from tests.services.helpers import MODEL, prediction

MODELS = {
    "toy": MODEL,
    "wide": Model(
        "wide", "e" * 64, ("lymphoblast", "other"), crop_factor=2.5, input_size=24, heatmap_range=1
    ),
    "tight": Model("tight", "d" * 64, ("a", "b", "c"), crop_factor=0.8, input_size=48, heatmap_range=2),
}
"""Three bundles with other classes and crops: an answer of one is told from that of another."""


def told(model: Model, seen: Crop) -> Prediction:
    """The one answer of this model to this crop; no two crops of different cells get the same."""
    share = (float(seen.pixels.mean()) * 7 + len(model.name)) % 1
    plain = prediction(share)
    if len(model.classes) == 2:
        return plain
    heatmap = np.zeros((3, 3, 3), np.float32)
    return replace(plain, probabilities=(share / 2, share / 2, 1 - share), heatmap=heatmap)


class Telltale:
    """A classifier whose answer tells which cell and model it is about."""

    device = "cpu"

    def __init__(self, model: Model) -> None:
        self.model = model

    def classify(self, crops: Sequence[Crop]) -> Answer:
        return Answer(tuple(told(self.model, one) for one in crops), self.device)


def telltale_jobs() -> Jobs:
    """The real listing and pipeline; the bundle's name chooses the telltale."""
    return Jobs(
        survey=lambda paths, known: lambda stop: files.survey(paths, known=known, stop=stop),
        analyse=lambda works, _pictures, name, _device: (
            lambda stop: analyse(works, classifier=lambda: Telltale(MODELS[name]), stop=stop)
        ),
        describe=lambda name: MODELS[name],
        find=lambda folder, known: lambda stop: files.find_again(folder, known, stop=stop),
    )


@cache
def _pixels(path: Path) -> Image:
    return image.read(path)


def expected(path: Path, cell: Cell, model: Model) -> Prediction:
    """What this model must have said of this cell of this picture."""
    pixels = _pixels(path).pixels
    cut = crop.cut(pixels, cell, gains=gains_of(pixels), factor=model.crop_factor, size=model.input_size)
    return told(model, cut)
