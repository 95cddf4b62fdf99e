"""Labels from a CSV: matched to a session's cells, conflicts listed, nothing overwritten unasked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from allviewer.core import match, report
from allviewer.core.errors import DataError
from allviewer.core.grouped import grouped
from allviewer.core.label_plan import Conflict, Line, Plan, Proposal, Refused
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Box, Status
from allviewer.core.review import LABELLED
from allviewer.core.rows import Change, ImageRow, Place, Verdict
from allviewer.services.second_opinion import spelling
from allviewer.services.session import Session

_BINS: Final = frozenset({Status.UNSURE.value, Status.EXCLUDED.value})


def plan(session: Session, path: Path) -> Plan:
    """Read the CSV and match its lines to the session's cells. Raises DataError for no such table."""
    lines, refused, silent = _read(path)
    found, lost = _locate(session, lines)
    refused += lost
    labels = session.labels()
    found = _spelt(found, labels)
    unknown = {p.line.row for p in found if p.line.verdict.label and p.line.verdict.label not in labels}
    refused += [
        Refused(
            p.line.row, f"“{p.line.verdict.label}” is not a class of this session. Add it, then import again."
        )
        for p in found
        if p.line.row in unknown
    ]
    known, contradictions = _alone([p for p in found if p.line.row not in unknown])
    refused += contradictions
    return _sort(session, known, sorted(refused, key=lambda one: one.row), silent)


def apply(
    session: Session,
    plan: Plan,
    *,
    reviewer: str,
    overwrite: Collection[int] = (),
    tell: Tell = untold,
) -> Change:
    """Take the plan's labels over in one step that can be undone.

    Of the conflicts only those whose cell is in `overwrite` are taken, each by the person's word.
    `reviewer` is who imports; a line that names its reviewer keeps that name. `tell` counts the
    cells, and what it raises leaves all as it was.
    """
    chosen: list[Proposal | Conflict] = [
        *plan.proposals,
        *(c for c in plan.conflicts if c.cell_id in overwrite),
    ]
    verdicts = {one.cell_id: one.line.verdict for one in chosen}
    return session.decide_each(verdicts, reviewer=reviewer, operation="import", tell=tell)


def _read(path: Path) -> tuple[list[Line], list[Refused], int]:
    rows = report.read_csv(path)
    names = set(rows[0]) if rows else set()
    if rows and not (names & {"image", "image_sha256"} and names & {"label", "status"}):
        raise DataError(
            f"{path}: a table of labels needs the columns “image” or “image_sha256”, and “label”. "
            f"It has {', '.join(sorted(names))}."
        )
    lines, refused, silent = [], [], 0
    for row, values in enumerate(rows, start=2):
        try:
            line = _line(row, {name: value.strip() for name, value in values.items()})
        except ValueError as error:
            refused.append(Refused(row, str(error)))
            continue
        if line is None:
            silent += 1
        else:
            lines.append(line)
    return lines, refused, silent


def _line(row: int, values: Mapping[str, str]) -> Line | None:
    """What a row says; None if nothing; ValueError, in words, if nothing sensible."""
    status, label = values.get("status", "").lower(), values.get("label", "")
    if label.lower() in _BINS and status in ("", Status.UNREVIEWED, label.lower()):
        status, label = label.lower(), ""  # as who fills in a table writes it
    if status in ("", Status.UNREVIEWED) and not label:
        return None
    if status and status not in {one.value for one in Status}:
        raise ValueError(f"“{status}” is not a status. Use {', '.join(one.value for one in Status)}.")
    said = Status(status) if status else Status.CORRECTED
    if label and said is Status.UNREVIEWED:
        said = Status.CORRECTED
    if (said in LABELLED) != bool(label):
        raise ValueError(
            f"A cell that is {said} has no label." if label else f"A cell that is {said} needs a label."
        )
    # choosing the class that was predicted is accepting it: the session tells the two apart
    verdict = Verdict(
        Status.CORRECTED if label else said,
        label,
        values.get("note") or None,
        reviewer=values.get("reviewer", ""),
        elsewhere=True,
    )
    image = values.get("image", "").replace("\\", "/")
    return Line(row, image, values.get("image_sha256", "").lower(), _number(values), _box(values), verdict)


def _number(values: Mapping[str, str]) -> int | None:
    return _whole("cell", values["cell"]) if values.get("cell") else None


def _box(values: Mapping[str, str]) -> Box | None:
    corners = [values.get(name, "") for name in ("x", "y", "width", "height")]
    if not any(corners):
        return None
    x, y, width, height = (
        _whole(name, text) for name, text in zip(("x", "y", "width", "height"), corners, strict=True)
    )
    if width < 1 or height < 1:
        raise ValueError("The box has no width or no height.")
    return Box(x, y, width, height)


def _whole(name: str, text: str) -> int:
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}” in the column {name} is not a number.") from None


class _Finder:
    """The session's cells, looked up by picture and then by box or number."""

    def __init__(self, images: Iterable[ImageRow], places: Iterable[Place]) -> None:
        present = [image for image in images if not image.superseded]
        self._by_hash = grouped(present, lambda image: image.sha256)
        self._by_name = grouped(present, lambda image: image.name)
        self._by_last = grouped(present, lambda image: image.name.rpartition("/")[2])
        self._places = grouped(places, lambda place: place.image_id)

    def cell(self, line: Line) -> int:
        """The id of the cell that a line speaks of; ValueError, in words, if there is none."""
        image = self._image(line)
        places = self._places.get(image.id, [])
        if not places:
            raise ValueError(f"No cell was found in {image.name}, so there is nothing to label.")
        if line.box is not None:
            pairs = match.match([line.box], [place.box for place in places])
            if not pairs:
                raise ValueError(f"No cell of {image.name} lies where this box is.")
            return places[pairs[0][1]].id
        # a number alone is safe only in the very same picture: elsewhere it may count other cells
        if line.number is not None and line.sha256:
            for place in places:
                if place.number == line.number:
                    return place.id
            raise ValueError(f"{image.name} has no cell {line.number}.")
        if len(places) == 1:
            return places[0].id
        raise ValueError(
            f"it does not say which: give a box (x, y, width, height). {image.name} has {len(places)} cells."
        )

    def _image(self, line: Line) -> ImageRow:
        if line.sha256:
            found = self._by_hash.get(line.sha256, [])
            if not found:
                raise ValueError("No picture of this session has this hash.")
            return next((image for image in found if image.name == line.image), found[0])
        found = self._by_name.get(line.image) or self._by_last.get(line.image, [])
        if not found:
            raise ValueError(f"No picture of this session is called “{line.image}”.")
        if len(found) > 1:
            raise ValueError(
                f"{len(found)} pictures are called “{line.image}”. Give the folder, or the hash."
            )
        return found[0]


def _locate(session: Session, lines: Sequence[Line]) -> tuple[list[Proposal], list[Refused]]:
    finder = _Finder(session.images(), session.places())
    found, lost = [], []
    for line in lines:
        try:
            found.append(Proposal(line, finder.cell(line)))
        except ValueError as error:
            lost.append(Refused(line.row, str(error)))
    return found, lost


def _spelt(proposals: Sequence[Proposal], labels: Sequence[str]) -> list[Proposal]:
    """The classes as the session writes them: "Blast" beside "blast" would be counted apart."""
    spelt = spelling(labels)
    return [
        replace(p, line=replace(p.line, verdict=replace(p.line.verdict, label=spelt(p.line.verdict.label))))
        for p in proposals
    ]


def _alone(proposals: Sequence[Proposal]) -> tuple[list[Proposal], list[Refused]]:
    """One proposal a cell: rows that repeat each other count once, rows that contradict never."""
    kept, refused = [], []
    for same_cell in grouped(proposals, lambda proposal: proposal.cell_id).values():
        if len({(p.line.verdict.status, p.line.verdict.label) for p in same_cell}) == 1:
            kept.append(same_cell[0])
            continue
        rows = ", ".join(str(p.line.row) for p in same_cell)
        refused += [
            Refused(p.line.row, f"The rows {rows} say different things of one cell.") for p in same_cell
        ]
    return kept, refused


def _sort(session: Session, proposals: Sequence[Proposal], refused: Sequence[Refused], silent: int) -> Plan:
    """Set the proposals against what the session says already."""
    now = {row.id: row for row in session.index()}
    fresh, conflicts, same = [], [], 0
    for proposal in proposals:
        row, verdict = now[proposal.cell_id], proposal.line.verdict
        if row.status is Status.UNREVIEWED:
            fresh.append(proposal)
        elif row.label == verdict.label and (verdict.label or row.status is verdict.status):
            same += 1
        else:
            decision = session.cell(proposal.cell_id).decision
            assert decision is not None  # the light row says that it was decided
            conflicts.append(Conflict(proposal.line, proposal.cell_id, decision))
    return Plan(tuple(fresh), tuple(conflicts), tuple(refused), same, silent)
