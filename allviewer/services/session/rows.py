"""What a session hands out, and how records become columns and come back."""

import hashlib
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from allviewer.core.records import (
    Box,
    Cell,
    Decision,
    FloatMap,
    Kind,
    Model,
    Polygon,
    Prediction,
    Status,
    Triage,
)


@dataclass(frozen=True, slots=True)
class Change:
    """Which images (their row) and cells a step or an event touched, and whether the session's labels."""

    images: frozenset[int] = frozenset()
    cells: frozenset[int] = frozenset()
    labels: bool = False

    def __or__(self, other: "Change") -> "Change":
        return Change(self.images | other.images, self.cells | other.cells, self.labels or other.labels)

    def __bool__(self) -> bool:
        return bool(self.images or self.cells or self.labels)


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One picture of the session.

    `state` is pending (never read), read (not every cell is classified by the current model),
    done, failed, changed (the file is another picture now: this row keeps what was said of the
    old one, which is not counted meanwhile) or missing; `reason` says why in plain words.
    `reviewed` of `cells` have a decision.
    """

    id: int
    name: str
    path: Path
    sha256: str
    kind: Kind | None
    kind_by_person: bool
    state: str
    reason: str
    notes: tuple[str, ...]
    width: int
    height: int
    um_per_px: float | None
    cells: int
    reviewed: int


@dataclass(frozen=True, slots=True, eq=False)
class CellRow:
    """One cell with the current model's prediction and the decision that counts.

    `decision` is None while nothing was said; its status is unreviewed if only a note was written.
    """

    id: int
    image_id: int
    cell: Cell
    prediction: Prediction | None
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class CellSummary:
    """The light row of a cell: what lists, filters, the queue and counts need.

    `best` is the current model's most probable class ("" without a prediction, and then
    `probability` and `uncertainty` are 0 and `triage` is None); `label`, `reviewer`, `note` and
    `blind` are those of the decision that counts. `area_px` is the whole cell's, in image pixels.
    """

    id: int
    image_id: int
    number: int
    best: str
    probability: float
    uncertainty: float
    triage: Triage | None
    reason: str
    status: Status
    label: str
    reviewer: str = ""
    note: str = ""
    blind: bool = False
    area_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell lies: enough to find it again in another session or a table."""

    id: int
    image_id: int
    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be decided of one cell; `note` None keeps the note that is there.

    `reviewer` is who judged where that is not who takes the step: labels brought in from elsewhere.
    """

    status: Status
    label: str = ""
    note: str | None = None
    blind: bool = False
    reviewer: str = ""


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, ASCII, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def of(alias: str, columns: str) -> str:
    """A list of columns, each of the table that is called `alias` in a query."""
    return ", ".join(f"{alias}.{name}" for name in columns.split(", "))


def json_list(text: str) -> list[Any]:
    """The list that `canonical` wrote."""
    found: list[Any] = json.loads(text)
    return found


def clean(text: str) -> str:
    """Text that SQLite and UTF-8 can hold: lone surrogates, as in odd file names, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def encode_polygons(polygons: Sequence[Polygon]) -> bytes:
    """Little-endian: how many, the length of each (uint32), then all points (float32)."""
    lengths = [len(polygon) for polygon in polygons]
    points = b"".join(np.ascontiguousarray(polygon, "<f4").tobytes() for polygon in polygons)
    return struct.pack(f"<{1 + len(lengths)}I", len(lengths), *lengths) + points


def decode_polygons(data: bytes) -> tuple[Polygon, ...]:
    """The inverse of `encode_polygons`; the arrays are read-only."""
    (count,) = struct.unpack_from("<I", data)
    lengths = struct.unpack_from(f"<{count}I", data, 4)
    points = np.frombuffer(data, "<f4", offset=4 * (1 + count)).reshape(-1, 2)
    ends = accumulate(lengths)
    return tuple(points[end - length : end] for length, end in zip(lengths, ends, strict=True))


SHAPE_COLUMNS = "digest, x, y, width, height, outline, nuclei, measurements, truncated"


def shape_values(cell: Cell) -> tuple[object, ...]:
    """The columns of `SHAPE_COLUMNS` for a cell."""
    values = (
        *(cell.box.x, cell.box.y, cell.box.width, cell.box.height),
        encode_polygons([cell.outline]),
        encode_polygons(cell.nuclei),
        canonical(dict(cell.measurements)),
        int(cell.truncated),
    )
    return (shape_digest(values), *values)


def shape_digest(values: Sequence[Any]) -> str:
    """SHA-256 of a shape's columns after `digest`: what the chain and predictions hold on to."""
    plain = [value.hex() if isinstance(value, bytes) else value for value in values]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def cell_from(number: int, values: Sequence[Any]) -> Cell:
    """A cell from its number and the columns of `SHAPE_COLUMNS`."""
    _, x, y, width, height, outline, nuclei, measurements, truncated = values
    return Cell(
        number=number,
        box=Box(x, y, width, height),
        outline=decode_polygons(outline)[0],
        nuclei=decode_polygons(nuclei),
        measurements=MappingProxyType(json.loads(measurements)),
        truncated=bool(truncated),
    )


PREDICTION_COLUMNS = "best, probability, probabilities, uncertainty, triage, reason, heatmap, heatmap_shape"


def prediction_values(prediction: Prediction) -> tuple[object, ...]:
    """The columns of `PREDICTION_COLUMNS`."""
    heatmap = prediction.heatmap
    return (
        prediction.best,
        prediction.probabilities[prediction.best],
        canonical(prediction.probabilities),
        prediction.uncertainty,
        prediction.triage.value,
        prediction.reason,
        None if heatmap is None else np.ascontiguousarray(heatmap, "<f4").tobytes(),
        None if heatmap is None else canonical(heatmap.shape),
    )


def prediction_from(values: Sequence[Any]) -> Prediction | None:
    """A prediction from `PREDICTION_COLUMNS`, or None where there is none."""
    best, _, probabilities, uncertainty, triage, reason, data, shape = values
    if best is None:
        return None
    heatmap: FloatMap | None = None
    if data is not None:
        heatmap = np.frombuffer(data, "<f4").reshape(_sides(shape))
    return Prediction(tuple(json.loads(probabilities)), uncertainty, Triage(triage), reason, heatmap)


@lru_cache(maxsize=16)
def _sides(shape: str) -> tuple[int, ...]:
    """The sides of a heatmap; nearly all of a session's are the same."""
    return tuple(json_list(shape))


DECISION_COLUMNS = "status, label, reviewer, decided_at, note, blind, model_sha256"


def decision_values(decision: Decision | None) -> tuple[object, ...]:
    """The columns of `DECISION_COLUMNS`; None (as before anything was said) is all empty."""
    if decision is None:
        return (Status.UNREVIEWED.value, "", "", "", "", 0, "")
    return (
        decision.status.value,
        decision.label,
        decision.reviewer,
        decision.decided_at.isoformat(timespec="microseconds"),
        decision.note,
        int(decision.blind),
        decision.model_sha256,
    )


def decision_from(values: Sequence[Any]) -> Decision | None:
    """A decision from `DECISION_COLUMNS`, or None where nothing was said."""
    status, label, reviewer, decided_at, note, blind, model = values
    if not decided_at:  # no row, or one that an undo left empty
        return None
    when = datetime.fromisoformat(decided_at)
    return Decision(Status(status), label, reviewer, when, note, bool(blind), model)


def model_from(values: Sequence[Any]) -> Model:
    """A model from its name, sha256, classes, crop_factor, input_size, heatmap_range."""
    name, sha256, classes, crop_factor, input_size, heatmap_range = values
    return Model(name, sha256, tuple(json.loads(classes)), crop_factor, input_size, heatmap_range)
