"""Storing what the pipeline says: each event to the picture, cell and model that it names."""

from collections.abc import Iterable
from functools import singledispatch
from pathlib import Path
from typing import Any

from allviewer.core.records import Cell
from allviewer.core.rows import Change
from allviewer.services import events
from allviewer.services.session.columns import (
    PREDICTION_COLUMNS,
    SHAPE_COLUMNS,
    canonical,
    clean,
    marks,
    prediction_values,
    shape_values,
)
from allviewer.services.session.file import SessionFile

_CHANGED = "The file has changed since. What was decided here belongs to the earlier picture."
_MISSING = "The file is no longer there."


def encode_path(path: Path) -> bytes:
    """A path as bytes: names of files need not be text."""
    return str(path).encode("utf-8", "surrogateescape")


def decode_path(data: bytes) -> Path:
    """The inverse of `encode_path`."""
    return Path(data.decode("utf-8", "surrogateescape"))


def register(file: SessionFile, works: Iterable[events.Work]) -> Change:
    """Take up new pictures, and try those again that failed before."""
    touched = set()
    for work in works:
        path = encode_path(work.path)
        rows = file.rows("SELECT id, path, trouble FROM images WHERE name = ?", clean(work.name))
        for image_id, known, trouble in rows:
            if known != path or trouble == "failed":
                file.run(
                    "UPDATE images SET path = ?, reason = iif(trouble = 'failed', '', reason),"
                    " trouble = iif(trouble = 'failed', '', trouble) WHERE id = ?",
                    path,
                    image_id,
                )
                touched.add(image_id)
        if not rows:
            touched.add(file.run("INSERT INTO images (name, path) VALUES (?, ?)", clean(work.name), path))
    return Change(images=frozenset(touched))


@singledispatch
def store(event: events.Event, file: SessionFile) -> Change:
    """Write one event inside `file.writing()`; the images and cells that it changed."""
    raise TypeError(event)


@store.register
def _(event: events.Notice, file: SessionFile) -> Change:
    return Change()


@store.register
def _(event: events.Listed, file: SessionFile) -> Change:
    return register(file, event.works)


@store.register
def _(event: events.ImageRead, file: SessionFile) -> Change:
    change = _place(file, event.work.name, event.sha256)
    (image_id,) = _image(file, event.work.name, event.sha256)
    file.run(
        "UPDATE images SET path = ?, size = ?, mtime_ns = ?, notes = ?, um_per_px = ?, width = ?, height = ?"
        " WHERE id = ?",
        *(encode_path(event.work.path), event.size, event.mtime_ns, canonical(event.notes), event.um_per_px),
        *(event.width, event.height, image_id),
    )
    return change


@store.register
def _(event: events.CellsFound, file: SessionFile) -> Change:
    (image_id,) = _image(file, event.work.name, event.sha256)
    if event.work.kind is None:
        file.run("UPDATE images SET kind = ? WHERE id = ?", event.kind.value, image_id)
    file.run(
        "UPDATE images SET width = ?, height = ?, um_per_px = coalesce(?, um_per_px) WHERE id = ?",
        *(event.width, event.height, event.um_per_px, image_id),
    )
    key = (image_id, event.kind.value)
    if file.row("SELECT 1 FROM findings WHERE image_id = ? AND kind = ?", *key):
        return Change(images=frozenset({image_id}))
    file.run("INSERT INTO findings (image_id, kind) VALUES (?, ?)", *key)
    return Change(
        images=frozenset({image_id}), cells=frozenset(insert_cell(file, *key, cell) for cell in event.cells)
    )


def insert_cell(file: SessionFile, image_id: int, kind: str, cell: Cell) -> int:
    """A cell that the program found, with its outline; its id."""
    cell_id = file.run(
        "INSERT INTO cells (image_id, kind, number) VALUES (?, ?, ?)", image_id, kind, cell.number
    )
    file.run(
        f"INSERT INTO shapes (cell_id, {SHAPE_COLUMNS}) VALUES (?, {marks(SHAPE_COLUMNS)})",
        *(cell_id, *shape_values(cell)),
    )
    return cell_id


@store.register
def _(event: events.CellsClassified, file: SessionFile) -> Change:
    (image_id,) = _image(file, event.work.name, event.sha256)
    (model_id,) = file.row("SELECT id FROM models WHERE sha256 = ?", event.model_sha256)
    given = {cell.number: cell for cell in event.work.cells_for(event.sha256) or ()}
    (guess,) = file.row("SELECT kind FROM images WHERE id = ?", image_id)
    kind = guess if event.work.kind is None else event.work.kind.value
    cells = set()
    for number, prediction in event.predictions.items():
        cell_id, shape_id = _shape_meant(file, (image_id, kind, number), given.get(number))
        file.run(
            f"INSERT OR REPLACE INTO predictions (shape_id, model_id, {PREDICTION_COLUMNS})"
            f" VALUES (?, ?, {marks(PREDICTION_COLUMNS)})",
            *(shape_id, model_id, *prediction_values(prediction)),
        )
        cells.add(cell_id)
    return Change(images=frozenset({image_id}) if event.last else frozenset(), cells=frozenset(cells))


def _shape_meant(file: SessionFile, key: tuple[Any, ...], given: Cell | None) -> tuple[int, int]:
    """The cell and the outline that was classified, even if the outline was redrawn meanwhile."""
    digest = None if given is None else shape_values(given)[0]
    cell_id, shape_id = file.row(
        """SELECT c.id, min(s.id) FROM cells c JOIN shapes s ON s.cell_id = c.id
        WHERE c.image_id = ? AND c.kind = ? AND c.number = ? AND s.same_as IS NULL
        AND s.digest != '' AND (? IS NULL OR s.digest = ?)""",
        *(*key, digest, digest),
    )
    return cell_id, shape_id


@store.register
def _(event: events.ImageFailed, file: SessionFile) -> Change:
    images = file.rows(
        "SELECT id FROM images WHERE name = ? AND trouble NOT IN ('changed')", clean(event.work.name)
    )
    for (image_id,) in images:
        file.run(
            "UPDATE images SET trouble = 'failed', reason = ? WHERE id = ?", clean(event.reason), image_id
        )
    return Change(images=frozenset(image_id for (image_id,) in images))


@store.register
def _(event: events.FileChecked, file: SessionFile) -> Change:
    if event.sha256:
        change = _place(file, event.name, event.sha256)
        file.run(
            "UPDATE images SET path = ?, size = ?, mtime_ns = ? WHERE name = ? AND sha256 = ?",
            *(encode_path(event.path), event.size, event.mtime_ns, clean(event.name), event.sha256),
        )
        return change
    gone = file.rows("SELECT id FROM images WHERE name = ? AND trouble NOT IN ('changed')", clean(event.name))
    for (image_id,) in gone:
        file.run("UPDATE images SET trouble = 'missing', reason = ? WHERE id = ?", _MISSING, image_id)
    return Change(images=frozenset(image_id for (image_id,) in gone))


def _image(file: SessionFile, name: str, sha256: str) -> Any:
    return file.row("SELECT id FROM images WHERE name = ? AND sha256 = ?", clean(name), sha256)


def _place(file: SessionFile, name: str, sha256: str) -> Change:
    """Make the row of this picture the one that counts under its name; older contents step back."""
    name = clean(name)
    if not _image(file, name, sha256):
        unread = _image(file, name, "")
        if unread:
            file.run("UPDATE images SET sha256 = ? WHERE id = ?", sha256, unread[0])
        else:
            file.run("INSERT INTO images (name, sha256, path) VALUES (?, ?, '')", name, sha256)
    rows = file.rows("SELECT id, sha256 FROM images WHERE name = ?", name)
    for image_id, other in rows:
        trouble = ("", "") if other == sha256 else ("changed", _CHANGED)
        file.run("UPDATE images SET trouble = ?, reason = ? WHERE id = ?", *trouble, image_id)
    return Change(images=frozenset(image_id for image_id, _ in rows))
