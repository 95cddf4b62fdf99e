"""One opened bundle on one device: crops in, a reading of calibrated numbers out."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from allviewer.core.errors import BundleError
from allviewer.core.records import Crop
from allviewer.model import bundle
from allviewer.model.calibrate import calibrated, size_evidence, widths_of
from allviewer.model.explain import heatmaps
from allviewer.model.fold import fold_batch_norms
from allviewer.model.hasten import hastened
from allviewer.model.preprocess import Preprocess
from allviewer.model.reading import Floats, Reading


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
            network.backbone = hastened(network.backbone)
        self.network = network.to(device).to(memory_format=torch.channels_last)
        self._familiarity = opened.familiarity and opened.familiarity.to(device)
        self.preprocess = Preprocess(opened.card.preprocessing)

    def read(self, crops: Sequence[Crop]) -> Reading:
        """One forward pass over crops of the card's input size; BundleError if it gives no numbers."""
        network, calibration = self.network, self.card.calibration
        with torch.inference_mode():
            features = network.forward_features(self.preprocess(crops, device=self._device))
            embedding = network.embed(features)
            logits = network.head.classifier(embedding)
            maps = heatmaps(network, features)
            distance = None if self._familiarity is None else self._familiarity.distance(embedding).cpu()
            far = None
            evidence: torch.Tensor | float = 0.0
            if distance is not None:
                far = None if calibration.far is None else (distance > calibration.far).numpy()
                widths = widths_of(crop.nucleus_red_cells for crop in crops)
                evidence = size_evidence(widths, distance, calibration)
            scaled = calibrated(logits.cpu(), calibration, evidence)
        if not bool(torch.isfinite(scaled).all()):
            raise BundleError(f"{self.directory}: the bundle's results are not numbers. Train it anew.")
        probabilities: Floats = scaled.softmax(1).numpy()
        sets = probabilities >= np.array(calibration.thresholds) if calibration.thresholds else None
        return Reading(probabilities, sets, far, maps.float().cpu().numpy())
