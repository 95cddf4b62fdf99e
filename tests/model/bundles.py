"""Small random bundles and crops for the tests of the model floor. Nothing here is trained."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from allviewer.core.records import Crop
from allviewer.model import architectures, bundle, cameras
from allviewer.model.architectures.network import Network
from allviewer.model.cameras import Cameras
from allviewer.model.card import Calibration, Card
from allviewer.model.familiarity import fit
from allviewer.model.preprocess import Preprocess, masks_of, pixels_of

SIDE = 96
CARD = Card(
    name="small",
    architecture="mobilenet_v2",
    classes=("blast", "normal"),
    input_size=SIDE,
    crop_factor=1.6,
    calibration=Calibration(temperature=1.5, thresholds=(0.2, 0.2), error_rates=(0.05, 0.05)),
)


def make(
    directory: Path, *, seed: int = 0, familiar: bool = False, known: Cameras | None = None, **changes: object
) -> Card:
    """Save a random bundle of `CARD` with `changes`, and the cameras that it is to have `known`; returns its
    card as written."""
    torch.manual_seed(seed)
    card = replace(CARD, name=directory.name, **changes)  # type: ignore[arg-type]  # the tests name fields
    network = architectures.build(card.architecture, classes=len(card.classes))
    network.eval()
    embeddings = _spread(network, card)
    statistics = fit(embeddings, torch.arange(len(embeddings)) % len(card.classes)) if familiar else None
    return bundle.save(directory, network, card, familiarity=statistics, cameras=known)


def _spread(network: Network, card: Card) -> torch.Tensor:
    """Stretch the last layer so that the logits vary about 0 by 1, not by the all but nothing of a
    random network; the embeddings of the crops it was done with."""
    with torch.inference_mode():
        pictures = Preprocess(card.preprocessing)(crops(24, side=card.input_size, seed=99))
        embeddings = network.embed(network.forward_features(pictures))
    last = network.head.classifier
    with torch.no_grad():
        logits = last(embeddings.clone())
        deviation = logits.std(0)
        last.weight.copy_(last.weight / deviation[:, None])
        last.bias.copy_((last.bias - logits.mean(0)) / deviation)
    return embeddings.clone()


def crops(count: int, *, side: int = SIDE, seed: int = 0) -> list[Crop]:
    """Coloured noise with a round nucleus in a round cell, each of its own hue."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    radius = np.hypot(x, y)
    made = []
    for _ in range(count):
        coarse = rng.integers(0, 256, (6, 6, 3), dtype=np.uint8)
        pixels = np.kron(coarse, np.ones((side // 6, side // 6, 1), np.uint8))
        pixels = np.pad(pixels, ((0, side % 6), (0, side % 6), (0, 0)), mode="edge")
        made.append(Crop(pixels=pixels, nucleus=radius < side / 6, cell=radius < side / 3))
    return made


def cameras_of(known: list[Crop]) -> Cameras:
    """Cameras that know crops like these."""
    nucleus, cell = masks_of(known, "cpu")
    found = cameras.marks(pixels_of(known, "cpu"), nucleus=nucleus, cell=cell)
    return cameras.fit(found, [("here", "x")] * len(known), homes=["here"]).limited(found, quantile=1.0)


class Bomb:
    """A pickle that leaves a folder behind wherever it is loaded."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.trace),)
