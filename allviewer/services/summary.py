"""The summary: a CSV with a row per image, counted from finished pictures."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from allviewer.core import report, summary
from allviewer.core.atomic import AtomicFile
from allviewer.core.records import Model, Prediction
from allviewer.services.gather import Finished


class Summary:
    """An output: counts picture after picture, and writes the table once all are there, because only
    then it is known which classes have a column.
    """

    def __init__(self, path: Path, model: Model | None, labels: Sequence[str], *, bom: bool = False) -> None:
        self._path, self._bom = path, bom
        self._classes = model.classes if model else ()
        self._labels = tuple(labels)
        self._tallies: list[summary.Tally] = []

    def __enter__(self) -> Self:
        self._file = AtomicFile(self._path)  # now: a place that refuses is told before the work
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._file.__exit__(kind, error, trace)
            return
        classes = summary.classes_of(self._tallies, self._labels)
        with report.CsvWriter(self._file, summary.columns(classes), bom=self._bom) as writer:
            writer.write_all(self.rows())

    def write(self, picture: Finished) -> None:
        """Count a picture's cells."""
        cells = (
            (self._predicted(picture.predictions.get(cell.number)), picture.decisions.get(cell.number))
            for cell in picture.cells
        )
        counted = summary.tally(picture.work.name, sha256=picture.sha256, kind=picture.kind, cells=cells)
        self._tallies.append(counted)

    def _predicted(self, prediction: Prediction | None) -> str:
        return "" if prediction is None else self._classes[prediction.best]

    def rows(self) -> Iterator[dict[str, str]]:
        """A row for each picture so far."""
        classes = summary.classes_of(self._tallies, self._labels)
        return (summary.row(tally, classes, known=self._classes) for tally in self._tallies)
