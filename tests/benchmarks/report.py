"""The table of all figures: on the terminal, as Markdown and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.record import Measured

HEAD = ("line", "must reach", "measured", "", "both sides")


def cells(one: Measured) -> tuple[str, str, str, str, str]:
    """A figure as the columns of `HEAD`."""
    measured = "–" if one.value is None else f"{one.value:.4g} {one.unit}".strip()
    sides = [f"{name} {text}" for name, text in one.sides.items()]
    return one.name, f"{one.bar} {one.unit}".strip(), measured, one.verdict, "; ".join([*sides, *one.notes])


def terminal(found: Sequence[Measured]) -> str:
    """Columns aligned; what the figures were made of stands below each."""
    rows = [HEAD[:4], *(cells(one)[:4] for one in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for row, one in zip(rows, [None, *found], strict=True):
        lines.append("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
        if one is not None and (sides := cells(one)[4]):
            lines.append(f"    {sides}")
    return "\n".join(lines)


def markdown(found: Sequence[Measured], *, about: Sequence[str]) -> str:
    """The table for the guide, after what it was measured on."""
    rows = [HEAD, ("---",) * len(HEAD), *(cells(one) for one in found)]
    table = "\n".join(f"| {' | '.join(text.replace('|', '/') for text in row)} |" for row in rows)
    return "\n".join([*about, "", table, ""])


def write(folder: Path, found: Sequence[Measured], *, about: Sequence[str]) -> None:
    """`table.md` and `table.json` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "table.md").write_text(markdown(found, about=about), encoding="utf-8")
    rows = [{**asdict(one), "verdict": one.verdict} for one in found]
    text = json.dumps({"about": about, "lines": rows}, indent=1, ensure_ascii=False)
    (folder / "table.json").write_text(text + "\n", encoding="utf-8")
