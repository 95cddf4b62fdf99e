"""What a session can be asked: its pictures, their cells, its models and labels."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from allviewer.core import morphology
from allviewer.core.labels import Label
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Box, Cell, Kind, Model, Status, Triage
from allviewer.core.rows import CellRow, CellSummary, ImageRow, Place, State
from allviewer.services import hosts
from allviewer.services.events import Known
from allviewer.services.session.columns import (
    DECISION_COLUMNS,
    PREDICTION_COLUMNS,
    SHAPE_COLUMNS,
    canonical,
    cell_from,
    count,
    decision_from,
    decode_polygons,
    json_list,
    model_from,
    of,
    prediction_from,
)
from allviewer.services.session.file import SessionFile
from allviewer.services.session.store import decode_path

# What a person measured holds for every picture whose own file says nothing.
_SCALE = """CAST(coalesce(
    (SELECT value FROM settings WHERE name = 'um_per_px' ORDER BY id DESC LIMIT 1),
    (SELECT value FROM meta WHERE key = 'um_per_px')) AS REAL)"""

_IMAGES = f"""SELECT i.id, i.name, i.path, i.sha256, i.kind_now, i.kind_by_person, i.reason, i.notes,
    i.width, i.height, coalesce(i.um_per_px, {_SCALE}), i.trouble, f.image_id IS NOT NULL
    FROM images_now i LEFT JOIN findings f ON f.image_id = i.id AND f.kind = i.kind_now
    {{where}} ORDER BY i.id"""

# Apart from the above: SQLite would go through all cells to answer for one picture.
_COUNTS = """SELECT c.image_id, count(*), count(p.shape_id), coalesce(sum(d.status != 'unreviewed'), 0)
    FROM cells_now c
    LEFT JOIN decisions d ON d.id = c.decision_id
    LEFT JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?
    {where} GROUP BY c.image_id"""

# What was said of a picture whose file is another one now is kept, and counts again once it is back.
_PRESENT = "(SELECT trouble FROM images WHERE id = c.image_id) != 'changed'"

# Looked up for a hundred thousand cells at once, where calling the enumeration takes its time.
_STATUS = {status.value: status for status in Status}
_TRIAGE = {triage.value: triage for triage in Triage}

_SUMMARIES = f"""SELECT c.id, c.image_id, c.number, p.best, p.probability, p.uncertainty, p.triage, p.reason,
    json_extract(s.measurements, '$.cell_area_px'), s.truncated,
    d.status, d.label, d.reviewer, d.note, d.blind, NOT d.blind AND d.model_sha256 = m.sha256
    FROM cells_now c JOIN shapes s ON s.id = c.shape_id AND {_PRESENT}
    LEFT JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?
    LEFT JOIN models m ON m.id = p.model_id
    LEFT JOIN decisions d ON d.id = c.decision_id
    {{where}} ORDER BY c.image_id, c.number"""


_CELLS = f"""SELECT c.id, c.image_id, c.number, {_SCALE}, {of("s", SHAPE_COLUMNS)},
    {of("p", PREDICTION_COLUMNS)}, {of("d", DECISION_COLUMNS)}
    FROM cells_now c JOIN shapes s ON s.id = c.shape_id
    LEFT JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?
    LEFT JOIN decisions d ON d.id = c.decision_id
    {{where}} ORDER BY c.image_id, c.number"""


# Where the columns of an outline and of a prediction end among those of `_CELLS`.
_SHAPE = count(SHAPE_COLUMNS)
_PREDICTION = _SHAPE + count(PREDICTION_COLUMNS)


def models(file: SessionFile) -> list[tuple[int, Model]]:
    """All models that classified here, with their row ids."""
    query = "SELECT id, name, sha256, classes, crop_factor, input_size, heatmap_range FROM models ORDER BY id"
    return [(model_id, model_from(values)) for model_id, *values in file.rows(query)]


def images(file: SessionFile, model_id: int, *, ids: Sequence[int] | None = None) -> list[ImageRow]:
    """The pictures in the order in which they came, or those with these ids."""
    counts = {image_id: rest for image_id, *rest in _asked(file, _COUNTS, "c.image_id", ids, model_id)}
    path_of = paths(file)
    return [
        _image_row(path_of, counts.get(row[0], (0, 0, 0)), *row) for row in _asked(file, _IMAGES, "i.id", ids)
    ]


def _image_row(path_of: Callable[[bytes], Path], counts: Sequence[int], *values: Any) -> ImageRow:
    image_id, name, path, sha256, kind, by_person, reason, notes, *size, trouble, found = values
    width, height, um_per_px = size
    cells, classified, reviewed = counts
    state = State.DONE if found and classified == cells else State.READ if sha256 else State.PENDING
    return ImageRow(
        image_id,
        name,
        path_of(path),
        sha256,
        None if kind is None else Kind(kind),
        bool(by_person),
        State(trouble) if trouble else state,
        reason,
        tuple(json_list(notes)),
        width,
        height,
        um_per_px,
        cells,
        reviewed,
    )


def paths(file: SessionFile) -> Callable[[bytes], Path]:
    """How the paths that stand in a session are read: for all rows of one query."""
    touchable = hosts.touching(file.path)
    return lambda data: touchable(decode_path(data))


def cells(file: SessionFile, model_id: int, *, image_id: int) -> list[CellRow]:
    """The cells of a picture, by number."""
    rows = file.rows(_CELLS.format(where="WHERE c.image_id = ?"), model_id, image_id)
    return [_cell_row(*row) for row in rows]


def cells_by_id(file: SessionFile, model_id: int, ids: Sequence[int]) -> list[CellRow]:
    """Cells wherever they are, in no order."""
    return [_cell_row(*row) for row in _asked(file, _CELLS, "c.id", ids, model_id)]


def outlines(file: SessionFile, ids: Sequence[int]) -> list[tuple[int, int, Cell]]:
    """Ids of cell and picture, and the cell's place and outline alone: a fifth of the cost of its row."""
    query = """SELECT c.id, c.image_id, c.number, s.x, s.y, s.width, s.height, s.outline
        FROM cells_now c JOIN shapes s ON s.id = c.shape_id {where}"""
    return [
        (cell_id, image_id, Cell(number, Box(*box), decode_polygons(outline)[0]))
        for cell_id, image_id, number, *box, outline in _asked(file, query, "c.id", ids)
    ]


def _cell_row(*values: Any) -> CellRow:
    cell_id, image_id, number, scale, *rest = values
    shape, prediction, decision = rest[:_SHAPE], rest[_SHAPE:_PREDICTION], rest[_PREDICTION:]
    cell = _in_micrometres(cell_from(number, shape), scale)
    return CellRow(cell_id, image_id, cell, prediction_from(prediction), decision_from(decision))


def _in_micrometres(cell: Cell, um_per_px: float | None) -> Cell:
    found = cell.measurements
    if um_per_px is None or "cell_area_um2" in found or "cell_area_px" not in found:
        return cell
    known = {**found, **morphology.in_micrometres(found, um_per_px=um_per_px)}
    return replace(cell, measurements=MappingProxyType(known))


def summaries(
    file: SessionFile,
    model_id: int,
    classes: Sequence[str],
    *,
    ids: Sequence[int] | None = None,
    tell: Tell = untold,
) -> list[CellSummary]:
    """The light rows of all cells in the pictures as they are now, or of those with these ids; `tell`
    counts them.
    """
    (total,) = file.row("SELECT count(*) FROM cells") if ids is None else (len(ids),)
    found: list[CellSummary] = []
    for rows in file.parts(*_question(_SUMMARIES, "c.id", ids, model_id)):
        found += [_summary(classes, *row) for row in rows]
        tell(min(len(found), total), total)
    return found


def _summary(classes: Sequence[str], *values: Any) -> CellSummary:
    cell_id, image_id, number, best, probability, uncertainty, triage, reason, *rest = values
    area, truncated, *decided = rest
    status, label, reviewer, note, blind, seen = decided
    return CellSummary(
        cell_id,
        image_id,
        number,
        "" if best is None else classes[best],
        probability or 0.0,
        uncertainty or 0.0,
        _TRIAGE.get(triage),
        reason or "",
        _STATUS.get(status, Status.UNREVIEWED),
        label or "",
        reviewer or "",
        note or "",
        bool(blind),
        bool(seen),
        area or 0.0,
        bool(truncated),
    )


def places(file: SessionFile) -> list[Place]:
    """Where all cells of the pictures as they are now lie, by picture and number."""
    rows = file.rows(
        f"""SELECT c.id, c.image_id, c.number, s.x, s.y, s.width, s.height FROM cells_now c
        JOIN shapes s ON s.id = c.shape_id AND {_PRESENT} ORDER BY c.image_id, c.number"""
    )
    return [Place(cell_id, image_id, number, Box(*box)) for cell_id, image_id, number, *box in rows]


def decided_last(file: SessionFile) -> tuple[int, int] | None:
    """The picture and the cell of the last decision, by their ids; None where there is none."""
    found: tuple[int, int] | None = file.row(
        "SELECT c.image_id, c.id FROM decisions d JOIN cells c ON c.id = d.cell_id ORDER BY d.id DESC LIMIT 1"
    )
    return found


def _asked(
    file: SessionFile, query: str, column: str, ids: Sequence[int] | None, *values: object
) -> list[Any]:
    """All rows of a query, or those whose `column` is one of `ids`."""
    return file.rows(*_question(query, column, ids, *values))


def _question(query: str, column: str, ids: Sequence[int] | None, *values: object) -> tuple[Any, ...]:
    """A query and its values: of all rows, or of those whose `column` is one of `ids`."""
    if ids is None:
        return (query.format(where=""), *values)
    where = f"WHERE {column} IN (SELECT value FROM json_each(?))"
    return (query.format(where=where), *values, canonical(list(ids)))


def um_per_px(file: SessionFile) -> float | None:
    """The scale that a person measured, if one did."""
    found: float | None = file.row(f"SELECT {_SCALE}")[0]
    return found


def labels(file: SessionFile) -> list[Label]:
    """The classes that a person added, in their order."""
    said = file.row("SELECT value FROM settings WHERE name = 'labels' ORDER BY id DESC LIMIT 1")
    if said is not None and said[0] is not None:
        return [Label(*one) for one in json_list(said[0])]
    return [Label(*row) for row in file.rows("SELECT name, colour, key FROM labels ORDER BY position")]


def carried(file: SessionFile) -> dict[str, int]:
    """How many cells carry each label."""
    rows = file.rows(
        """SELECT d.label, count(*) FROM cells_now c JOIN decisions d ON d.id = c.decision_id
        WHERE d.label != '' GROUP BY d.label"""
    )
    return dict(rows)


def known(file: SessionFile, *, unread: bool = False) -> list[Known]:
    """Every picture that was read and counts, as it last lay on disk; or also those not read, of hash ""."""
    rows = file.rows(
        "SELECT name, path, sha256, size, mtime_ns, trouble = 'missing' FROM images"
        " WHERE (sha256 != '' OR ?) AND trouble != 'changed' ORDER BY id",
        unread,
    )
    path_of = paths(file)
    return [
        Known(name, path_of(path), sha256, size, mtime_ns, bool(missing))
        for name, path, sha256, size, mtime_ns, missing in rows
    ]
