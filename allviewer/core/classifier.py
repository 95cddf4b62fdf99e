"""What the pipeline asks of a classifier; `model.classifier` answers it, tests may too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from allviewer.core.records import Crop, Model, Prediction


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Predictions in the order of the crops asked for, and what the person should be told.

    `device` is where the batch really ran ("cpu", "cuda:0", "mps"); `notice` is one plain
    sentence when something changed ("Not enough GPU memory: batches of 8 from here."), else "".
    """

    predictions: tuple[Prediction, ...]
    device: str
    notice: str = ""


class Classifier(Protocol):
    """Used from one thread only: heatmap hooks live on the instance."""

    @property
    def model(self) -> Model: ...

    @property
    def device(self) -> str: ...

    def classify(self, crops: Sequence[Crop]) -> Answer:
        """Classify crops of side `model.input_size`; any number, one forward pass per batch."""
        ...
