"""How the search bears other lamps and cameras: `python -m tests.benchmarks.lamps --data DIR`.

The drawn masks of `wbc_masks` (every sixth of `dataset1`, every second of `dataset2`): Dice of nucleus and
whole cell. Every sixth field of `bccd`: recall and precision of its boxes; and every sixtieth of
`all_fields`: those of the boxes found in the picture as it is. What a ring hides counts as missed.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.image import read
from allviewer.core.records import Box, Cell, Kind, Pixels
from allviewer.core.segment import find_cells
from tests.benchmarks.cells import POOR, boxes_of, dice, matched, raster
from tests.core.lamps import LAMPS, Lamp

Drawn = tuple[Pixels, npt.NDArray[np.uint8]]
Boxed = tuple[Pixels, list[Box]]


def drawn(folder: Path, every: int) -> list[Drawn]:
    pictures = sorted(folder.glob("*.bmp"))[::every]
    masks = (cv2.imread(str(p.with_suffix(".png")), cv2.IMREAD_GRAYSCALE) for p in pictures)
    return [(read(p).pixels, np.asarray(mask, np.uint8)) for p, mask in zip(pictures, masks, strict=True)]


def boxed(folder: Path) -> list[Boxed]:
    pictures = sorted((folder / "JPEGImages").iterdir())[::6]
    return [(read(p).pixels, boxes_of(folder / "Annotations" / f"{p.stem}.xml")) for p in pictures]


def found(folder: Path) -> list[Boxed]:
    pictures = [read(p).pixels for kind in sorted(folder.iterdir()) for p in sorted(kind.iterdir())[::60]]
    return [(pixels, [cell.box for cell in find_cells(pixels).cells]) for pixels in pictures]


def seen_by(lamp: Lamp, pixels: Pixels, kind: Kind | None = None) -> tuple[Cell, ...]:
    """The cells that are found under `lamp`, in the picture's own pixels whatever size it is shown at."""
    shown = lamp(pixels)
    cells = find_cells(shown, kind=kind).cells
    return cells if shown.shape == pixels.shape else tuple(scaled(c, len(pixels) / len(shown)) for c in cells)


def scaled(cell: Cell, by: float) -> Cell:
    outline, *nuclei = (np.asarray((p + 0.5) * by - 0.5, np.float32) for p in (cell.outline, *cell.nuclei))
    box = Box(*(round(side * by) for side in (cell.box.x, cell.box.y, cell.box.width, cell.box.height)))
    return replace(cell, box=box, outline=outline, nuclei=tuple(nuclei))


def overlaps(cases: Sequence[Drawn], lamp: Lamp) -> str:
    """Mean Dice and the share under `POOR`, of the nucleus and of the whole cell."""
    scores = []
    for pixels, mask in cases:
        cells = seen_by(lamp, pixels, Kind.CELL)
        nucleus = raster(cells[0].nuclei if cells else (), mask.shape)
        body = raster((cells[0].outline,) if cells else (), mask.shape) | nucleus
        scores.append((dice(nucleus, mask > 191), dice(body, mask > 63)))
    values = np.array(scores)
    means, poor = values.mean(axis=0), (values < POOR).mean(axis=0)
    return ", ".join(f"{mean:.3f} ({share:.0%})" for mean, share in zip(means, poor, strict=True))


def agreement(cases: Sequence[Boxed], lamp: Lamp) -> str:
    """Recall and precision of the boxes."""
    hits = wanted = given = 0
    for pixels, boxes in cases:
        cells = seen_by(lamp, pixels)
        hits, wanted, given = hits + matched(boxes, cells), wanted + len(boxes), given + len(cells)
    return f"{hits / max(1, wanted):.2f}, {hits / max(1, given):.2f}"


def measure(data: Path, lamps: Mapping[str, Lamp]) -> None:
    """Measure what lies under `data`, a line a lamp."""
    masks = [drawn(data / "wbc_masks" / "dataset1", 6), drawn(data / "wbc_masks" / "dataset2", 2)]
    fields = [boxed(data / "bccd"), found(data / "all_fields")]
    for name, lamp in lamps.items():
        scores = [overlaps(cases, lamp) for cases in masks] + [agreement(cases, lamp) for cases in fields]
        print(f"| {name} | " + " | ".join(scores) + " |", flush=True)


def main() -> None:
    """Measure what lies under `--data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    measure(parser.parse_args().data, LAMPS)


if __name__ == "__main__":
    main()
