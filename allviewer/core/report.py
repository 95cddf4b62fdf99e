"""Reviewed cells → rows → CSV: the only list of columns, and the one way a CSV is written and read.

The format is RFC 4180 in UTF-8 with `\\r\\n`. Text that a spreadsheet would run as a formula gets one
leading apostrophe, in text columns only, and loses it again in `read_csv`: numbers stay numbers.
"""

import csv
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from allviewer.core.atomic import AtomicFile
from allviewer.core.errors import DataError
from allviewer.core.morphology import MEASUREMENTS
from allviewer.core.records import Cell, Decision, Kind, Model, Prediction, Status

_BEFORE = ("image", "image_sha256", "kind", "cell", "x", "y", "width", "height", *MEASUREMENTS)
_AFTER = ("uncertainty", "triage", "model", "model_sha256")
_REVIEW = ("status", "label", "reviewer", "decided_at", "note")

TEXT_COLUMNS = frozenset({"image", "predicted_label", "model", "label", "reviewer", "note"})
"""Columns with text from outside the program, in which formulas are neutralised."""

# Leading apostrophes count as part of the text, so that taking one away is always exact.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def columns(classes: Sequence[str]) -> tuple[str, ...]:
    """The columns of the CSV for a model with these `classes` (none: nothing was classified)."""
    probabilities = (f"probability_{name}" for name in classes)
    return (*_BEFORE, "predicted_label", "probability", *probabilities, *_AFTER, *_REVIEW)


def row(
    *,
    name: str,
    sha256: str,
    kind: Kind | None,
    cell: Cell | None,
    model: Model | None,
    prediction: Prediction | None,
    decision: Decision | None,
    classes: Sequence[str],
) -> dict[str, str]:
    """One cell as a row with all `columns(classes)`; `cell` None for an image without cells.

    A class of `classes` that `model` does not have stays empty. Numbers are plain decimals or have
    an exponent, never a thousands separator.
    """
    found = dict.fromkeys(columns(classes), "")
    found |= {"image": name, "image_sha256": sha256, "kind": kind.value if kind else ""}
    if cell is None:
        return found
    found |= _cell(cell)
    if model is not None and prediction is not None:
        found |= _prediction(model, prediction, classes)
    return found | _decision(decision)


def _cell(cell: Cell) -> dict[str, str]:
    box = cell.box
    numbers = {"cell": cell.number, "x": box.x, "y": box.y, "width": box.width, "height": box.height}
    measured = {m: _number(cell.measurements[m]) for m in MEASUREMENTS if m in cell.measurements}
    return {column: str(value) for column, value in numbers.items()} | measured


def _prediction(model: Model, prediction: Prediction, classes: Sequence[str]) -> dict[str, str]:
    by_class = dict(zip(model.classes, prediction.probabilities, strict=True))
    return {
        "predicted_label": model.classes[prediction.best],
        "probability": _number(prediction.probabilities[prediction.best]),
        **{f"probability_{name}": _number(by_class[name]) for name in classes if name in by_class},
        "uncertainty": _number(prediction.uncertainty),
        "triage": prediction.triage.value,
        "model": model.name,
        "model_sha256": model.sha256,
    }


def _decision(decision: Decision | None) -> dict[str, str]:
    """Where only a note was written, `reviewer` is who wrote it, and `decided_at` empty."""
    if decision is None:
        return {"status": Status.UNREVIEWED.value}
    return {
        "status": decision.status.value,
        "label": decision.label,
        "reviewer": decision.reviewer,
        "decided_at": "" if decision.status is Status.UNREVIEWED else utc(decision.decided_at),
        "note": decision.note,
    }


def utc(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: `2026-11-21T02:23:00.000000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def _number(value: float) -> str:
    return f"{value:.10g}" if math.isfinite(value) else ""


def neutralise(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; `restore` undoes it exactly."""
    return "'" + text if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """What `neutralise` was given."""
    return text[1:] if _NEUTRALISED.match(text) else text


class CsvWriter:
    """Rows → a CSV file that is whole or not there (see `atomic.AtomicFile`); a context manager.

    Rows stream to the disk, so any number can be written. `bom` puts a byte-order mark first, for
    spreadsheets that take UTF-8 for something else without it. Raises OutputError.
    """

    def __init__(self, place: Path | AtomicFile, columns: Sequence[str], *, bom: bool = False) -> None:
        """`place` is a path, or the file there where it was opened before its columns were known."""
        self._file = place if isinstance(place, AtomicFile) else AtomicFile(place)
        self._columns = tuple(columns)
        self._lines = csv.writer(_Encoder(self._file), lineterminator="\r\n")
        self._bom = bom

    def __enter__(self) -> Self:
        self._file.__enter__()
        try:
            if self._bom:
                self._file.write(b"\xef\xbb\xbf")
            self._lines.writerow(self._columns)
        except BaseException:
            self._file.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def write(self, row: Mapping[str, str]) -> None:
        """Append one row; KeyError unless it has every column, and ValueError for one too many."""
        if extra := row.keys() - set(self._columns):
            raise ValueError(f"no such columns: {sorted(extra)}")
        self._lines.writerow(neutralise(row[c]) if c in TEXT_COLUMNS else row[c] for c in self._columns)

    def write_all(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Append all `rows`."""
        for one in rows:
            self.write(one)


class _Encoder:
    def __init__(self, file: AtomicFile) -> None:
        self._file = file

    def write(self, text: str) -> None:
        # A file name need not be Unicode; the CSV must be.
        self._file.write(text.encode("utf-8", "backslashreplace"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV of ours, with the neutralising undone; a byte-order mark is fine, and so are
    semicolons or tabs for commas, as spreadsheets save them.

    Raises DataError, with the line, for a file that cannot be read or is not such a table.
    """
    csv.field_size_limit(2**31 - 1)  # a note may be of any length; more does not fit a C long on Windows
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            # spreadsheets of many countries part values by semicolons
            delimiter = max(",;\t", key=first.count)
            file.seek(0)
            lines = csv.reader(file, strict=True, delimiter=delimiter)
            names = next(lines, [])
            _check_header(path, names)
            return [_read_row(path, lines.line_num, names, line) for line in lines]
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not in UTF-8. Save it again as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise DataError(f"{path} is not a CSV table: {error}. Export it again.") from error
    except OSError as error:
        raise DataError(
            f"{path} could not be read: {error.strerror}. Check the file and its rights."
        ) from error


def _check_header(path: Path, names: list[str]) -> None:
    if not names:
        raise DataError(f"{path} is empty: its first line should name the columns.")
    if len(set(names)) < len(names):
        twice = next(n for n in names if names.count(n) > 1)
        raise DataError(f"{path}: the column “{twice}” stands there twice. Remove one.")


def _read_row(path: Path, number: int, names: list[str], line: list[str]) -> dict[str, str]:
    if len(line) != len(names):
        said = f"{path}, line {number}: {len(line)} values for {len(names)} columns. Correct the line."
        raise DataError(said)
    return {n: restore(value) if n in TEXT_COLUMNS else value for n, value in zip(names, line, strict=True)}
