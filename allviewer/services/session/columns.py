"""How records become columns of the session's tables and come back."""

import hashlib
import json
import struct
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any

import numpy as np

from allviewer.core.records import (
    Box,
    Cell,
    Decision,
    FloatMap,
    Model,
    Polygon,
    Prediction,
    Status,
    Triage,
)


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, ASCII, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def of(alias: str, columns: str) -> str:
    """A list of columns, each of the table that is called `alias` in a query."""
    return ", ".join(f"{alias}.{name}" for name in columns.split(", "))


def marks(columns: str) -> str:
    """A question mark for each of a list of columns, as an INSERT takes them."""
    return ", ".join("?" * count(columns))


def count(columns: str) -> int:
    """How many there are in a list of columns."""
    return len(columns.split(", "))


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
