"""What is written of finished pictures: the CSV, masks and heatmaps; each file whole or not at all."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Protocol, Self

from allviewer.core import crop, image, overlay, report
from allviewer.core.atomic import make_folder
from allviewer.core.errors import ImageError
from allviewer.core.image import own
from allviewer.core.records import Cell, Image, Model, Status
from allviewer.services.gather import Finished

_LONGEST = 220
"""Bytes of a name: systems take 255, and `_12_heatmap.png` is to stand behind it."""
_OPACITY = 0.6  # the cell stays visible under the strongest evidence


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
        self._output.write(replace(picture, cells=_decided(picture)))


def _decided(picture: Finished) -> tuple[Cell, ...]:
    """The cells of which more was said than a note."""
    decided = {n for n, said in picture.decisions.items() if said.status is not Status.UNREVIEWED}
    return tuple(cell for cell in picture.cells if cell.number in decided)


class Folder:
    """Files in a folder, each whole by itself, named after the pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stems: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def stem(self, name: str) -> Path:
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


class Masks(Folder):
    """`<stem>_cells.png` and `<stem>_nuclei.png`: 16-bit, 0 background, n = cell n."""

    ENDINGS = own.MASK_ENDINGS

    def write(self, picture: Finished) -> None:
        """Write the two masks of a picture."""
        stem = self.stem(picture.work.name)
        for ending, nuclei in zip(self.ENDINGS, (False, True), strict=True):
            labels = overlay.label_masks(
                picture.cells, height=picture.height, width=picture.width, nuclei=nuclei
            )
            overlay.save_png16(stem.with_name(stem.name + ending), labels)


class Heatmaps(Folder):
    """`<stem>_<cell>_heatmap.png`: the crop with the evidence for its predicted class laid over it."""

    ENDINGS = own.HEATMAP_ENDINGS

    def __init__(self, folder: Path, model: Model) -> None:
        super().__init__(folder)
        self._model = model

    def write(self, picture: Finished) -> None:
        """Write a heatmap for each cell that has one."""
        stem = self.stem(picture.work.name)
        shown = _read_again(picture)
        if shown is None:
            return
        for cell in picture.cells:
            prediction = picture.predictions.get(cell.number)
            if prediction is None or prediction.heatmap is None:
                continue
            size = self._model.input_size
            cut = crop.cut(shown.pixels, cell, gains=None, factor=self._model.crop_factor, size=size)
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
        row = partial(
            report.row,
            name=picture.work.name,
            sha256=picture.sha256,
            kind=picture.kind,
            model=self._model,
            classes=self._classes,
        )
        if not picture.cells and not self._only_reviewed:
            yield row(cell=None, prediction=None, decision=None)
        for cell in _decided(picture) if self._only_reviewed else picture.cells:
            prediction, decision = picture.predictions.get(cell.number), picture.decisions.get(cell.number)
            yield row(cell=cell, prediction=prediction, decision=decision)
