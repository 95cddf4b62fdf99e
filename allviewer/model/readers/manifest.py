"""`csv:PATH`: a manifest with the columns path, label and optionally group, split and source."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

from allviewer.core.errors import DataError
from allviewer.model.sample import SIDES, Sample

Row: TypeAlias = Mapping[str | None, str | list[str] | None]
NEEDED = ("path", "label")
SEPARATORS = ",;\t"
"""Spreadsheets write `;` where the comma is the decimal sign."""
_HINTS = tuple(f"sep={separator}".strip() for separator in SEPARATORS)
"""The line above the columns by which a table tells a spreadsheet its separator."""


def read(path: Path) -> list[Sample]:
    """Samples in the order of the rows; paths are relative to the manifest's folder.

    UTF-8 with or without a byte-order mark; columns in any order and case, parted by a comma, semicolon or
    tab. Raises DataError, which names the line.
    """
    if not path.is_file():
        raise DataError(f"{path}: not a file. Give a CSV with the columns path and label.")
    with _opened(path) as stream:
        first, above = stream.readline(), 1
        if first.strip().strip('"').casefold() in _HINTS:
            first, above = stream.readline(), 2
        separator = max(SEPARATORS, key=first.count)
        names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=separator), [])]
        _check(names, f"{path}, line {above}")
        rows = csv.DictReader(stream, names, delimiter=separator)
        return [_sample(row, path, rows.line_num + above) for row in rows if _filled(row)]


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            yield stream
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not a text in UTF-8. Save it as CSV in UTF-8.") from error
    except (OSError, csv.Error) as error:
        raise DataError(f"{path}: the manifest cannot be read ({error}).") from error


def _check(names: list[str], where: str) -> None:
    """Raise DataError for columns from which no sample can be made."""
    for name in NEEDED:
        if name not in names:
            found = ", ".join(filter(None, names)) or "none"
            raise DataError(f"{where}: the column {name} is missing. It has {found}.")
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise DataError(f"{where}: the column {min(twice)} is there twice. Remove one.")


def _filled(row: Row) -> bool:
    """Whether anything stands in a row: spreadsheets keep emptied ones."""
    return any(part and part.strip() for value in row.values() for part in _parts(value))


def _parts(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value or ""]


def _sample(row: Row, manifest: Path, line: int) -> Sample:
    where = f"{manifest}, line {line}"
    values = {name: (value or "").strip() for name, value in row.items() if not isinstance(value, list)}
    for name in NEEDED:
        if not values[name]:
            raise DataError(f"{where}: the {name} is empty.")
    picture = _picture(manifest.parent, values["path"])
    if not picture.is_file():
        raise DataError(
            f"{where}: there is no file {picture}. Correct the path, which begins at the table's folder."
        )
    split = values.get("split", "").casefold()
    if split and split not in SIDES:
        raise DataError(f'{where}: the split "{split}" is none of train, val and test.')
    source = values.get("source", "") or manifest.stem
    return Sample(picture, values["label"], source, values.get("group", ""), SIDES.get(split, ""))


def _picture(folder: Path, name: str) -> Path:
    """Where a path leads; one written on Windows, with `\\`, leads there on other systems too."""
    named = folder / name
    return named if named.is_file() else folder / name.replace("\\", "/")
