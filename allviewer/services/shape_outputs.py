"""What other programs read of finished pictures: COCO and GeoJSON; each file whole or not at all."""

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from allviewer import RESEARCH_USE, __version__
from allviewer.core import palette, shapes_out
from allviewer.core.atomic import AtomicFile, write_atomic
from allviewer.core.labels import Label
from allviewer.core.records import Cell, Prediction
from allviewer.services.gather import Finished
from allviewer.services.outputs import Folder

_NO_CLASS = (96, 96, 96)
"""Darker than the last class's grey; the window's near-white would not be seen on a field."""


class GeoJson(Folder):
    """`<stem>.geojson`: a picture's cells as objects that QuPath opens."""

    def __init__(
        self, folder: Path, classes: Sequence[str], own: Sequence[Label] = (), *, all_or_none: bool = False
    ) -> None:
        """`classes` are the model's, `own` those that a person added, with their colours.

        With `all_or_none` no file that is new stays where not all were written: what is there would look
        like all.
        """
        super().__init__(folder)
        self._new: list[Path] = []
        self._all_or_none = all_or_none
        self._classes = tuple(classes)
        self._colours = {
            name: palette.CLASSES[place % len(palette.CLASSES)] for place, name in enumerate(classes)
        }
        self._colours |= {label.name: label.rgb for label in own if label.name not in self._colours}

    def write(self, picture: Finished) -> None:
        """Write the cells of a picture."""
        stem = self.stem(picture.work.name)
        features = [self._feature(picture, cell) for cell in picture.cells]
        found = {"type": "FeatureCollection", "features": features, "note": RESEARCH_USE}
        file = stem.with_name(f"{stem.name}.geojson")
        new = self._all_or_none and not file.exists()
        write_atomic(file, json.dumps(found, allow_nan=False).encode())
        if new:
            self._new.append(file)

    def __exit__(self, *raised: object) -> None:
        """Take away what is new of a part."""
        if raised[0] is None:
            return
        for file in self._new:
            file.unlink(missing_ok=True)
        folders = {up for file in self._new for up in file.parents if up.is_relative_to(self._folder)}
        for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()

    def _feature(self, picture: Finished, cell: Cell) -> dict[str, Any]:
        prediction = picture.predictions.get(cell.number)
        label, said_by = shapes_out.class_of(prediction, picture.decisions.get(cell.number), self._classes)
        return shapes_out.feature(
            cell,
            sha256=picture.sha256,
            label=label,
            said_by=said_by,
            colour=self._colours.get(label, _NO_CLASS),
            scores=_scores(prediction, self._classes),
        )


def _scores(prediction: Prediction | None, classes: Sequence[str]) -> dict[str, float]:
    if prediction is None:
        return {}
    named = zip(classes, prediction.probabilities, strict=True)
    return {f"probability_{name}": value for name, value in named} | {"uncertainty": prediction.uncertainty}


class Coco:
    """One COCO JSON of all pictures. Annotations wait in a file of their own, so memory stays flat."""

    def __init__(self, path: Path, labels: Sequence[str]) -> None:
        self._path = path
        self._names = list(dict.fromkeys([*labels, shapes_out.UNCLASSIFIED]))
        self._classes = tuple(labels)
        self._images = self._cells = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._file = stack.enter_context(AtomicFile(self._path))
            self._annotations = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            info = {"description": f"allviewer {__version__}. {RESEARCH_USE}", "version": __version__}
            self._file.write(f'{{"info": {json.dumps(info)}, "licenses": [], "images": ['.encode())
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except BaseException:
            self._open.__exit__(*sys.exc_info())
            raise
        self._open.__exit__(kind, error, trace)

    def write(self, picture: Finished) -> None:
        """Write a picture and its cells."""
        self._images += 1
        entry = shapes_out.coco_image(
            self._images,
            name=picture.work.name,
            width=picture.width,
            height=picture.height,
            sha256=picture.sha256,
        )
        self._file.write(f"{',' if self._images > 1 else ''}\n{json.dumps(entry)}".encode())
        for cell in picture.cells:
            self._cells += 1
            label, said_by = shapes_out.class_of(
                picture.predictions.get(cell.number), picture.decisions.get(cell.number), self._classes
            )
            if label not in self._names:
                self._names.append(label)
            annotation = shapes_out.coco_annotation(
                self._cells,
                image_id=self._images,
                category_id=1 + self._names.index(label),
                cell=cell,
                said_by=said_by,
            )
            self._annotations.write(f"{',' if self._cells > 1 else ''}\n{json.dumps(annotation)}")

    def _finish(self) -> None:
        self._file.write(b'\n], "annotations": [')
        self._annotations.seek(0)
        while chunk := self._annotations.read(1 << 20):
            self._file.write(chunk.encode())
        categories = json.dumps(shapes_out.coco_categories(self._names))
        self._file.write(f'\n], "categories": {categories}}}\n'.encode())
