"""What is written of finished pictures: the CSV, masks, heatmaps, COCO and GeoJSON; whole or not at all."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Protocol, Self

from allviewer import RESEARCH_USE, __version__
from allviewer.core import crop, image, overlay, report, shapes_out
from allviewer.core.atomic import AtomicFile, make_folder, write_atomic
from allviewer.core.errors import ImageError
from allviewer.core.labels import Label
from allviewer.core.records import Image, Model, Prediction, Status
from allviewer.services.gather import Finished

_LONGEST = 220
"""Bytes of a name: systems take 255, and `_12_heatmap.png` is to stand behind it."""
_OPACITY = 0.6  # the cell stays visible under the strongest evidence
# The Okabe–Ito set in an order that keeps the first two far apart.
_COLOURS = ((213, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233))
_NO_CLASS = (180, 180, 180)


class Output(Protocol):
    """Takes pictures one by one; nothing of a file is in its place before it was left cleanly."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def write(self, picture: Finished) -> None:
        """Write one picture that did not fail. Raises OutputError."""
        ...


class _HandingOn:
    """What stands before another output and hands on some of what it is given."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def __enter__(self) -> Self:
        self._output.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._output.__exit__(kind, error, trace)


class OnlyPresent(_HandingOn):
    """Hands on to another output only the pictures as they are now, none that was superseded."""

    def write(self, picture: Finished) -> None:
        """Write a picture that is there."""
        if not picture.superseded:
            self._output.write(picture)


class OnlyReviewed(_HandingOn):
    """Hands on to another output only the cells that somebody decided."""

    def write(self, picture: Finished) -> None:
        """Write those cells of a picture."""
        decided = {n for n, said in picture.decisions.items() if said.status is not Status.UNREVIEWED}
        kept = tuple(cell for cell in picture.cells if cell.number in decided)
        self._output.write(replace(picture, cells=kept))


class _Folder:
    """Files in a folder, each whole by itself, named after the pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stems: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def _stem(self, name: str) -> Path:
        """Where a picture's files go: subfolders are kept, and `a.png` beside `a.jpg` stays apart."""
        parts = [part for part in PurePosixPath(name).parts if part not in ("..", "/") and ":" not in part]
        *folders, last = parts or ["picture"]
        stem = "/".join([*folders, _short(PurePosixPath(last).stem)])
        if stem.casefold() in self._stems:  # not every disk parts capitals
            stem = "/".join([*folders, _short(last)])
        self._stems.add(stem.casefold())
        path = self._folder / stem
        make_folder(path.parent)
        return path


def _short(part: str) -> str:
    """A name that leaves room for an ending; one that is too long ends in eight digits that are its own."""
    if len(part.encode()) <= _LONGEST:
        return part
    begin = part.encode()[: _LONGEST - 9].decode(errors="ignore")
    return f"{begin}~{hashlib.sha256(part.encode()).hexdigest()[:8]}"


class Masks(_Folder):
    """`<stem>_cells.png` and `<stem>_nuclei.png`: 16-bit, 0 background, n = cell n."""

    ENDINGS = ("_cells.png", "_nuclei.png")

    def write(self, picture: Finished) -> None:
        """Write the two masks of a picture."""
        stem = self._stem(picture.work.name)
        for ending, nuclei in zip(self.ENDINGS, (False, True), strict=True):
            labels = overlay.label_masks(
                picture.cells, height=picture.height, width=picture.width, nuclei=nuclei
            )
            overlay.save_png16(stem.with_name(stem.name + ending), labels)


class Heatmaps(_Folder):
    """`<stem>_<cell>_heatmap.png`: the crop with the evidence for its predicted class laid over it."""

    ENDINGS = ("_heatmap.png",)

    def __init__(self, folder: Path, model: Model) -> None:
        super().__init__(folder)
        self._model = model

    def write(self, picture: Finished) -> None:
        """Write a heatmap for each cell that has one."""
        stem = self._stem(picture.work.name)
        shown = _read_again(picture)
        if shown is None:
            return
        for cell in picture.cells:
            prediction = picture.predictions.get(cell.number)
            if prediction is None or prediction.heatmap is None:
                continue
            size = self._model.input_size
            cut = crop.cut(shown.pixels, cell, factor=self._model.crop_factor, size=size)
            evidence = overlay.evidence(prediction.heatmap, prediction.best)
            rgba = overlay.heatmap_rgba(
                evidence, limit=self._model.heatmap_range, size=(size, size), opacity=_OPACITY
            )
            overlay.save_png(
                stem.with_name(f"{stem.name}_{cell.number}_heatmap.png"), overlay.blend(cut.pixels, rgba)
            )


def _read_again(picture: Finished) -> Image | None:
    """The picture that the cells belong to; None where another or none lies there now."""
    try:
        found = image.read(picture.work.path)
    except ImageError:
        return None
    return found if found.sha256 == picture.sha256 else None


class GeoJson(_Folder):
    """`<stem>.geojson`: a picture's cells as objects that QuPath opens."""

    def __init__(self, folder: Path, classes: Sequence[str], own: Sequence[Label] = ()) -> None:
        """`classes` are the model's, `own` those that a person added, with their colours."""
        super().__init__(folder)
        self._classes = tuple(classes)
        self._colours = {name: _COLOURS[place % len(_COLOURS)] for place, name in enumerate(classes)}
        self._colours |= {label.name: label.rgb for label in own if label.name not in self._colours}

    def write(self, picture: Finished) -> None:
        """Write the cells of a picture."""
        stem = self._stem(picture.work.name)
        features = [self._feature(picture, cell) for cell in picture.cells]
        found = {"type": "FeatureCollection", "features": features, "note": RESEARCH_USE}
        write_atomic(stem.with_name(f"{stem.name}.geojson"), json.dumps(found, allow_nan=False).encode())

    def _feature(self, picture: Finished, cell: Any) -> dict[str, Any]:
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


class Csv:
    """The CSV of `report`: a row per cell, and one for a picture without cells."""

    def __init__(
        self, path: Path, model: Model | None, *, bom: bool = False, only_reviewed: bool = False
    ) -> None:
        self._model = model
        self._classes = model.classes if model else ()
        self._only_reviewed = only_reviewed
        self._path, self._bom = path, bom
        self.rows = 0

    def __enter__(self) -> Self:
        columns = report.columns(self._classes)
        self._writer = report.CsvWriter(self._path, columns, bom=self._bom).__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    def write(self, picture: Finished) -> None:
        """Write the rows of a picture."""
        for row in self._rows(picture):
            self._writer.write(row)
            self.rows += 1

    def _rows(self, picture: Finished) -> Iterator[dict[str, str]]:
        about: dict[str, Any] = {
            "name": picture.work.name,
            "sha256": picture.sha256,
            "kind": picture.kind,
            "model": self._model,
            "classes": self._classes,
        }
        if not picture.cells and not self._only_reviewed:
            yield report.row(**about, cell=None, prediction=None, decision=None)
        for cell in picture.cells:
            decision = picture.decisions.get(cell.number)
            if self._only_reviewed and (decision is None or decision.status == "unreviewed"):
                continue
            yield report.row(
                **about, cell=cell, prediction=picture.predictions.get(cell.number), decision=decision
            )


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
