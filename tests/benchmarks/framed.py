"""How well a cell is outlined that a person frames: `python -m tests.benchmarks.framed --data DIR`.

Single cells (`wbc_masks`) are measured by their drawn masks. Of cells that touch another one (`all_fields`,
every 60th picture of three classes) the measure is the outline of the field's own search: this says how near
framing one cell of a clump comes to that, not to the truth. Boxes are wider than the cell by up to 6 % a
side, or narrower by up to 2 %, drawn at random with one seed.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from allviewer.core.image import read
from allviewer.core.records import Box, Mask, Pixels
from allviewer.core.segment import find_cells, segment_in
from tests.benchmarks.cells import POOR, dice, raster

Case = tuple[Pixels, Mask]


def singles(folder: Path) -> Iterator[Case]:
    """Pictures of `NNN.bmp` with the whole cell of `NNN.png`."""
    for picture in sorted(folder.glob("*.bmp")):
        drawn = cv2.imread(str(picture.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
        if drawn is not None and (drawn > 63).any():
            yield read(picture).pixels, drawn > 63


def touching(folder: Path) -> Iterator[Case]:
    """Cells of the field's search, not cut by the border, whose outline meets another's."""
    for kind in ("Benign", "Early", "Pre"):
        for picture in sorted((folder / kind).iterdir())[5::60]:
            pixels = read(picture).pixels
            cells = find_cells(pixels).cells
            masks = [raster((cell.outline,), pixels.shape[:2]) for cell in cells]
            for n, (cell, mask) in enumerate(zip(cells, masks, strict=True)):
                near = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
                others = (near & other for m, other in enumerate(masks) if m != n)
                if not cell.truncated and any(np.count_nonzero(shared) > 4 for shared in others):
                    yield pixels, mask


def box_around(mask: Mask, rng: np.random.Generator) -> Box:
    """A box as a person may draw it."""
    height, width = mask.shape
    ys, xs = np.nonzero(mask)
    w, h = np.ptp(xs) + 1, np.ptp(ys) + 1
    left, right = xs.min() - w * rng.uniform(-0.02, 0.06), xs.max() + w * rng.uniform(-0.02, 0.06)
    top, bottom = ys.min() - h * rng.uniform(-0.02, 0.06), ys.max() + h * rng.uniform(-0.02, 0.06)
    x0, y0 = max(0, round(left)), max(0, round(top))
    return Box(x0, y0, min(width - 1, round(right)) - x0 + 1, min(height - 1, round(bottom)) - y0 + 1)


def measure(name: str, cases: Iterator[Case]) -> None:
    """Print mean Dice, the share that is poor, and how much of the outlines lies outside their boxes."""
    rng = np.random.default_rng(83)
    scores, outside = [], []
    for pixels, meant in cases:
        box = box_around(meant, rng)
        found = raster((segment_in(pixels, box, number=1).outline,), meant.shape)
        framed = np.zeros(meant.shape, bool)
        framed[box.y : box.y + box.height, box.x : box.x + box.width] = True
        scores.append(dice(found, meant))
        outside.append(np.count_nonzero(found & ~framed) / max(1, np.count_nonzero(found)))
    poor = np.mean(np.array(scores) < POOR)
    print(
        f"{name}: {len(scores)} cells, Dice {np.mean(scores):.3f}, under {POOR} {poor:.1%},"
        f" outside the box {np.mean(outside):.1%}"
    )


def main() -> None:
    """Measure what lies under `--data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    for name in ("dataset1", "dataset2"):
        measure(name, singles(data / "wbc_masks" / name))
    measure("touching", touching(data / "all_fields"))


if __name__ == "__main__":
    main()
