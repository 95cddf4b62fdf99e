"""What a person did, as an append-only chain: taking a step, bringing one back, checking them all."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from allviewer.core.progress import Tell, part, untold
from allviewer.core.records import Cell
from allviewer.core.rows import Change
from allviewer.services.session.columns import (
    DECISION_COLUMNS,
    SHAPE_COLUMNS,
    canonical,
    count,
    decision_values,
    marks,
    of,
    shape_digest,
    shape_values,
)
from allviewer.services.session.file import SessionFile

_SPOKEN = f"cell_id, shape_id, {DECISION_COLUMNS}"
_DRAWN = f"cell_id, same_as, {SHAPE_COLUMNS}"
_SEEN_AS = "image_id, kind"
_SET = "name, value"
_SILENT = decision_values(None)
_UNDRAWN = (None,) * (count(SHAPE_COLUMNS) - 1)  # all but the digest

SCALE, LABELS = "um_per_px", "labels"
"""What can be said of the whole session: `settings` by name."""

Columns = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step to be taken: rows for the append-only tables, each starting with what it is about.

    `decisions` are the columns of `_SPOKEN`, `shapes` those of `_DRAWN`, `kinds` of `_SEEN_AS` (None for the
    program's guess), `settings` of `_SET`.
    """

    operation: str
    reviewer: str
    taken_at: str
    reverts: int | None = None
    decisions: Sequence[Columns] = field(default=())
    shapes: Sequence[Columns] = field(default=())
    kinds: Sequence[Columns] = field(default=())
    settings: Sequence[Columns] = field(default=())


def take(file: SessionFile, step: Step, *, tell: Tell = untold) -> int:
    """Write a step, inside `file.writing()`, and chain it to the one before; its id.

    `tell` counts the decisions, and what it raises leaves nothing of the step.
    """
    last = file.row("SELECT id, hash FROM steps ORDER BY id DESC LIMIT 1") or (0, "")
    step_id, previous = last[0] + 1, last[1]
    for table, columns, rows in (
        ("decisions", _SPOKEN, step.decisions),
        ("shapes", _DRAWN, step.shapes),
        ("kinds", _SEEN_AS, step.kinds),
        ("settings", _SET, step.settings),
    ):
        file.run_many(
            f"INSERT INTO {table} (step_id, {columns}) VALUES (?, {marks(columns)})",
            [(step_id, *row) for row in rows],
            tell=part(tell, 0, of=2) if table == "decisions" else untold,
        )
    head = (step_id, step.operation, step.reviewer, step.taken_at, step.reverts)
    file.run(
        "INSERT INTO steps (id, operation, reviewer, taken_at, reverts, previous_hash, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        *head,
        previous,
        _hash(file, head, previous, tell=part(tell, 1, of=2)),
    )
    return step_id


_CHAINED = {
    "decisions": f"""SELECT i.sha256, c.kind, c.number, s.digest, {of("d", _SPOKEN)}
        FROM decisions d JOIN cells c ON c.id = d.cell_id JOIN images i ON i.id = c.image_id
        JOIN shapes s ON s.id = d.shape_id WHERE d.step_id = ? ORDER BY d.id""",
    "kinds": """SELECT i.name, k.image_id, k.kind FROM kinds k JOIN images i ON i.id = k.image_id
        WHERE k.step_id = ? ORDER BY k.id""",
    "settings": "SELECT name, value FROM settings WHERE step_id = ? ORDER BY id",
    "shapes": """SELECT i.sha256, c.kind, c.number, s.cell_id, s.same_as, s.digest FROM shapes s
        JOIN cells c ON c.id = s.cell_id JOIN images i ON i.id = c.image_id
        WHERE s.step_id = ? ORDER BY s.id""",
}
"""What of a step is chained, by name in the order of the names."""


def _hash(file: SessionFile, head: Columns, previous: str, *, tell: Tell = untold) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the step as it stands in the tables.

    The JSON is made in parts: no other thread runs while a single one of 100,000 rows is written.
    """
    digest = hashlib.sha256((previous + "{").encode())
    total = step_size(file, head[0])
    for name, query in _CHAINED.items():
        done = 0
        for rows in file.parts(query, head[0]):
            digest.update((("," if done else f'"{name}":[') + canonical(rows)[1:-1]).encode())
            done += len(rows)
            tell(min(done, total), total)
        if done or name != "settings":  # version 2 knew of none
            digest.update((("" if done else f'"{name}":[') + "],").encode())
    digest.update(f'"step":{canonical(head)}}}'.encode())
    return digest.hexdigest()


def step_size(file: SessionFile, step_id: int) -> int:
    """How many decisions a step holds."""
    found: int = file.row("SELECT count(*) FROM decisions WHERE step_id = ?", step_id)[0]
    return found


def _gathered(parts: Iterator[list[Columns]], *, total: int, tell: Tell) -> list[Columns]:
    """All rows; `tell` counts them."""
    rows: list[Columns] = []
    for some in parts:
        rows += some
        tell(min(len(rows), total), total)
    return rows


_BEFORE = {
    "decisions": f"""SELECT d.cell_id, d.shape_id, {of("e", DECISION_COLUMNS)}, e.shape_id
        FROM decisions d LEFT JOIN decisions e
        ON e.id = (SELECT max(id) FROM decisions WHERE cell_id = d.cell_id AND id < d.id)
        WHERE d.step_id = ? ORDER BY d.id""",
    "kinds": """SELECT k.image_id, (SELECT kind FROM kinds WHERE image_id = k.image_id AND id < k.id
        ORDER BY id DESC LIMIT 1) FROM kinds k WHERE k.step_id = ? ORDER BY k.id""",
    "settings": """SELECT s.name, (SELECT value FROM settings WHERE name = s.name AND id < s.id
        ORDER BY id DESC LIMIT 1) FROM settings s WHERE s.step_id = ? ORDER BY s.id""",
    "shapes": """SELECT s.cell_id, coalesce(e.same_as, e.id), e.digest FROM shapes s LEFT JOIN shapes e
        ON e.id = (SELECT max(id) FROM shapes WHERE cell_id = s.cell_id AND id < s.id)
        WHERE s.step_id = ? ORDER BY s.id""",
}
"""What stood before a step, by table: the newest earlier row of each that it touched."""


def before(file: SessionFile, step_id: int, *, tell: Tell = untold) -> dict[str, list[Columns]]:
    """The rows that bring back what stood before a step: the newest earlier ones of what it touched.

    `tell` counts the decisions.
    """
    parts = file.parts(_BEFORE["decisions"], step_id)
    decisions = _gathered(parts, total=step_size(file, step_id), tell=tell)
    return {
        "decisions": [
            (cell, shape, *_SILENT) if earlier is None else (cell, earlier, *rest)
            for cell, shape, *rest, earlier in decisions
        ],
        "shapes": [_again(*row) for row in file.rows(_BEFORE["shapes"], step_id)],
        "kinds": file.rows(_BEFORE["kinds"], step_id),
        "settings": file.rows(_BEFORE["settings"], step_id),
    }


def after(file: SessionFile, step_id: int, *, tell: Tell = untold) -> dict[str, list[Columns]]:
    """The rows that bring back what stood right after a step; `tell` counts the decisions."""
    parts = file.parts(f"SELECT {_SPOKEN} FROM decisions WHERE step_id = ? ORDER BY id", step_id)
    shapes = file.rows(
        "SELECT cell_id, coalesce(same_as, id), digest FROM shapes WHERE step_id = ? ORDER BY id", step_id
    )
    return {
        "decisions": _gathered(parts, total=step_size(file, step_id), tell=tell),
        "shapes": [_again(*row) for row in shapes],
        "kinds": file.rows(f"SELECT {_SEEN_AS} FROM kinds WHERE step_id = ? ORDER BY id", step_id),
        "settings": file.rows(f"SELECT {_SET} FROM settings WHERE step_id = ? ORDER BY id", step_id),
    }


def redrawn(file: SessionFile, cell_id: int, cell: Cell) -> Columns:
    """The row for a new outline. One that the cell had before is pointed at: what models said of it holds."""
    values = shape_values(cell)
    digest = str(values[0])
    holder = file.row(
        "SELECT id FROM shapes WHERE cell_id = ? AND same_as IS NULL AND digest = ?", cell_id, digest
    )
    return _again(cell_id, holder[0], digest) if holder else (cell_id, None, *values)


def _again(cell_id: int, holder: int | None, digest: str | None) -> Columns:
    """A shape row that points at the one which holds the outline, or says the cell is not there."""
    return (cell_id, holder, digest, *_UNDRAWN) if digest else (cell_id, None, "", *_UNDRAWN)


def touched(file: SessionFile, step: Step) -> Change:
    """The cells a step names, and their images; of a scale all images, whose cells it measures."""
    cells = {row[0] for row in (*step.decisions, *step.shapes)}
    images = {row[0] for row in step.kinds}
    images.update(image for (image,) in _image_ids(file, sorted(cells)))
    said = {name for name, _ in step.settings}
    if SCALE in said:
        images.update(image for (image,) in file.rows("SELECT id FROM images"))
    return Change(frozenset(images), frozenset(cells), labels=LABELS in said)


def _image_ids(file: SessionFile, cells: Sequence[int]) -> list[Columns]:
    """The images that some cells are in."""
    return file.rows(
        "SELECT DISTINCT image_id FROM cells WHERE id IN (SELECT value FROM json_each(?))", canonical(cells)
    )


def verify(file: SessionFile) -> Iterator[str]:
    """What does not fit, in plain sentences; nothing if no step and no outline was altered. Predictions
    are not among what is checked.
    """
    for shape_id, digest, *values in file.rows(
        f"SELECT id, {SHAPE_COLUMNS} FROM shapes WHERE same_as IS NULL AND digest != ''"
    ):
        if shape_digest(values) != digest:
            yield f"Outline {shape_id} was altered after it was saved."
    previous, expected = "", 1
    for *head, before_it, own in file.rows(
        "SELECT id, operation, reviewer, taken_at, reverts, previous_hash, hash FROM steps ORDER BY id"
    ):
        if head[0] != expected or before_it != previous:
            yield f"Step {expected} was removed or replaced."
        if _hash(file, tuple(head), before_it) != own:
            yield f"Step {head[0]}, by {head[2]} at {head[3]}, was altered after it was saved."
        previous, expected = own, head[0] + 1
