"""Small real records for the tests of services, and the stand-in classifier where torch has no part."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from allviewer.core.classifier import Answer
from allviewer.core.records import Box, Cell, Crop, Kind, Model, Prediction, Status, Triage
from allviewer.services.events import CellsClassified, CellsFound, ImageRead, Work
from allviewer.services.session import Session

MODEL = Model("toy", "f" * 64, ("blast", "normal"), crop_factor=1.5, input_size=32, heatmap_range=4.0)


def work(name: str, **rest: object) -> Work:
    return Work(Path("/pictures") / name, name, **rest)  # type: ignore[arg-type]


def cell(number: int, *, at: int = 0) -> Cell:
    outline = np.array([[at, at], [at + 20, at], [at + 20, at + 20], [at, at + 20]], np.float32)
    nucleus = outline * 0.5
    measured = {"nucleus_area_px": 110.25, "cell_area_px": 441.0, "nucleus_ratio": 0.25}
    return Cell(number, Box(at, at, 21, 21), outline, (nucleus,), {**measured, "cell_diameter_px": 23.7})


def prediction(blast: float = 0.9, *, triage: Triage = Triage.CERTAIN, reason: str = "") -> Prediction:
    heatmap = np.arange(18, dtype=np.float32).reshape(2, 3, 3)
    return Prediction((blast, 1 - blast), 1 - max(blast, 1 - blast), triage, reason, heatmap)


def read(job: Work, sha256: str = "a" * 64) -> ImageRead:
    return ImageRead(job, sha256, width=64, height=48, size=10, mtime_ns=5)


def found(job: Work, sha256: str = "a" * 64, *, cells: int = 3, kind: Kind = Kind.FIELD) -> CellsFound:
    return CellsFound(job, sha256, kind, 64, 48, tuple(cell(n, at=n) for n in range(1, cells + 1)))


def classified(job: Work, sha256: str = "a" * 64, *, cells: int = 3, model: Model = MODEL) -> CellsClassified:
    answers = {number: prediction() for number in range(1, cells + 1)}
    return CellsClassified(job, sha256, model.sha256, answers, last=True)


def take_up(session: Session, name: str, sha256: str, *, cells: int = 3, until: str = "classified") -> None:
    """Have the session know a picture as far as `until`: listed, found or classified."""
    job = work(name)
    session.register([job])
    if until != "listed":
        session.store(read(job, sha256), found(job, sha256, cells=cells))
    if until == "classified" and cells:
        session.store(classified(job, sha256, cells=cells))


class Toy:
    """A classifier that calls dark crops blasts."""

    def __init__(self, model: Model = MODEL, *, device: str = "cpu") -> None:
        self.model = model
        self.device = device
        self.batches: list[int] = []

    def classify(self, crops: Sequence[Crop]) -> Answer:
        self.batches.append(len(crops))
        return Answer(tuple(prediction(1 - float(crop.pixels.mean()) / 255) for crop in crops), self.device)


def fill(session: Session, name: str = "a.png", sha256: str = "a" * 64, cells: int = 3) -> list[int]:
    """Have a picture read, searched and classified in a session; the ids of its cells."""
    session.use_model(MODEL)
    take_up(session, name, sha256, cells=cells)
    image = next(row for row in session.images() if row.sha256 == sha256)
    return [row.id for row in session.cells(image.id)]


def statuses(session: Session) -> list[Status]:
    return [row.status for row in session.index()]
