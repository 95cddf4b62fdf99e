"""One opened bundle on one device: crops in, a reading of calibrated numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

from allviewer.core.errors import BundleError
from allviewer.core.records import Crop
from allviewer.model import bundle, cameras
from allviewer.model.calibrate import calibrated, size_evidence, widths_of
from allviewer.model.card import Calibration
from allviewer.model.explain import heatmaps
from allviewer.model.fold import fold_batch_norms
from allviewer.model.hasten import hastened
from allviewer.model.preprocess import Preprocess, masks_of, pixels_of
from allviewer.model.reading import Flags, Floats, Reading

_Judged: TypeAlias = tuple[Floats, Flags | None, Flags | None]


class Member:
    """A bundle made ready: frozen, batch norms folded, in channels-last memory on its device.

    `network` and `preprocess` are what `read` uses of it.
    """

    def __init__(self, directory: Path, device: torch.device) -> None:
        opened = bundle.load(directory, lean=True)
        self.directory = directory
        self.card = opened.card
        self._device = device
        network = opened.network.requires_grad_(False)
        fold_batch_norms(network)
        if device.type == "cpu":
            network.backbone = hastened(network.backbone, side=self.card.input_size)
        self.network = network.to(device).to(memory_format=torch.channels_last)
        self._familiarity = opened.familiarity and opened.familiarity.to(device)
        self._cameras = opened.cameras and opened.cameras.to(device)
        views = (self.card, self.card.abroad) if self.card.abroad else (self.card,)
        self._shown = tuple(Preprocess(view.preprocessing) for view in views)
        self._calibrations = tuple(view.calibration for view in views)

    def read(self, crops: Sequence[Crop]) -> Reading:
        """One forward pass over crops of the card's input size; BundleError if it gives no numbers."""
        network = self.network
        with torch.inference_mode():
            known, home = self.cameras_of(crops)
            features = network.forward_features(self.preprocess(crops, home))
            embedding = network.embed(features)
            logits = network.head.classifier(embedding).cpu()
            maps = heatmaps(network, features)
            distance = None if self._familiarity is None else self._familiarity.distance(embedding).cpu()
        if not bool(torch.isfinite(logits).all()):
            raise BundleError(f"{self.directory}: the bundle's results are not numbers. Train it anew.")
        seen = _Seen(logits, distance, widths_of(crop.nucleus_red_cells for crop in crops))
        probabilities, sets, far = _joined([seen.judged(one) for one in self._calibrations], home)
        strange = None if self._cameras is None else ~known
        return Reading(probabilities, sets, far, maps.float().cpu().numpy(), strange)

    def cameras_of(self, crops: Sequence[Crop]) -> tuple[Flags, Flags]:
        """(N,) each: whose camera the bundle knows, and who is read as at home; all where it knows none."""
        if self._cameras is None:
            return np.ones(len(crops), np.bool_), np.ones(len(crops), np.bool_)
        nucleus, cell = masks_of(crops, self._device)
        marks = cameras.marks(pixels_of(crops, self._device), nucleus=nucleus, cell=cell)
        known, home = self._cameras.know(marks)
        return known.cpu().numpy(), home.cpu().numpy()

    def preprocess(self, crops: Sequence[Crop], home: Flags | None = None) -> Tensor:
        """What the network sees: float32 (N, 3, S, S) on its device, in channels-last memory.

        `home` (N,) is who is read as at home, where that is known already.
        """
        home = self.cameras_of(crops)[1] if home is None else home
        if home.all() or not home.any():
            return self._shown[int(not home.any())](crops, device=self._device)
        side = self.card.input_size
        made = torch.empty((len(crops), 3, side, side), device=self._device)
        made = made.contiguous(memory_format=torch.channels_last)
        for number, shown in enumerate(self._shown):
            own = [n for n, one in enumerate(home) if one == (number == 0)]
            made[own] = shown([crops[n] for n in own], device=self._device)
        return made


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the network gave for N cells, and the widths of their nuclei."""

    logits: Tensor
    distance: Tensor | None
    widths: Tensor

    def judged(self, calibration: Calibration) -> _Judged:
        """Probabilities (N, K), sets (N, K) and who is far (N,), as a `Reading` has them."""
        scaled = calibrated(self.logits, calibration, size_evidence(self.widths, calibration.size))
        probabilities: Floats = scaled.softmax(1).numpy()
        sets = probabilities >= np.array(calibration.thresholds) if calibration.thresholds else None
        if self.distance is None or calibration.far is None:
            return probabilities, sets, None
        return probabilities, sets, (self.distance > calibration.far).numpy()


def _joined(views: Sequence[_Judged], home: Flags) -> _Judged:
    """Of each cell what is said by its own view: the first for those at `home`, the second for others."""
    if len(views) == 1:
        return views[0]
    (probabilities, sets, far), (abroad, abroad_sets, abroad_far) = views
    return (
        np.where(home[:, None], probabilities, abroad),
        None if sets is None or abroad_sets is None else np.where(home[:, None], sets, abroad_sets),
        None if far is None or abroad_far is None else np.where(home, far, abroad_far),
    )
