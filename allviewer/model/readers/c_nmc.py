"""`c-nmc:PATH`: C-NMC 2019 (Gupta and Gupta, TCIA, doi 10.7937/tcia.2019.dc64i46r).

Training pictures lie in `fold_0..2/{all,hem}` as `UID_<subject>_<image>_<cell>_<all|hem>.bmp`; the
healthy subjects are `H…`. The preliminary test pictures are numbered (`1.bmp`, …) and named by a CSV
with the columns Patient_ID (the name as above), new_names and labels (1 = all, 0 = hem).
"""

import csv
import re
from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.core.image import natural_key
from allviewer.core.records import Kind
from allviewer.model.sample import Sample

_NAME = re.compile(r"UID_(H?\d+)_(\d+)_(\d+)_(all|hem)\.bmp", re.IGNORECASE)
SOURCE = "c-nmc"


def read(path: Path) -> list[Sample]:
    """Training folds, and the preliminary test set (split `test`) where its CSV is there."""
    if not path.is_dir():
        raise DataError(f"{path}: not a folder. Give the folder with fold_0, fold_1 and fold_2 in it.")
    pictures = sorted(path.rglob("*.bmp"), key=lambda p: natural_key(p.as_posix()))
    tables = sorted(path.rglob("*.csv"))
    listed = [sample for table in tables for sample in _preliminary(table, pictures)]
    taken = {sample.path for sample in listed}
    return [_named(p) for p in pictures if p not in taken] + listed


def _named(path: Path) -> Sample:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise DataError(f"{path}: the name is not UID_<subject>_<image>_<cell>_<all|hem>.bmp. Move it away.")
    label = match[4].lower()
    if path.parent.name.lower() in ("all", "hem") and path.parent.name.lower() != label:
        raise DataError(f"{path}: the name says {label}, its folder {path.parent.name}.")
    return Sample(path, label, SOURCE, group=match[1].upper(), kind=Kind.CELL)


def _preliminary(table: Path, pictures: list[Path]) -> list[Sample]:
    by_name = {p.name: p for p in pictures if _NAME.fullmatch(p.name) is None}
    try:
        with table.open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream)
            if not {"Patient_ID", "new_names", "labels"} <= set(rows.fieldnames or ()):
                raise DataError(f"{table}, not the columns Patient_ID, new_names, labels. Move it away.")
            return [_listed(row, f"{table}, line {rows.line_num}", by_name) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: the labels cannot be read ({error}).") from error


def _listed(row: dict[str, str], where: str, by_name: dict[str, Path]) -> Sample:
    match = _NAME.fullmatch(row["Patient_ID"] or "")
    if match is None or row["labels"] not in ("0", "1"):
        raise DataError(f"{where}: not a name UID_… and a label of 0 or 1.")
    if row["new_names"] not in by_name:
        raise DataError(f"{where}: there is no picture {row['new_names']}.")
    label = "all" if row["labels"] == "1" else "hem"
    group = match[1].upper()
    return Sample(by_name[row["new_names"]], label, SOURCE, group, split="test", kind=Kind.CELL)
