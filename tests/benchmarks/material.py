"""Real pictures in any number: the shipped samples, or a folder's, many times over under other names."""

import itertools
import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from allviewer.core import crop, image, segment
from allviewer.core.records import Crop, Model
from allviewer.core.resources import resources
from tests.benchmarks.record import Options


def originals(options: Options) -> list[Path]:
    """The pictures that all is made of."""
    return sorted(image.find_images([options.pictures or resources() / "samples"]))


def folder_of(options: Options, folder: Path, pictures: int) -> Path:
    """`pictures` files in `folder`, the originals in turn; a file each, so that each is read."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = originals(options)
    for number, source in zip(range(pictures), itertools.cycle(sources), strict=False):
        place(source, folder / f"{number:05}_{source.name}")
    return folder


def mosaics(options: Options, folder: Path, *, cells: int, pictures: int) -> Path:
    """Fields of `cells` single-cell samples each, half their size, side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    singles = [image.read(path).pixels[::2, ::2] for path in _singles(options)]
    columns = math.ceil(math.sqrt(cells))
    height, width = (min(one.shape[side] for one in singles) for side in (0, 1))
    for number in range(pictures):
        chosen = [singles[(number + n) % len(singles)][:height, :width] for n in range(cells)]
        blank = np.full((height, width, 3), 235, np.uint8)
        chosen += [blank] * (-cells % columns)
        rows = [np.hstack(chosen[n : n + columns]) for n in range(0, len(chosen), columns)]
        Pillow.fromarray(np.vstack(rows)).save(folder / f"{number:05}.png")
    return folder


def crops_of(options: Options, model: Model, count: int) -> list[Crop]:
    """`count` crops of real cells, as the classifier gets them."""
    crops: list[Crop] = []
    for path in originals(options):
        pixels = image.read(path).pixels
        found = segment.find_cells(pixels)
        crops += [
            crop.cut(pixels, c, gains=found.gains, factor=model.crop_factor, size=model.input_size)
            for c in found.cells
        ]
        if len(crops) >= count:
            break
    return list(itertools.islice(itertools.cycle(crops), count))


def _singles(options: Options) -> Sequence[Path]:
    shipped = resources() / "samples" / "cells"
    return sorted(shipped.iterdir()) if options.pictures is None else originals(options)


def place(source: Path, target: Path) -> None:
    """A hard link where the disk allows it: 15,000 copies would measure the disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
