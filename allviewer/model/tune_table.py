"""The table of a tuning: its rows as CSV, picture and aligned text."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allviewer.core.errors import DataError
from allviewer.core.palette import BLUE, hex_of
from allviewer.model.files import drawing, write_csv

TABLE_FILE, PICTURE_FILE = "table.csv", "table.png"
_LETTER = 0.06
"""Inches that a letter of a row's name needs in the picture."""


@dataclass(frozen=True, slots=True)
class Row:
    """One trained setting: its values, the best validation balanced accuracy, the epochs it ran."""

    values: Mapping[str, Any]
    score: float
    epochs: int
    state: str


def rank(row: Row) -> float:
    """Best first; what has no score last."""
    return math.inf if math.isnan(row.score) else -row.score


def write_table(out: Path, rows: Sequence[Row]) -> None:
    """`table.csv` and `table.png`, best first."""
    rows = sorted(rows, key=rank)
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    lines = [
        [*(row.values.get(n, "") for n in names), f"{row.score:.6f}", row.epochs, row.state] for row in rows
    ]
    write_csv(out / TABLE_FILE, [[*names, "balanced_accuracy", "epochs", "state"], *lines])
    _picture(out / PICTURE_FILE, rows)


def read_table(path: Path) -> list[Row]:
    """What `write_table` wrote; nothing where there is no table yet. Raises DataError for another table."""
    if not path.is_file():
        return []
    fixed = ("balanced_accuracy", "epochs", "state")
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            return [
                Row(
                    {k: v for k, v in row.items() if k not in fixed},
                    float(row["balanced_accuracy"]),
                    int(row["epochs"]),
                    row["state"],
                )
                for row in csv.DictReader(stream)
            ]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise DataError(f"{path}: not a table of allviewer tune. Name another folder.") from error


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    lines = [[*names, "balanced accuracy", "epochs", "state"]]
    lines += [
        [*(_short(r.values.get(n, "")) for n in names), f"{r.score:.4f}", str(r.epochs), r.state]
        for r in rows
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def told(row: Row) -> str:
    """One row in a line, as it is said when it is done."""
    return f"balanced accuracy {row.score:.4f}, {row.epochs} epochs, {row.state} ({_values(row)})"


def _values(row: Row) -> str:
    return ", ".join(f"{name} {_short(value)}" for name, value in row.values.items())


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _picture(path: Path, rows: Sequence[Row]) -> None:
    shown = [r for r in rows if not math.isnan(r.score)]
    names = [_values(row) for row in shown]
    width = 5 + _LETTER * max(map(len, names), default=0)
    with drawing(path, width=width, height=1.2 + 0.28 * len(shown)) as figure:
        axes = figure.subplots()
        axes.barh(range(len(shown)), [r.score for r in shown], color=hex_of(BLUE))
        axes.set_yticks(range(len(shown)), names, fontsize=7)
        axes.invert_yaxis()
        axes.set(xlabel="validation balanced accuracy", xlim=(0, 1))
