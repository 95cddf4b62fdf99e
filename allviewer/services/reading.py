"""One picture read, its cells found and cut: what a reader does, in a thread or in a process of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from allviewer.core import crop, image
from allviewer.core.errors import ImageError
from allviewer.core.image.colour import COLOURLESS, colourless
from allviewer.core.light import Gains, gains_of
from allviewer.core.records import Cell, Crop, Image, Kind, Model, Pixels
from allviewer.services.events import CellsFound, Event, ImageFailed, ImageRead, Work

Seen: TypeAlias = Callable[[Image, Sequence[Cell]], None]
"""Called by a reader with each picture and its cells, while it is decoded; can be pickled."""

_AHEAD = 32
"""Crops of one picture that are cut ahead; a crowded field's others are cut when their turn comes."""


def untaken(image: Image, cells: Sequence[Cell]) -> None:
    """Where nobody wants to see the pictures."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a reader brings: what to say of a picture at once, and what of it is to be classified.

    `crops` are those of the first cells. `pixels` are there only while others are to be cut from them: a
    picture is much to hand from process to process. `gains` make its light even. `size` are the bytes that it
    took, decoded.
    """

    work: Work
    events: tuple[Event, ...]
    sha256: str = ""
    cells: tuple[Cell, ...] = ()
    crops: tuple[Crop, ...] = ()
    pixels: Pixels | None = None
    gains: Gains | None = None
    size: int = 0

    def crop(self, index: int, model: Model) -> Crop:
        """What the classifier sees of a cell."""
        if index < len(self.crops):
            return self.crops[index]
        assert self.pixels is not None  # kept for these
        return _cut(self.pixels, self.cells[index], self.gains, model)


def read(work: Work, model: Model | None, seen: Seen) -> Reading:
    """Read one picture and find its cells; `model` is None while nothing is known of it yet."""
    try:
        file_size, mtime_ns = _stat(work)
        found = image.read(work.path)
    except ImageError as error:
        return Reading(work, (ImageFailed(work, error.reason),))
    kind, cells, gains = _cells(work, found)
    if not cells and colourless(found.pixels):
        found = replace(found, notes=(*found.notes, COLOURLESS))
    height, width = found.pixels.shape[:2]
    events = (
        ImageRead.of(work, found, size=file_size, mtime_ns=mtime_ns),
        CellsFound(work, found.sha256, kind, width, height, cells, found.um_per_px),
    )
    seen(found, cells)
    crops = tuple(_cut(found.pixels, cell, gains, model) for cell in cells[:_AHEAD]) if model else ()
    pixels = found.pixels if len(crops) < len(cells) else None
    return Reading(work, events, found.sha256, cells, crops, pixels, gains, found.pixels.nbytes)


def _stat(work: Work) -> tuple[int, int]:
    """Size and time before reading, so that a file replaced meanwhile is looked at again later."""
    try:
        about = work.path.stat()
    except OSError:  # read says why, in its own words
        return 0, 0
    return about.st_size, about.st_mtime_ns


def _cells(work: Work, read: Image) -> tuple[Kind, tuple[Cell, ...], Gains | None]:
    given = work.cells_for(read.sha256)
    if given is not None:
        return work.kind or Kind.FIELD, given, gains_of(read.pixels)
    from allviewer.core import segment  # with the first picture, not while the window starts

    found = segment.find_cells(read.pixels, kind=work.kind, um_per_px=read.um_per_px)
    return found.kind, found.cells, found.gains


def _cut(pixels: Pixels, cell: Cell, gains: Gains | None, model: Model) -> Crop:
    return crop.cut(pixels, cell, gains=gains, factor=model.crop_factor, size=model.input_size)
