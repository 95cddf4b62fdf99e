"""The classifier itself: batches through one bundle or several, with retreats when memory runs out."""

import gc
from collections.abc import Sequence
from pathlib import Path

import torch

from allviewer.core.classifier import Answer
from allviewer.core.errors import DeviceError
from allviewer.core.records import Crop, Model, Prediction
from allviewer.model import device as devices
from allviewer.model import ensemble
from allviewer.model.member import Member


class Engine:
    """Answers `core.classifier.Classifier`. One thread only: heatmap hooks live on the networks."""

    def __init__(
        self, directories: Sequence[Path], *, device: str, batch_size: int, shared: bool = False
    ) -> None:
        """Load the bundles; BundleError or DeviceError as `classifier.open_classifier` says."""
        if batch_size < 1:
            raise ValueError(f"a batch holds one crop or more, not {batch_size}")
        if shared:
            devices.share_cores()
        self._directories = tuple(directories)
        self._asked_batch = self._batch_size = batch_size
        self._device = devices.choose(device)
        self._members = self._opened()
        self._model = ensemble.joined([m.card for m in self._members])

    @property
    def model(self) -> Model:
        """The public face of the bundles together."""
        return self._model

    @property
    def device(self) -> str:
        """Where batches run now; it changes where memory runs out."""
        return str(self._device)

    def classify(self, crops: Sequence[Crop]) -> Answer:
        """Classify crops of side `model.input_size`; any number, one forward pass per batch.

        Out of memory halves the batch for good, then moves to the CPU, and is told in the answer's
        notice. Raises DeviceError when the CPU cannot do a single crop either.
        """
        done: list[Prediction] = []
        notices: list[str] = []
        while len(done) < len(crops):
            batch = crops[len(done) : len(done) + self._batch_size]
            try:
                done += self._predict(batch)
            except RuntimeError as error:
                if not self._gave_out(error):
                    raise
                # Its frames hold the tensors that filled the memory.
                failure = error.with_traceback(None)
            else:
                continue
            notices.append(self._retreat(failure, tried=len(batch)))
        return Answer(tuple(done), self.device, " ".join(dict.fromkeys(notices)))

    def _predict(self, crops: Sequence[Crop]) -> tuple[Prediction, ...]:
        cards = [m.card for m in self._members]
        readings = [
            member.read([ensemble.crop_for(member.card, self._model, crop) for crop in crops])
            for member in self._members
        ]
        return ensemble.predictions(readings, cards, self._model)

    def _gave_out(self, error: RuntimeError) -> bool:
        """Whether the device or its memory failed, and no code of ours."""
        return devices.ran_out_of_memory(error) or (self._device.type != "cpu" and devices.was_lost(error))

    def _retreat(self, failure: RuntimeError, *, tried: int) -> str:
        """Make the next try smaller after the device gave out; the notice of what changed."""
        full = devices.ran_out_of_memory(failure)
        memory = "memory" if self._device.type == "cpu" else "GPU memory"
        if full and tried > 1:
            self._batch_size = tried // 2
            self._free()
            return f"Not enough {memory}: batches of {self._batch_size} from here."
        if self._device.type == "cpu":
            raise DeviceError(
                "Not enough memory to classify a single cell. Close other programs and try again."
            ) from failure
        self._members = ()
        if full:  # a lost GPU would answer this too with its failure
            self._free()
        self._device = torch.device("cpu")
        self._members = self._opened()
        self._batch_size = self._asked_batch
        return f"{f'Not enough {memory}' if full else 'The GPU stopped answering'}: continuing on the CPU."

    def _opened(self) -> tuple[Member, ...]:
        # From the files, not from the device: a lost GPU does not give its copy back.
        return tuple(Member(d, self._device) for d in self._directories)

    def _free(self) -> None:
        gc.collect()
        if self._device.type == "cuda":
            torch.cuda.empty_cache()
