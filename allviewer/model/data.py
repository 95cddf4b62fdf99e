"""Labelled pictures → one packed file of crops: everything that training and evaluation read."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from allviewer.core import crop, segment
from allviewer.core.atomic import beside, make_folder, output_error
from allviewer.core.errors import DataError, ImageError
from allviewer.core.image import read as read_image
from allviewer.core.image.colour import COLOURLESS, colourless
from allviewer.core.records import Cell, Crop, Kind, Pixels
from allviewer.model.progress import Progress, untold
from allviewer.model.sample import Sample
from allviewer.model.spread import spread

FORMAT = "2"
CELL_BIT, NUCLEUS_BIT = 1, 2


@dataclass(frozen=True, slots=True)
class Case:
    """One packed cell: which it is, what is said of it, and what must stay together.

    `picture` is the file as it was named, `order` its place among the pictures of its source and
    label, `sha256` and `phash` (hex) tell equal and nearly equal pictures. `diameter_px` is the
    cell's in its picture, `nucleus_red_cells` what `Crop` has of it.
    """

    picture: str
    cell: int
    label: str
    source: str
    group: str
    split: str
    order: int
    sha256: str
    phash: str
    diameter_px: float
    nucleus_red_cells: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Crops of one side S on disk, read one by one: safe to share between loader processes.

    `skipped` says, a sentence each, which pictures gave no cell or could not be read, `unread` the latter
    alone. `asked` is what `pack` was asked for, as the function `asked` tells it; "" where that is not known.
    """

    path: Path
    cases: tuple[Case, ...]
    size: int
    crop_factor: float
    skipped: tuple[str, ...]
    asked: str = ""
    unread: tuple[str, ...] = ()

    def crops(self, indices: Sequence[int]) -> Iterator[Crop]:
        """The crops at `indices`, in that order."""
        pixels, masks = _mapped(self.path, os.getpid())
        for i in indices:
            mask = masks[i]
            width = self.cases[i].nucleus_red_cells
            yield Crop(pixels[i], (mask & NUCLEUS_BIT) > 0, (mask & CELL_BIT) > 0, width)


@lru_cache(maxsize=8)
def _mapped(path: Path, process: int) -> tuple[Any, Any]:
    """The pack's tensors, mapped once in each process: opening one parses all its cases."""
    file: Any = safe_open(path, framework="numpy")
    return file.get_slice("pixels"), file.get_slice("masks")


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """All cells of one picture, cut; or why there are none. `sha256` is "" of what could not be read."""

    sample: Sample
    sha256: str = ""
    phash: str = ""
    cells: tuple[tuple[int, float, float | None], ...] = ()
    pixels: npt.NDArray[np.uint8] | None = None
    masks: npt.NDArray[np.uint8] | None = None
    reason: str = ""

    def cases(self, order: int) -> Iterator[Case]:
        """What a pack says of them; `order` is the picture's place (see `Case`)."""
        s = self.sample
        same = (s.label, s.source, s.group, s.split, order, self.sha256, self.phash)
        for number, diameter, nucleus in self.cells:
            yield Case(s.path.as_posix(), number, *same, diameter, nucleus)


def pack(
    samples: Sequence[Sample],
    out: Path,
    *,
    size: int,
    crop_factor: float,
    workers: int = 1,
    progress: Progress = untold,
) -> Pack:
    """Find, cut and write the cells of `samples` to the file `out`, whole or not at all.

    Pictures that cannot be read or show no cell are named in `skipped`. Cells cut by the border
    of a field are left out. Raises DataError if no cell is left.
    """
    cut = partial(_cut, size=size, crop_factor=crop_factor)
    cuts = list(progress(spread(cut, samples, workers=workers), len(samples)))
    cases = [case for c, order in zip(cuts, _orders(samples), strict=True) for case in c.cases(order)]
    if not cases:
        raise DataError(f"No cell was found in any of {len(samples)} pictures. {cuts[0].reason}")
    return write(
        out,
        cases,
        pixels=np.concatenate([c.pixels for c in cuts if c.pixels is not None]),
        masks=np.concatenate([c.masks for c in cuts if c.masks is not None]),
        crop_factor=crop_factor,
        skipped=[c.reason for c in cuts if c.reason],
        unread=[c.reason for c in cuts if not c.sha256],
        asked=asked(samples, size=size),
    )


def write(
    out: Path,
    cases: Sequence[Case],
    *,
    pixels: npt.NDArray[np.uint8],
    masks: npt.NDArray[np.uint8],
    crop_factor: float,
    skipped: Sequence[str] = (),
    unread: Sequence[str] = (),
    asked: str = "",
) -> Pack:
    """Write crops (N, S, S, 3) and masks (N, S, S; bit 1 the cell, bit 2 the nucleus) and open them.

    Raises OutputError.
    """
    header = {
        "size": pixels.shape[1],
        "crop_factor": crop_factor,
        "skipped": list(skipped),
        "unread": list(unread),
        "asked": asked,
    }
    told = json.dumps([asdict(case) for case in cases])
    metadata = {"format": FORMAT, "header": json.dumps(header), "cases": told}
    _save(out, {"pixels": pixels, "masks": masks}, metadata)
    return open_pack(out)


def _save(out: Path, tensors: Mapping[str, npt.NDArray[np.uint8]], metadata: Mapping[str, str]) -> None:
    """A safetensors file, whole or not at all; raises OutputError."""
    make_folder(out.parent)
    try:
        with beside(out) as part:
            part.touch()
            rights = part.stat().st_mode  # safetensors would hide the file from colleagues
            save_file(dict(tensors), part, dict(metadata))
            part.chmod(rights)
    except OSError as error:
        raise output_error(out, error) from error
    except SafetensorError as error:
        raise output_error(out, _system_error(error)) from error


def _system_error(error: SafetensorError) -> OSError:
    """What the system refused, which safetensors tells in words of its own and by number."""
    number = re.search(r"os error (\d+)", str(error))
    return OSError(int(number[1]), str(error)) if number else OSError(str(error))


def open_pack(path: Path) -> Pack:
    """Open what `pack` wrote; raises DataError for anything else."""
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            count = file.get_slice("pixels").get_shape()[0]
    except (OSError, SafetensorError) as error:
        raise DataError(f"{path}: not a file of packed cells ({error}). Pack the data anew.") from error
    if metadata.get("format") != FORMAT:
        raise DataError(f"{path}: packed by another version. Pack the data anew.")
    header = json.loads(metadata["header"])
    cases = tuple(Case(**case) for case in json.loads(metadata["cases"]))
    if len(cases) != count:
        raise DataError(f"{path}: {len(cases)} cases but {count} crops. Pack the data anew.")
    return Pack(
        path,
        cases,
        int(header["size"]),
        float(header["crop_factor"]),
        tuple(header["skipped"]),
        str(header.get("asked", "")),  # packs of before do not say, nor which could not be read
        tuple(header.get("unread", ())),
    )


def asked(samples: Sequence[Sample], *, size: int) -> str:
    """SHA-256 (hex) over which pictures `pack` is to cut, what is said of each, and the crops' side.

    The pictures are told by their names alone: one that was changed in its place is not noticed.
    """
    told = [asdict(replace(s, path=s.path.absolute())) for s in samples]
    return hashlib.sha256(json.dumps([size, *told], default=str).encode()).hexdigest()


def perceptual_hash(pixels: Pixels) -> str:
    """64 bits as hex: signs about the median of the lowest 8×8 cosine frequencies of 32×32 greys.

    The DCT hash of Zauner 2010, "Implementation and benchmarking of perceptual image hash functions".
    """
    grey = cv2.cvtColor(cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    low = cv2.dct(grey.astype(np.float32))[:8, :8].ravel()
    bits = low > np.median(low[1:])
    return np.packbits(bits).tobytes().hex()


def _cut(sample: Sample, *, size: int, crop_factor: float) -> _Cut:
    cv2.setNumThreads(1)
    try:
        image = read_image(sample.path)
    except ImageError as error:
        return _Cut(sample, reason=str(error))
    found = segment.find_cells(image.pixels, kind=sample.kind, um_per_px=image.um_per_px)
    cells = [c for c in found.cells if found.kind is Kind.CELL or not c.truncated]
    if sample.points is not None:
        cells = _at(cells, sample.points)
    if not cells:
        why = COLOURLESS if colourless(image.pixels) else "no whole cell was found in it."
        return _Cut(sample, image.sha256, reason=f"{sample.path}: {why}")
    crops = [crop.cut(image.pixels, c, gains=found.gains, factor=crop_factor, size=size) for c in cells]
    return _Cut(
        sample,
        image.sha256,
        perceptual_hash(image.pixels),
        tuple((c.number, *_widths(c)) for c in cells),
        np.stack([c.pixels for c in crops]),
        np.stack([c.cell * np.uint8(CELL_BIT) + c.nucleus * np.uint8(NUCLEUS_BIT) for c in crops]),
    )


def _widths(cell: Cell) -> tuple[float, float | None]:
    """What a `Case` has as `diameter_px` and `nucleus_red_cells`."""
    return round(crop.equivalent_diameter(cell.outline), 2), crop.nucleus_red_cells(cell)


def _at(cells: Sequence[Cell], points: Sequence[tuple[float, float]]) -> list[Cell]:
    """The cells with one of `points` inside their outline."""
    return [c for c in cells if any(cv2.pointPolygonTest(c.outline, p, False) >= 0 for p in points)]


def _orders(samples: Sequence[Sample]) -> list[int]:
    seen: dict[tuple[str, str], int] = {}
    orders = []
    for s in samples:
        orders.append(seen.setdefault((s.source, s.label), 0))
        seen[s.source, s.label] += 1
    return orders


def digest(cases: Sequence[Case]) -> str:
    """SHA-256 (hex) over which cells of which files these are: what a card calls its data."""
    lines = "\n".join(f"{c.sha256} {c.cell} {c.label}" for c in cases)
    return hashlib.sha256(lines.encode()).hexdigest()
