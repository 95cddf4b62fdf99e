"""How good and how fast cells are found: `python -m tests.benchmarks.cells [--data DIR] [--set NAME]`.

`DIR` and its subfolders are searched for what can be measured: folders of `NNN.bmp` with `NNN.png`
(white nucleus, grey cytoplasm, black rest: Dice), folders with `JPEGImages` and `Annotations`
(Pascal-VOC boxes named WBC: recall and precision), and `pbc8` (one folder per class, one cell at
the centre). `--set` takes one of these folders by its path under DIR, or `timing`.
"""

import argparse
import os
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.image import read
from allviewer.core.records import Box, Cell, Kind, Mask, Pixels, Polygon
from allviewer.core.segment import Found, find_cells

ROOT = Path(__file__).resolve().parents[2]
POOR = 0.8
OVERLAP = 0.5
SHEET_TILE, SHEET_COLUMNS, SHEET_TILES = 240, 8, 48


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One measured picture: its score (low is bad), what to say of it, and what was found."""

    score: float
    text: str
    pixels: Pixels
    found: Found


# -- masks ---------------------------------------------------------------------------------------


def dice(one: Mask, two: Mask) -> float:
    """2·|A∩B| / (|A|+|B|); 1 where both are empty."""
    total = int(one.sum()) + int(two.sum())
    return 2 * int((one & two).sum()) / total if total else 1.0


def raster(polygons: tuple[Polygon, ...], shape: tuple[int, ...]) -> Mask:
    canvas = np.zeros(shape[:2], np.uint8)
    for polygon in polygons:
        cv2.fillPoly(canvas, [np.rint(polygon).astype(np.int32)], 1)
    return canvas.astype(bool)


def measure_masks(folder: Path, every: int) -> list[Case]:
    """Dice of nucleus and of whole cell for each `NNN.bmp` that has a `NNN.png`."""
    cases, nuclei, cells = [], [], []
    for picture in sorted(folder.glob("*.bmp"))[::every]:
        drawn = cv2.imread(str(picture.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
        pixels = read(picture).pixels
        found = find_cells(pixels, kind=Kind.CELL)
        cell = found.cells[0] if found.cells else None
        nucleus = raster(cell.nuclei if cell else (), drawn.shape)
        body = raster((cell.outline,) if cell else (), drawn.shape) | nucleus
        nuclei.append(dice(nucleus, drawn > 191))
        cells.append(dice(body, drawn > 63))
        text = f"{picture.stem} {nuclei[-1]:.2f} {cells[-1]:.2f}"
        cases.append(Case(min(nuclei[-1], cells[-1]), text, pixels, found))
    for what, scores in (("nucleus", nuclei), ("cell", cells)):
        values = np.array(scores)
        poor = f"{(values < POOR).mean():.1%} of {len(values)} under {POOR}"
        print(f"  Dice of the {what}: {values.mean():.4f}, {poor}")
    return cases


# -- boxes ---------------------------------------------------------------------------------------


def boxes_of(annotation: Path, name: str = "WBC") -> list[Box]:
    boxes = []
    for thing in ET.parse(annotation).getroot().iter("object"):
        if thing.findtext("name") == name:
            x0, y0, x1, y1 = (
                int(float(thing.findtext(f"bndbox/{k}", "0"))) for k in ("xmin", "ymin", "xmax", "ymax")
            )
            boxes.append(Box(x0, y0, x1 - x0, y1 - y0))
    return boxes


def overlap(one: Box, two: Box) -> float:
    """Intersection over union of two boxes."""
    width = min(one.x + one.width, two.x + two.width) - max(one.x, two.x)
    height = min(one.y + one.height, two.y + two.height) - max(one.y, two.y)
    both = max(0, width) * max(0, height)
    return both / (one.width * one.height + two.width * two.height - both)


def matched(drawn: list[Box], cells: tuple[Cell, ...]) -> int:
    """How many drawn boxes have a cell of their own, best pairs first."""
    pairs = sorted(
        ((overlap(box, cell.box), i, j) for i, box in enumerate(drawn) for j, cell in enumerate(cells)),
        reverse=True,
    )
    boxes: set[int] = set()
    taken: set[int] = set()
    for value, i, j in pairs:
        if value >= OVERLAP and i not in boxes and j not in taken:
            boxes.add(i)
            taken.add(j)
    return len(boxes)


def measure_boxes(folder: Path, every: int) -> list[Case]:
    """Recall and precision of white cells, and the pictures in which they and the labels differ."""
    cases, hits, drawn_all, found_all = [], 0, 0, 0
    for picture in sorted((folder / "JPEGImages").iterdir())[::every]:
        annotation = folder / "Annotations" / f"{picture.stem}.xml"
        drawn = boxes_of(annotation)
        pixels = read(picture).pixels
        found = find_cells(pixels)
        same = matched(drawn, found.cells)
        hits, drawn_all, found_all = hits + same, drawn_all + len(drawn), found_all + len(found.cells)
        missed, extra = len(drawn) - same, len(found.cells) - same
        if missed or extra:
            text = f"{picture.stem[-8:]} missed {missed} extra {extra}"
            print(
                f"  disputed: {picture.name}: {missed} of {len(drawn)} drawn missed, {extra} found not drawn"
            )
            cases.append(Case(-missed - extra, text, pixels, found))
    recall, precision = hits / max(1, drawn_all), hits / max(1, found_all)
    print(f"  recall {recall:.4f} of {drawn_all}, precision {precision:.4f} of {found_all}")
    return cases


# -- one cell at the centre ------------------------------------------------------------------------


def measure_centres(folder: Path, every: int) -> list[Case]:
    """Share of pictures with exactly one cell found over the centre, by class, platelets aside."""
    cases, good, total = [], 0, 0
    for group in sorted(p for p in folder.iterdir() if p.is_dir() and p.name != "platelet"):
        pictures = sorted(group.iterdir())[::every]
        ones = 0
        for picture in pictures:
            pixels = read(picture).pixels
            found = find_cells(pixels)
            middle = (pixels.shape[1] / 2, pixels.shape[0] / 2)
            over = sum(cv2.pointPolygonTest(c.outline, middle, False) >= 0 for c in found.cells)
            ones += over == 1
            if over != 1:
                cases.append(Case(-over, f"{picture.stem} {over}", pixels, found))
        print(f"  {group.name}: {ones / max(1, len(pictures)):.4f} of {len(pictures)}")
        good, total = good + ones, total + len(pictures)
    print(f"  exactly one at the centre: {good / max(1, total):.4f} of {total}")
    return cases


# -- time ------------------------------------------------------------------------------------------


def measure_timing(data: Path) -> list[Case]:
    """Milliseconds of processor time on one core; the large field is a small one enlarged."""
    field = next(iter(sorted(data.glob("**/JPEGImages/*.jpg"))), None)
    single = next(iter(sorted(data.glob("**/blast/*.png"))), None)
    if field:
        pixels = read(field).pixels
        _time("640×480 field", np.asarray(cv2.resize(pixels, (640, 480)), np.uint8))
        _time(
            "2592×1944 field",
            np.asarray(cv2.resize(pixels, (2592, 1944), interpolation=cv2.INTER_CUBIC), np.uint8),
        )
        tiled = cv2.resize(np.tile(pixels, (2, 2, 1)), (2592, 1944), interpolation=cv2.INTER_CUBIC)
        _time("2592×1944 field, four times the cells", np.asarray(tiled, np.uint8))
    if single:
        _time("257×257 cell", np.asarray(cv2.resize(read(single).pixels, (257, 257)), np.uint8))
    return []


def _time(what: str, pixels: Pixels, rounds: int = 15) -> None:
    find_cells(pixels)
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        cells = find_cells(pixels).cells
        spent.append(1000 * (time.process_time() - start))
    print(f"  {what}: {np.median(spent):.1f} ms ({len(cells)} cells)")


# -- sheets and the command ------------------------------------------------------------------------


def sheet(cases: list[Case], path: Path) -> None:
    """The worst cases as one picture: cell green (yellow where cut by the border), nucleus red."""
    worst = sorted(cases, key=lambda c: c.score)[:SHEET_TILES]
    tiles = [_tile(case) for case in worst]
    tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % SHEET_COLUMNS)
    rows = [np.hstack(tiles[i : i + SHEET_COLUMNS]) for i in range(0, len(tiles), SHEET_COLUMNS)]
    cv2.imwrite(str(path), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))


def _tile(case: Case) -> npt.NDArray[np.uint8]:
    height, width = case.pixels.shape[:2]
    scale = SHEET_TILE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = np.full((SHEET_TILE, SHEET_TILE, 3), 60, np.uint8)
    small = np.asarray(cv2.resize(case.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    for cell in case.found.cells:
        line = (255, 255, 0) if cell.truncated else (0, 255, 0)
        _line(small, cell.outline, scale, line)
        for nucleus in cell.nuclei:
            _line(small, nucleus, scale, (255, 0, 0))
    canvas[: size[1], : size[0]] = small
    cv2.putText(canvas, case.text, (4, SHEET_TILE - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1)
    return canvas


def _line(canvas: Pixels, polygon: Polygon, scale: float, colour: tuple[int, int, int]) -> None:
    points = np.rint((polygon + 0.5) * scale - 0.5).astype(np.int32)
    cv2.polylines(canvas, [points], True, colour, 1, cv2.LINE_AA)


def _is_masks(folder: Path) -> bool:
    first = next(folder.glob("*.bmp"), None)
    return first is not None and first.with_suffix(".png").exists()


def sets(data: Path) -> Iterator[tuple[str, Path]]:
    """(kind, folder) of everything under `data` that can be measured."""
    for folder in sorted([data, *(p for p in data.glob("**/") if p != data)]):
        if (folder / "JPEGImages").is_dir() and (folder / "Annotations").is_dir():
            yield "boxes", folder
        elif folder.name.startswith("pbc8"):
            yield "centres", folder
        elif _is_masks(folder):
            yield "masks", folder


MEASURES = {"masks": measure_masks, "boxes": measure_boxes, "centres": measure_centres}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(os.environ.get("ALLVIEWER_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--set", default=None, help="one folder under DIR, or 'timing'")
    parser.add_argument("--every", type=int, default=1, help="take each n-th picture only")
    parser.add_argument("--sheets", type=Path, default=None, help="write the worst cases here as pictures")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    for kind, folder in sets(options.data):
        name = "." if folder == options.data else folder.relative_to(options.data).as_posix()
        if options.set not in (None, name):
            continue
        print(f"{name} ({kind})", flush=True)
        cases = MEASURES[kind](folder, options.every)
        if options.sheets and cases:
            options.sheets.mkdir(parents=True, exist_ok=True)
            sheet(cases, options.sheets / f"{name.replace('/', '_')}.png")
    if options.set in (None, "timing"):
        print("timing, one core", flush=True)
        measure_timing(options.data)


if __name__ == "__main__":
    main()
