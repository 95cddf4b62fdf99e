"""How often cells are found where there are none: `python -m tests.benchmarks.bare --data DIR`.

Halves of `bccd` fields (left, right, upper, lower) that no box of a white cell or platelet comes near; four
of the fields show a nucleus that has no box (00171, 00178, 00228, 00327) and are left out. And corners of
`all_fields` (112 pixels, every third picture) in which the search of the whole picture has no cell: those
hold platelets and deposits too, and what the whole picture's search missed.
"""

import argparse
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from allviewer.core.image import read
from allviewer.core.records import Kind, Pixels
from allviewer.core.segment import find_cells

UNBOXED = {f"BloodImage_00{number}" for number in (171, 178, 228, 327)}
CORNER = 112
MARGIN = 5
Window = tuple[int, int, int, int]


def boxes(annotation: Path) -> list[Window]:
    """Left, top, right and bottom of what is no red cell."""
    found = ET.parse(annotation).findall("object")
    drawn = (item.find("bndbox") for item in found if item.findtext("name") != "RBC")
    sides = ("xmin", "ymin", "xmax", "ymax")
    return [tuple(int(float(box.findtext(s, "0"))) for s in sides) for box in drawn if box is not None]  # type: ignore[misc]


def clear(window: Window, taken: list[Window]) -> bool:
    left, top, right, bottom = window
    return not any(
        a < right + MARGIN and c > left - MARGIN and b < bottom + MARGIN and d > top - MARGIN
        for a, b, c, d in taken
    )


def halves(folder: Path) -> Iterator[Pixels]:
    """Halves of the fields of `bccd` without a white cell."""
    for annotation in sorted((folder / "Annotations").glob("*.xml")):
        picture = folder / "JPEGImages" / f"{annotation.stem}.jpg"
        if annotation.stem in UNBOXED or not picture.exists():
            continue
        pixels = read(picture).pixels
        height, width = pixels.shape[:2]
        taken = boxes(annotation)
        for window in (
            (0, 0, width // 2, height),
            (width // 2, 0, width, height),
            (0, 0, width, height // 2),
            (0, height // 2, width, height),
        ):
            if clear(window, taken):
                left, top, right, bottom = window
                yield np.ascontiguousarray(pixels[top:bottom, left:right])


def corners(folder: Path) -> Iterator[Pixels]:
    """Corners of `all_fields` in which the whole picture's search has no cell."""
    for picture in sorted(folder.glob("*/*"))[::3]:
        pixels = read(picture).pixels
        height, width = pixels.shape[:2]
        found = [cell.box for cell in find_cells(pixels, kind=Kind.FIELD).cells]
        taken = [(b.x, b.y, b.x + b.width, b.y + b.height) for b in found]
        for top in (0, height - CORNER):
            for left in (0, width - CORNER):
                if clear((left, top, left + CORNER, top + CORNER), taken):
                    yield np.ascontiguousarray(pixels[top : top + CORNER, left : left + CORNER])


def measure(name: str, pictures: Iterator[Pixels]) -> None:
    """Print in how many of `pictures` cells are found, and how many."""
    counts = [len(find_cells(pixels, kind=Kind.FIELD).cells) for pixels in pictures]
    print(f"{name}: of {len(counts)} {np.count_nonzero(counts)} with outlines, {sum(counts)} in all")


def main() -> None:
    """Measure what lies under `--data`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    measure("bccd, halves", halves(data / "bccd"))
    measure("all_fields, corners", corners(data / "all_fields"))


if __name__ == "__main__":
    main()
