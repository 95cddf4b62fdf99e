"""`all-idb1:PATH` and `all-idb2:PATH`: the ALL-IDB sets.

Donida Labati, Piuri and Scotti 2011, doi 10.1109/ICIP.2011.6115881.

Every ALL-IDB2 cell is cut from an ALL-IDB1 field: never train on one and test on the other.
"""

import math
import re
from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.core.image import natural_key
from allviewer.core.records import Kind
from allviewer.model.sample import Sample

_NAME = re.compile(r"Im(\d+)_([01])\.(jpe?g|tiff?|png|bmp)", re.IGNORECASE)
LABELS = {"0": "normal", "1": "blast"}


def read_fields(path: Path) -> list[Sample]:
    """`ImNNN_0.jpg` healthy, `ImNNN_1.jpg` ALL; blasts are the centroids of `ImNNN_1.xyc`.

    Every cell of a healthy field is normal. Of an ALL field only the listed cells have a label:
    what is not listed is left out. The set gives no subjects, so the group is the field.
    """
    return [_field(p, match) for p, match in _pictures(path)]


def read_cells(path: Path) -> list[Sample]:
    """`ImNNN_0.tif` normal, `ImNNN_1.tif` blast: one cell each, 257×257. No subjects are given."""
    return [Sample(p, LABELS[m[2]], "all-idb2", kind=Kind.CELL) for p, m in _pictures(path)]


def _pictures(path: Path) -> list[tuple[Path, re.Match[str]]]:
    if not path.is_dir():
        raise DataError(f"{path}: not a folder. Give the folder with ImNNN_0 and ImNNN_1 pictures in it.")
    found = sorted((p for p in path.rglob("*") if p.is_file()), key=lambda p: natural_key(p.as_posix()))
    matches = [(p, _NAME.fullmatch(p.name)) for p in found]
    return [(p, match) for p, match in matches if match is not None]


def _field(path: Path, match: re.Match[str]) -> Sample:
    label = LABELS[match[2]]
    points = None if label == "normal" else _centroids(path)
    return Sample(path, label, "all-idb1", group=f"Im{match[1]}", kind=Kind.FIELD, points=points)


def _centroids(picture: Path) -> tuple[tuple[float, float], ...]:
    candidates = [picture.with_suffix(".xyc"), picture.parent.parent / "xyc" / f"{picture.stem}.xyc"]
    for path in candidates:
        if path.is_file():
            return _parsed(path)
    raise DataError(f"{picture}: its centroids are missing. Put {candidates[0].name} beside it.")


def _parsed(path: Path) -> tuple[tuple[float, float], ...]:
    points = []
    for line, text in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        if not text.strip():
            continue
        try:
            x, y = (float(part) for part in text.split())
            if not (math.isfinite(x) and math.isfinite(y)):
                raise ValueError(text)
        except ValueError:
            raise DataError(f'{path}, line {line}: "{text.strip()}" is not an x and a y.') from None
        points.append((x, y))
    return tuple(points)
