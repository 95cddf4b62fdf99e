"""Whether what was decided or exported is still what was written, in plain sentences."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from allviewer.core import report
from allviewer.core.digest import sha256_of
from allviewer.core.errors import BundleError, DataError
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Model
from allviewer.services import export
from allviewer.services.session import Session
from allviewer.services.summary import Summary


def audit_session(path: Path, *, tell: Tell = untold) -> Iterator[str]:
    """What does not fit in a session: altered steps or outlines, pictures or bundles that changed.

    Predictions are in no chain: a decision holds the label and the weights' hash that it rested on, and
    what a model says of a picture can be found anew. `tell` counts the pictures.
    Raises SessionError if it is no session, or damaged.
    """
    with closing(Session.look(path)) as session:
        yield from session.verify()
        yield from _pictures(session, tell)
        for model in session.models():
            yield from _bundles(model)


def _pictures(session: Session, tell: Tell) -> Iterator[str]:
    rows = session.images()
    for done, row in enumerate(rows):
        tell(done, len(rows))
        if not row.sha256 or row.superseded:
            continue
        try:
            same = sha256_of(row.path) == row.sha256
        except OSError:
            yield f"{row.path}: the picture is not there, so it could not be compared."
            continue
        if not same:
            yield f"{row.path}: the picture is not the one that was reviewed."


def _bundles(model: Model) -> Iterator[str]:
    from allviewer.model import shelf

    hashes = {found.weights_sha256 for _, found in shelf.find_bundles()}
    for name, sha256 in zip(model.name.split("+"), model.sha256.split("+"), strict=False):
        if sha256 in hashes:
            continue
        try:
            shelf.resolve(name)
        except BundleError:
            yield f"The bundle {name} is not installed here, so it could not be compared."
        else:
            yield f"The bundle {name} here is not the one that classified: its weights differ."


def audit_csv(path: Path, *, session: Path | None = None) -> Iterator[str]:
    """What does not fit in an exported table, by the word beside it, and by the session if named.

    Raises DataError if the table or the word beside it cannot be read, SessionError as above.
    """
    try:
        sha256 = sha256_of(path)
    except OSError as error:
        raise DataError(f"{path} could not be read: {error.strerror}. Check the file.") from error
    said = export.read_provenance(path)
    if sha256 != said.csv_sha256:
        yield f"{path}: the table was altered after it was written."
    if session is None:
        return
    with closing(Session.look(session)) as opened:
        yield from opened.verify()
        yield from _against(path, said, opened)


def _against(path: Path, said: export.Provenance, session: Session) -> Iterator[str]:
    if said.session != session.id:
        yield f"{path}: the table was exported from another session."
        return
    if not session.was(said.head):
        yield f"{path}: the session was cut back or replaced after the table was exported."
    if said.head != session.head:
        return  # decided on since: the table is of an earlier time, which is no alteration
    decided: dict[tuple[str | None, str | None, str], tuple[str, str]] = {
        (row.name, row.sha256, str(cell.cell.number)): (
            (cell.decision.status.value, cell.decision.label) if cell.decision else ("unreviewed", "")
        )
        for row in session.images()
        for cell in session.cells(row.id)
    }
    lines = report.read_csv(path)
    if lines and "cell" not in lines[0]:
        yield from _summarised(path, lines, session)
        return
    for line in lines:
        if not line["cell"]:
            continue
        # an altered table may lack any column, and a number may be none
        known = decided.get((line.get("image"), line.get("image_sha256"), line["cell"]))
        if (line.get("status"), line.get("label")) != known:
            yield f"{path}: {line.get('image', '')}, cell {line['cell']}: not what the session says."


def _summarised(path: Path, lines: Sequence[Mapping[str, str]], session: Session) -> Iterator[str]:
    summary = Summary(path, session.model, session.labels())
    for picture in export.pictures(session):
        if not picture.superseded and (not picture.failed or picture.cells):
            summary.write(picture)
    counted: dict[tuple[str | None, str | None], Mapping[str, str]] = {
        (row["image"], row["image_sha256"]): row for row in summary.rows()
    }
    for line in lines:
        # an altered table may lack any column
        if counted.get((line.get("image"), line.get("image_sha256"))) != line:
            yield f"{path}: {line.get('image', '')}: not what the session says."
