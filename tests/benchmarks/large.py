"""Sessions of many cells, made without classifying them."""

from pathlib import Path

import cv2
import numpy as np

from allviewer.core import image, segment
from allviewer.core.records import Image, Kind, Model, Prediction, Triage
from allviewer.services.events import CellsClassified, CellsFound, Event, ImageRead, Work
from allviewer.services.files import works_of
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found

PER_PICTURE = 50
_AT_ONCE = 16


def fill(file: Path, cells: int) -> None:
    """Cells of pictures that are all one small file beside it, `PER_PICTURE` each, stored as the window
    stores.
    """
    shown = _picture(file.with_suffix(".png"))
    about = shown.path.stat()
    session = Session.open(file)
    session.use_model(MODEL)
    pictures = cells // PER_PICTURE
    for first in range(0, pictures, _AT_ONCE):
        happened: list[Event] = []
        for number in range(first, min(first + _AT_ONCE, pictures)):
            job = Work(shown.path, f"{number}.png")
            happened += [ImageRead.of(job, shown, size=about.st_size, mtime_ns=about.st_mtime_ns)]
            happened += [found(job, shown.sha256, cells=PER_PICTURE)]
            happened += [classified(job, shown.sha256, cells=PER_PICTURE)]
        session.store(*happened)
    session.close()


def _picture(path: Path) -> Image:
    """A picture, written there, that holds the outlines of the cells."""
    cv2.imwrite(str(path), np.full((96, 96, 3), 255, np.uint8))
    return image.read(path)


def fill_from(folder: Path, file: Path, *, model: Model) -> int:
    """A session of the pictures in `folder`, which are all one field: its cells in each; how many."""
    session = Session.open(file)
    session.use_model(model)
    works = list(works_of([folder]))
    shown = image.read(works[0].path)
    cells = segment.find_cells(shown.pixels, kind=Kind.FIELD).cells
    answers = {cell.number: _prediction(cell.number, len(model.classes)) for cell in cells}
    height, width = shown.pixels.shape[:2]
    for first in range(0, len(works), _AT_ONCE):
        happened: list[Event] = []
        for one in works[first : first + _AT_ONCE]:
            about = one.path.stat()
            happened += [
                ImageRead.of(one, shown, size=about.st_size, mtime_ns=about.st_mtime_ns),
                CellsFound(one, shown.sha256, Kind.FIELD, width, height, cells),
                CellsClassified(one, shown.sha256, model.sha256, answers, last=True),
            ]
        session.store(*happened)
    session.close()
    return len(works) * len(cells)


def _prediction(number: int, classes: int) -> Prediction:
    """Some answer or other, with a heatmap of the size that the default bundle gives."""
    best = 0.5 + number % 50 / 100
    others = [(1 - best) / (classes - 1)] * (classes - 1)
    triage = Triage.REVIEW if number % 3 == 0 else Triage.CERTAIN
    heatmap = np.full((classes, 3, 3), best, np.float32)
    return Prediction((best, *others), 1 - best, triage, "", heatmap)
