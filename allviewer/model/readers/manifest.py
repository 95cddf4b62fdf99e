"""`csv:PATH`: a manifest with the columns path, label and optionally group, split and source."""

import csv
from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.model.sample import Sample

SPLITS = ("", "train", "val", "test")


def read(path: Path) -> list[Sample]:
    """Samples in the order of the rows; paths are relative to the manifest's folder."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream)
            missing = {"path", "label"} - set(rows.fieldnames or ())
            if missing:
                raise DataError(f"{path}, line 1: the column {min(missing)} is missing.")
            return [_sample(row, path, rows.line_num) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: the manifest cannot be read ({error}).") from error


def _sample(row: dict[str, str | None], manifest: Path, line: int) -> Sample:
    where = f"{manifest}, line {line}"
    values = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)}
    for name in ("path", "label"):
        if not values[name]:
            raise DataError(f"{where}: the {name} is empty.")
    picture = manifest.parent / values["path"]
    if not picture.is_file():
        raise DataError(f"{where}: there is no file {picture}.")
    split = values.get("split", "")
    if split not in SPLITS:
        raise DataError(f'{where}: the split "{split}" is none of train, val and test.')
    source = values.get("source", "") or manifest.stem
    return Sample(picture, values["label"], source, values.get("group", ""), split)
