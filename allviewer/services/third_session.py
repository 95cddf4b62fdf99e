"""The third session: what two reviewers agree on, and how a person settled the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allviewer.core import match
from allviewer.core.grouped import grouped
from allviewer.core.labels import Label
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Cell, Status
from allviewer.core.rows import Change, ImageRow, Verdict
from allviewer.services import second_opinion
from allviewer.services.events import CellsClassified, CellsFound, Event, FileChecked, Work
from allviewer.services.second_opinion import Comparison, Key, Pair
from allviewer.services.session import Session

BOTH = " + "
"""Stands between the names of two reviewers who said the same."""

_NEUTRAL = "#b4b4b4"
_BATCH = 200  # pictures a transaction


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the third session lies, its cell for each pair that it has, and what it says so far: a
    class, or the bin's name.
    """

    path: Path
    cells: Mapping[Key, int]
    said: Mapping[Key, str]


def make(
    comparison: Comparison,
    path: Path,
    *,
    first: Session,
    second: Session,
    reviewer: str,
    tell: Tell = untold,
) -> Outcome:
    """Make the third session at `path`, or bring it up to date: the first one's pictures and cells,
    and every cell in dispute that only one of the two has.

    What both reviewers agree on is decided in it, in one step, in both their names, blind where both
    were, and seen where either was, unless something was decided there already. `tell` counts pictures.
    Raises SessionError.
    """
    settled = Session.open(path)
    try:
        _copy(settled, first=first, tell=tell)
        _add_labels(settled, comparison, first=first, second=second, reviewer=reviewer)
        _add_cells(settled, comparison, first=first, second=second, reviewer=reviewer)
        _adopt(settled, comparison, reviewer=reviewer)
        return read(settled, comparison)
    finally:
        settled.close()


def read(settled: Session, comparison: Comparison) -> Outcome:
    """What the third session says."""
    cells = _cells(settled, comparison)
    said = {
        row.id: row.label or row.status.value
        for row in settled.index()
        if row.status is not Status.UNREVIEWED
    }
    return Outcome(
        settled.path, cells, {key: said[cell_id] for key, cell_id in cells.items() if cell_id in said}
    )


def settle(settled: Session, cell_id: int, verdict: Verdict, *, reviewer: str) -> Change:
    """Write the outcome of one dispute to the third session."""
    verdict = replace(verdict, label=second_opinion.spelling(settled.labels())(verdict.label))
    return settled.decide_each({cell_id: verdict}, reviewer=reviewer, operation="settle")


def _copy(settled: Session, *, first: Session, tell: Tell) -> None:
    """Bring over the pictures, cells and predictions that the third session does not have yet,
    as if the pipeline had just said them; a copy that was broken off goes on where it stopped.
    """
    if first.model is not None:
        settled.use_model(first.model)
    there = {(image.name, image.sha256) for image in settled.images()}
    wanted = [
        image
        for image in first.images()
        if image.sha256 and not image.superseded and (image.name, image.sha256) not in there
    ]
    settled.register(Work(image.path, image.name) for image in wanted)
    for start in range(0, len(wanted), _BATCH):
        tell(start, len(wanted))
        batch = wanted[start : start + _BATCH]
        settled.store(*(event for image in batch for event in _as_events(first, image)))


def _as_events(first: Session, image: ImageRow) -> Iterator[Event]:
    work = Work(image.path, image.name)
    yield FileChecked(image.name, image.path, image.sha256)
    if image.kind is None:
        return
    rows = first.cells(image.id)
    cells = tuple(row.cell for row in rows)
    yield CellsFound(work, image.sha256, image.kind, image.width, image.height, cells, image.um_per_px)
    predictions = {row.cell.number: row.prediction for row in rows if row.prediction is not None}
    if first.model is not None and predictions:
        yield CellsClassified(work, image.sha256, first.model.sha256, predictions, last=True)


def _add_labels(
    settled: Session, comparison: Comparison, *, first: Session, second: Session, reviewer: str
) -> None:
    """Make every class known that either reviewer used or may use."""
    opinions = (opinion for pair in comparison.pairs for opinion in (pair.first, pair.second))
    used = {opinion.label for opinion in opinions if opinion and opinion.label}
    spelt = second_opinion.spelling((*first.labels(), *settled.labels()))
    own = {spelt(label.name): label for label in (*second.own_labels(), *first.own_labels())}
    wanted = {spelt(name) for name in used} | set(own)
    new = [
        replace(own.get(name, Label(name, _NEUTRAL, "")), name=name)
        for name in wanted - set(settled.labels())
    ]
    there = settled.own_labels()
    taken = {label.key for label in there}
    for label in sorted(new, key=lambda label: label.name):
        # each reviewer gave keys without knowing of the other: the first one's stand
        there.append(replace(label, key="") if label.key in taken else label)
        taken.add(label.key)
    settled.set_labels(there, reviewer=reviewer)


def _add_cells(
    settled: Session, comparison: Comparison, *, first: Session, second: Session, reviewer: str
) -> None:
    """Add the cells that a decision may be about and that are not there: those of the second reviewer
    alone, and what the first added since the copy was made.
    """
    there = _cells(settled, comparison)
    images = {(image.name, image.sha256): image.id for image in settled.images()}
    for pair in comparison.pairs:
        if (pair.agreed or pair.disputed) and pair.key not in there:
            cell = _cell(pair, first=first, second=second)
            settled.add_cell(images[pair.image, pair.sha256], cell, reviewer=reviewer)


def _cell(pair: Pair, *, first: Session, second: Session) -> Cell:
    if pair.first_id is not None:
        return first.cell(pair.first_id).cell
    assert pair.second_id is not None  # a pair has at least one side
    return second.cell(pair.second_id).cell


def _adopt(settled: Session, comparison: Comparison, *, reviewer: str) -> None:
    """Decide what both agree on, where nothing was decided yet."""
    open_cells = {row.id for row in settled.index() if row.status is Status.UNREVIEWED}
    spelt = second_opinion.spelling(settled.labels())
    cells = _cells(settled, comparison)
    verdicts = {}
    for pair in comparison.pairs:
        if pair.first and pair.second and pair.agreed and (cell_id := cells[pair.key]) in open_cells:
            names = BOTH.join(sorted({pair.first.reviewer, pair.second.reviewer}))
            status = Status.CORRECTED if pair.first.label else pair.first.status
            blind, seen = pair.first.blind and pair.second.blind, pair.first.seen or pair.second.seen
            label, elsewhere = spelt(pair.first.label), not (blind or seen)
            verdicts[cell_id] = Verdict(status, label, blind=blind, reviewer=names, elsewhere=elsewhere)
    settled.decide_each(verdicts, reviewer=reviewer, operation="agree")


def _cells(settled: Session, comparison: Comparison) -> dict[Key, int]:
    """The third session's cell for each pair, by picture and overlap: numbers part ways once a cell
    is added here or there.
    """
    images = {image.id: (image.name, image.sha256) for image in settled.images()}
    places = grouped(settled.places(), lambda place: images[place.image_id])
    pairs = grouped(comparison.pairs, lambda pair: (pair.image, pair.sha256))
    return {
        mine[i].key: places[image][j].id
        for image, mine in pairs.items()
        for i, j in match.match([pair.box for pair in mine], [place.box for place in places.get(image, ())])
    }
