"""The glossary as frozen records: what passes between the floors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""RGB, shape (H, W, 3), 0 to 255."""
Mask: TypeAlias = npt.NDArray[np.bool_]
"""Shape (H, W)."""
Polygon: TypeAlias = npt.NDArray[np.float32]
"""Shape (N, 2), N >= 3: x, y in image pixels (pixel centres at whole numbers), closed implicitly."""
FloatMap: TypeAlias = npt.NDArray[np.float32]
"""Shape (K, h, w): one coarse map per class, in logits, over the crop's square."""


class Kind(StrEnum):
    """What a picture shows: a smear field with several cells, or one cell that fills it."""

    FIELD = "field"
    CELL = "cell"


class Status(StrEnum):
    """What a reviewer said of a cell."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    UNSURE = "unsure"
    EXCLUDED = "excluded"


class Triage(StrEnum):
    """Whether the model's answer may wait (`certain`) or needs a person first (`review`)."""

    CERTAIN = "certain"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box in whole image pixels; `x, y` is its top left pixel."""

    x: int
    y: int
    width: int
    height: int

    def reaches_border(self, *, height: int, width: int) -> bool:
        """Whether it comes to the border of a picture of this size, or goes beyond."""
        right, bottom = self.x + self.width, self.y + self.height
        return self.x <= 0 or self.y <= 0 or right >= width or bottom >= height


@dataclass(frozen=True, slots=True)
class Square:
    """The square a crop is cut from, in image pixels; may reach past the picture's border."""

    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """One decoded file, known by the SHA-256 of its bytes (hex)."""

    path: Path
    sha256: str
    pixels: Pixels
    notes: tuple[str, ...] = ()
    um_per_px: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One white cell in an image: number from 1 in reading order.

    `outline` is the whole cell, `nuclei` the nucleus (one polygon per separate lobe, possibly
    none). `measurements` has the names of `core.morphology.MEASUREMENTS`; a value that could not
    be measured is absent. `truncated` cells are cut by the picture's border.
    """

    number: int
    box: Box
    outline: Polygon
    nuclei: tuple[Polygon, ...] = ()
    measurements: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    truncated: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """A mapping that cannot be changed cannot be pickled: a copy of it goes to another process."""
        rest = (self.number, self.box, self.outline, self.nuclei, dict(self.measurements), self.truncated)
        return Cell, rest


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """What the classifier sees of one cell: a square cut, with its nucleus and cell masks.

    `pixels` uint8 (S, S, 3); `nucleus` and `cell` bool (S, S). Pixels past the picture's border
    repeat the border; the masks are false there. `nucleus_red_cells` is the nucleus's diameter in
    diameters of the picture's red cells, None where that was not measured.
    """

    pixels: Pixels
    nucleus: Mask
    cell: Mask
    nucleus_red_cells: float | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """The public face of an opened bundle, or of several joined by the sum rule.

    `sha256` is that of the weights (of the members' hashes joined by `+` for an ensemble).
    `crop_factor` is the crop's side in cell diameters, `input_size` its side in pixels.
    `heatmap_range` is the fixed scale of heatmaps, in logits: maps are shown from -range to +range.
    Where cells are judged `by_field`, all of a picture's are to be settled together (`core.company`); that
    is how it works, not which it is: a session does not keep it, and two that differ so are the same.
    """

    name: str
    sha256: str
    classes: tuple[str, ...]
    crop_factor: float
    input_size: int
    heatmap_range: float
    by_field: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Class probabilities of one cell by one model.

    `probabilities` are calibrated, in the order of `Model.classes`, and sum to 1. `uncertainty`
    is 0 to 1. `reason` says in a few words why `triage` is `review` ("" when certain). `heatmap`
    is float32 (K, h, w) in logits over the crop's square, or None where the network has none.
    """

    probabilities: tuple[float, ...]
    uncertainty: float
    triage: Triage
    reason: str = ""
    heatmap: FloatMap | None = None

    @property
    def best(self) -> int:
        """Index of the most probable class."""
        return max(range(len(self.probabilities)), key=self.probabilities.__getitem__)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of one cell. `label` is a class for accepted and corrected, else "".

    `status` is unreviewed only where a note was written before anything was decided. `blind`
    decisions were made with the prediction hidden. `accepted` and `corrected` speak of the
    prediction of the model with the weights `model_sha256` ("": none that was known to be in sight), and
    stay what they are whatever another model says later.
    """

    status: Status
    label: str
    reviewer: str
    decided_at: datetime
    note: str = ""
    blind: bool = False
    model_sha256: str = ""
