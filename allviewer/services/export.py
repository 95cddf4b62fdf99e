"""A session's pictures as they stand → files, and the word of where they come from beside a CSV."""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE, __version__
from allviewer.core.atomic import write_atomic
from allviewer.core.digest import sha256_of
from allviewer.core.errors import DataError
from allviewer.core.export import Export
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Model
from allviewer.core.rows import ImageRow, State
from allviewer.services import targets
from allviewer.services.events import Work
from allviewer.services.gather import Finished
from allviewer.services.outputs import Csv, OnlyPresent, OnlyReviewed, Output
from allviewer.services.session import Session
from allviewer.services.shape_outputs import Coco, GeoJson
from allviewer.services.summary import Summary

_FORMAT = 1
_STREAMS = Path("/dev")
"""What is named there (`/dev/stdout`) may lead to an ordinary file; its folder is no place for another."""


def pictures(session: Session, names: Collection[str] | None = None) -> Iterator[Finished]:
    """The session's pictures that have something to be written, in the order of the list.

    A picture whose file is another one now is among them, as `superseded`, if something was decided
    of it. One that cannot be read any more carries the reason, with all that was found and decided
    before.
    """
    for row in session.images():
        if names is not None and row.name not in names:
            continue
        if _counts(row):
            yield _picture(session, row)


def _counts(row: ImageRow) -> bool:
    if row.superseded:
        return row.reviewed > 0
    return row.cells > 0 or row.state in (State.DONE, State.FAILED)


def _picture(session: Session, row: ImageRow) -> Finished:
    cells = session.cells(row.id)
    return Finished(
        work=Work(row.path, row.name, row.kind, sha256=row.sha256),
        sha256=row.sha256,
        kind=row.kind,
        width=row.width,
        height=row.height,
        um_per_px=row.um_per_px,
        cells=tuple(cell.cell for cell in cells),
        predictions={c.cell.number: c.prediction for c in cells if c.prediction is not None},
        decisions={c.cell.number: c.decision for c in cells if c.decision is not None},
        failed=row.reason if row.state is State.FAILED else "",
        superseded=row.superseded,
        whole=True,
    )


def write(outputs: Iterable[Output], finished: Iterable[Finished]) -> list[Finished]:
    """Write the pictures to all outputs, and hand back those that failed. Raises OutputError.

    Of these nothing is written but what a session knows of them from before.
    """
    failed = []
    with ExitStack() as stack:
        entered = [stack.enter_context(output) for output in outputs]
        for picture in finished:
            if picture.failed:
                failed.append(picture)
            if picture.failed and not picture.cells:
                continue
            for output in entered:
                output.write(picture)
        # all is said: from here on a file that is refused takes no other with it
        stack.pop_all()
        for output in entered:
            stack.callback(output.__exit__, None, None, None)
    return failed


def export(session: Session, asked: Export, *, tell: Tell = untold) -> int:
    """Write what was asked for, each CSV with its provenance beside it; how many rows the CSV has.

    All of it is of one moment, whatever is decided meanwhile. Raises OutputError, also for a file that
    is the session or one of its pictures, or what `tell` raises; then no file is left half written.
    """
    check_targets(table=asked.path, summary=asked.summary, coco=asked.coco, sources=_sources(session))
    model, labels = session.model, session.labels()
    csv = Csv(asked.path, model, bom=asked.bom, only_reviewed=asked.only_reviewed)
    outputs: list[Output] = [csv]
    if asked.summary:
        outputs.append(Summary(asked.summary, model, labels, bom=asked.bom))
    classes = model.classes if model else ()
    shapes: list[Output] = [Coco(asked.coco, classes)] if asked.coco else []
    if asked.geojson:
        shapes.append(GeoJson(asked.geojson, classes, session.own_labels(), all_or_none=True))
    outputs += map(OnlyReviewed, shapes) if asked.only_reviewed else shapes
    outputs[1:] = map(OnlyPresent, outputs[1:])
    with session.unchanging():
        write(outputs, _told(pictures(session), len(session.images()), tell))
        for table in (asked.path, asked.summary):
            if table is not None:
                write_provenance(table, model=model, session=session)
    return csv.rows


def check_targets(*, table: Path, summary: Path | None, coco: Path | None, sources: Iterable[Path]) -> None:
    """Raise OutputError where a result would replace a picture, the session or another result.

    `sources` are the files that the results are made of.
    """
    tables = [path for path in (table, summary) if path is not None]
    targets.check([*tables, *map(provenance_file, tables), coco], sources)


def _sources(session: Session) -> list[Path]:
    return [session.path, *(row.path for row in session.images())]


def _told(finished: Iterable[Finished], total: int, tell: Tell) -> Iterator[Finished]:
    for done, picture in enumerate(finished):
        tell(done, total)
        yield picture


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a CSV comes from: `<csv>.json` beside it.

    `csv_sha256` is that of the whole file; `session` and `head` (its chain's hash at that time)
    are "" for one made without a session.
    """

    csv_sha256: str
    written_at: str
    software: str
    model: str
    model_sha256: str
    session: str
    head: str


def provenance_file(csv: Path) -> Path:
    """Where the provenance of a CSV stands."""
    return csv.with_name(f"{csv.name}.json")


def write_provenance(csv: Path, *, model: Model | None, session: Session | None = None) -> None:
    """Write `<csv>.json`; nothing for what is no ordinary file (a pipe, a stream). Raises OutputError."""
    if not csv.is_file() or csv.parent == _STREAMS:
        return
    found = {
        "format": _FORMAT,
        "note": RESEARCH_USE,
        "csv_sha256": sha256_of(csv),
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "software": f"allviewer {__version__}",
        "model": model.name if model else "",
        "model_sha256": model.sha256 if model else "",
        "session": session.id if session else "",
        "head": session.head if session else "",
        "superseded": _superseded(session) if session else [],
    }
    write_atomic(provenance_file(csv), (json.dumps(found, indent=1) + "\n").encode())


def foreign(asked: Export) -> list[Path]:
    """The files in the places of the tables that are not as they were exported: what somebody wrote into
    them, or all of it, is nowhere else.
    """
    return [path for path in (asked.path, asked.summary) if path and path.is_file() and not _own(path)]


def _own(table: Path) -> bool:
    try:
        return read_provenance(table).csv_sha256 == sha256_of(table)
    except (DataError, OSError):
        return False


def _superseded(session: Session) -> list[dict[str, str]]:
    """The pictures of which the table has decisions, though another lies under their name now."""
    return [
        {"image": row.name, "image_sha256": row.sha256}
        for row in session.images()
        if row.superseded and row.reviewed
    ]


def read_provenance(csv: Path) -> Provenance:
    """What `<csv>.json` says. Raises DataError if it is absent or not such a file."""
    path = provenance_file(csv)
    try:
        found: Any = json.loads(path.read_text("utf-8"))
        return Provenance(**{field.name: str(found[field.name]) for field in fields(Provenance)})
    except FileNotFoundError as error:
        raise DataError(
            f"{path} is not there, so nothing tells whether the table was altered. Export it again."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} cannot be read as the provenance of a table. Export it again.") from error
