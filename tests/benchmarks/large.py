"""Sessions of many cells, made without classifying them."""

from pathlib import Path

import numpy as np

from allviewer.core import image, segment
from allviewer.core.records import Kind, Model, Prediction, Triage
from allviewer.services.events import CellsClassified, CellsFound, Event, ImageRead
from allviewer.services.files import works_of
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work

PER_PICTURE = 50
_AT_ONCE = 16


def fill(file: Path, cells: int) -> None:
    """Cells of pictures that are nowhere, `PER_PICTURE` each, stored as the window stores."""
    session = Session.open(file)
    session.use_model(MODEL)
    pictures = cells // PER_PICTURE
    for first in range(0, pictures, _AT_ONCE):
        happened = []
        for number in range(first, min(first + _AT_ONCE, pictures)):
            job, sha256 = work(f"{number}.png"), f"{number:064x}"
            happened += [read(job, sha256), found(job, sha256, cells=PER_PICTURE)]
            happened += [classified(job, sha256, cells=PER_PICTURE)]
        session.store(*happened)
    session.close()


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
