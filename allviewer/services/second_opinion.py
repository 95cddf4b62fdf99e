"""Two sessions of the same pictures side by side: what both say, where they differ, how it was settled.

Neither session is changed. What both agree on, and what a person settles, goes into a third.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allviewer.core import agreement, match
from allviewer.core.agreement import Agreement
from allviewer.core.errors import SessionError
from allviewer.core.records import Box, Status
from allviewer.services.events import CellsClassified, CellsFound, Event, FileChecked, Work
from allviewer.services.session import CellSummary, Change, ImageRow, Label, Place, Session, Verdict

BOTH = " + "
"""Stands between the names of two reviewers who said the same."""

_NEUTRAL = "#b4b4b4"
_BATCH = 200  # pictures a transaction


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer said of a cell; `label` is "" for the bins."""

    status: Status
    label: str
    reviewer: str
    note: str

    @property
    def said(self) -> str:
        """The class, or the bin ("unsure", "excluded"): what two opinions are compared by."""
        return self.label or self.status.value


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell in both sessions. An opinion is None where that reviewer decided nothing yet."""

    image: str
    sha256: str
    number: int
    box: Box
    first_id: int
    second_id: int
    first: Opinion | None
    second: Opinion | None

    @property
    def key(self) -> tuple[str, str, int]:
        """What names the cell in the first session and in the third."""
        return self.image, self.sha256, self.number

    @property
    def agreed(self) -> bool:
        """Whether both decided, and the same."""
        return self.first is not None and self.second is not None and self.first.said == self.second.said

    @property
    def disputed(self) -> bool:
        """Whether both decided, and differently."""
        return self.first is not None and self.second is not None and self.first.said != self.second.said


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cells that two sessions share, and how many cells and pictures only one of them has."""

    pairs: tuple[Pair, ...]
    only_first: int
    only_second: int
    pictures: int
    pictures_apart: int

    @property
    def disputes(self) -> tuple[Pair, ...]:
        """The cells to settle, in reading order."""
        return tuple(pair for pair in self.pairs if pair.disputed)

    def agreement(self, classes: Sequence[str] = ()) -> Agreement:
        """Between the reviewers, over the cells to which both gave a class; the first is the reference.

        Cells that either put into a bin stand among the disputes and not in here.
        """
        both = ((pair.first, pair.second) for pair in self.pairs)
        judged = ((a.label, b.label) for a, b in both if a and b and a.label and b.label)
        return agreement.compare(judged, classes)


def compare(first: Session, second: Session) -> Comparison:
    """Match the cells of two sessions: pictures by their hash, cells by the overlap of their boxes.

    Raises SessionError if it is the same session twice, or no picture is in both.
    """
    if first.path.resolve() == second.path.resolve():
        raise SessionError(
            f"{second.path}: this is the session that is open. Choose the other reviewer's file."
        )
    ours, theirs = _Side(first), _Side(second)
    shared = _same_pictures(ours.images, theirs.images)
    if not shared:
        raise SessionError(
            f"{second.path}: it holds none of the pictures of this session, so nothing can be compared."
        )
    pairs = [pair for image, other in shared for pair in _pairs(image, ours, other, theirs)]
    matched = len(pairs)
    return Comparison(
        tuple(pairs),
        only_first=ours.cells_in([image for image, _ in shared]) - matched,
        only_second=theirs.cells_in([other for _, other in shared]) - matched,
        pictures=len(shared),
        pictures_apart=len(ours.images) + len(theirs.images) - 2 * len(shared),
    )


class _Side:
    """What one session says, laid out by picture."""

    def __init__(self, session: Session) -> None:
        self.images = [image for image in session.images() if image.sha256]
        self.said: Mapping[int, CellSummary] = {row.id: row for row in session.index()}
        self._places: dict[int, list[Place]] = {}
        for place in session.places():
            self._places.setdefault(place.image_id, []).append(place)

    def places(self, image: ImageRow) -> list[Place]:
        return self._places.get(image.id, [])

    def cells_in(self, images: Iterable[ImageRow]) -> int:
        return sum(len(self.places(image)) for image in images)

    def opinion(self, cell_id: int) -> Opinion | None:
        row = self.said[cell_id]
        if row.status is Status.UNREVIEWED:
            return None
        return Opinion(row.status, row.label, row.reviewer, row.note)


def _same_pictures(first: Sequence[ImageRow], second: Sequence[ImageRow]) -> list[tuple[ImageRow, ImageRow]]:
    """Pictures with the same bytes; copies are told apart by name, else taken in order."""
    waiting: dict[str, list[ImageRow]] = {}
    for other in second:
        waiting.setdefault(other.sha256, []).append(other)
    pairs = []
    for image in first:
        copies = waiting.get(image.sha256, [])
        if copies:
            other = next((copy for copy in copies if copy.name == image.name), copies[0])
            copies.remove(other)
            pairs.append((image, other))
    return pairs


def _pairs(image: ImageRow, ours: _Side, other: ImageRow, theirs: _Side) -> Iterable[Pair]:
    mine, yours = ours.places(image), theirs.places(other)
    for i, j in match.match([place.box for place in mine], [place.box for place in yours]):
        yield Pair(
            image.name,
            image.sha256,
            mine[i].number,
            mine[i].box,
            mine[i].id,
            yours[j].id,
            ours.opinion(mine[i].id),
            theirs.opinion(yours[j].id),
        )


def outcome(first: Session, second: Session, comparison: Comparison, path: Path, *, reviewer: str) -> Session:
    """The third session at `path`: made, or opened again, with the first one's pictures and cells.

    What both reviewers agree on is decided in it, in one step, in both their names, unless
    something was decided there already. Raises SessionError.
    """
    settled = Session.open(path)
    try:
        _copy(first, settled)
        _add_labels(settled, first, second, comparison, reviewer=reviewer)
        _adopt(settled, comparison, reviewer=reviewer)
    except BaseException:
        settled.close()
        raise
    return settled


def settle(settled: Session, pair: Pair, verdict: Verdict, *, reviewer: str) -> Change:
    """Write the outcome of one dispute to the third session."""
    verdicts = {_cells(settled)[pair.key]: verdict}
    return settled.decide_each(verdicts, reviewer=reviewer, operation="settle")


def outcomes(settled: Session) -> dict[tuple[str, str, int], str]:
    """What the third session says so far, by `Pair.key`: a class, or the bin's name."""
    said = {
        row.id: row.label or row.status.value
        for row in settled.index()
        if row.status is not Status.UNREVIEWED
    }
    return {key: said[cell_id] for key, cell_id in _cells(settled).items() if cell_id in said}


def _copy(first: Session, settled: Session) -> None:
    """Bring over the pictures, cells and predictions that the third session does not have yet,
    as if the pipeline had just said them; a copy that was broken off goes on where it stopped.
    """
    if first.model is not None:
        settled.use_model(first.model)
    there = {(image.name, image.sha256) for image in settled.images()}
    wanted = [
        image
        for image in first.images()
        if image.sha256 and image.state != "changed" and (image.name, image.sha256) not in there
    ]
    settled.register(Work(image.path, image.name) for image in wanted)
    for start in range(0, len(wanted), _BATCH):
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
    settled: Session, first: Session, second: Session, comparison: Comparison, *, reviewer: str
) -> None:
    """Make every class known that either reviewer used or may use."""
    opinions = (opinion for pair in comparison.pairs for opinion in (pair.first, pair.second))
    used = {opinion.label for opinion in opinions if opinion and opinion.label}
    own = {label.name: label for label in (*second.own_labels(), *first.own_labels())}
    new = [own.get(name, Label(name, _NEUTRAL, "")) for name in (used | set(own)) - set(settled.labels())]
    there = settled.own_labels()
    taken = {label.key for label in there}
    for label in sorted(new, key=lambda label: label.name):
        # each reviewer gave keys without knowing of the other: the first one's stand
        there.append(replace(label, key="") if label.key in taken else label)
        taken.add(label.key)
    settled.set_labels(there, reviewer=reviewer)


def _adopt(settled: Session, comparison: Comparison, *, reviewer: str) -> None:
    """Decide what both agree on, where nothing was decided yet."""
    open_cells = {row.id for row in settled.index() if row.status is Status.UNREVIEWED}
    cells = _cells(settled)
    verdicts = {}
    for pair in comparison.pairs:
        if pair.first and pair.second and pair.agreed and (cell_id := cells[pair.key]) in open_cells:
            names = BOTH.join(sorted({pair.first.reviewer, pair.second.reviewer}))
            status = Status.CORRECTED if pair.first.label else pair.first.status
            verdicts[cell_id] = Verdict(status, pair.first.label, reviewer=names)
    settled.decide_each(verdicts, reviewer=reviewer, operation="agree")


def _cells(settled: Session) -> dict[tuple[str, str, int], int]:
    """The third session's cells by picture and number, which it has from the first."""
    images = {image.id: image for image in settled.images()}
    return {
        (images[place.image_id].name, images[place.image_id].sha256, place.number): place.id
        for place in settled.places()
    }
