"""Two sessions of the same pictures side by side: what both say, where they differ, how it was settled.

Neither session is changed. What both agree on, and what a person settles, goes into a third (see
`third_session`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allviewer.core import agreement, match
from allviewer.core.agreement import Agreement
from allviewer.core.errors import SessionError
from allviewer.core.grouped import grouped
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Box, Model, Status
from allviewer.core.rows import CellSummary, ImageRow, Place
from allviewer.services.session import Session


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one reviewer said of a cell; `label` is "" for the bins; `blind`, with the prediction hidden, or
    `seen`, beside that of the model that the first session has now.
    """

    status: Status
    label: str
    reviewer: str
    note: str
    blind: bool = False
    seen: bool = False

    @property
    def said(self) -> str:
        """The class, or the bin ("unsure", "excluded"): what two opinions are compared by."""
        return self.label or self.status.value


Key = tuple[int | None, int | None]
"""A cell by its ids in the first and the second session; None where a session does not have it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell in both sessions, or in one of them alone: then the other's id is None.

    An opinion is None where that reviewer decided nothing of it. `image_id`, `image` and `sha256`
    are the first session's; number and box are those of the session that has the cell, the first's
    if both do. With `sought` whoever lacks the cell has looked at the picture.
    """

    image_id: int
    image: str
    sha256: str
    number: int
    box: Box
    first_id: int | None
    second_id: int | None
    first: Opinion | None
    second: Opinion | None
    sought: bool = True

    @property
    def key(self) -> Key:
        """What names the cell."""
        return self.first_id, self.second_id

    @property
    def shared(self) -> bool:
        """Whether both sessions have the cell."""
        return self.first_id is not None and self.second_id is not None

    @property
    def agreed(self) -> bool:
        """Whether both decided, and the same."""
        return self.first is not None and self.second is not None and self.first.said == self.second.said

    @property
    def disputed(self) -> bool:
        """Whether both decided, and differently; or one counts a cell where the other saw none."""
        if not self.shared:
            found = self.first or self.second
            return self.sought and found is not None and found.status is not Status.EXCLUDED
        return self.first is not None and self.second is not None and not self.agreed


@dataclass(frozen=True, slots=True)
class Comparison:
    """The cells of the pictures that two sessions share, and how many pictures only one of them has."""

    pairs: tuple[Pair, ...]
    pictures: int
    pictures_apart: int

    @property
    def shared(self) -> int:
        """How many cells both have."""
        return sum(pair.shared for pair in self.pairs)

    @property
    def only_first(self) -> int:
        """How many cells only the first has."""
        return sum(pair.second_id is None for pair in self.pairs)

    @property
    def only_second(self) -> int:
        """How many cells only the second has."""
        return sum(pair.first_id is None for pair in self.pairs)

    @property
    def disputes(self) -> tuple[Pair, ...]:
        """The cells to settle, in reading order."""
        return tuple(pair for pair in self.pairs if pair.disputed)

    def agreement(self, classes: Sequence[str] = ()) -> Agreement:
        """Between the reviewers, over the cells to which both gave a class; the first is the reference.

        Cells that either put into a bin, or that only one of them has, are not in here.
        """
        both = ((pair.first, pair.second) for pair in self.pairs)
        judged = ((a.label, b.label) for a, b in both if a and b and a.label and b.label)
        return agreement.compare(judged, classes)


def compare(first: Session, second: Session, *, tell: Tell = untold) -> Comparison:
    """Match the cells of two sessions: pictures by their hash, cells by the overlap of their boxes.

    A class that the second reviewer writes with other capitals is the first one's. `tell` counts the
    pictures. Raises SessionError if it is the same session twice, or no picture
    is in both.
    """
    if first.path.resolve() == second.path.resolve():
        raise SessionError(
            f"{second.path}: this is the session that is open. Choose the other reviewer's file."
        )
    ours, theirs = _Side(first, first.model), _Side(second, first.model, spelling(first.labels()))
    shared = _same_pictures(ours.images, theirs.images)
    if not shared:
        raise SessionError(
            f"{second.path}: it holds none of the pictures of this session, so nothing can be compared."
        )
    pairs: list[Pair] = []
    for done, (image, other) in enumerate(shared):
        tell(done, len(shared))
        pairs += _pairs(image, ours, other, theirs)
    apart = len(ours.images) + len(theirs.images) - 2 * len(shared)
    return Comparison(tuple(pairs), len(shared), apart)


def spelling(labels: Sequence[str]) -> Callable[[str], str]:
    """How a class is written among `labels`, whatever its capitals; one that is not there stays."""
    written = {name.casefold(): name for name in labels}
    return lambda name: written.get(name.casefold(), name)


class _Side:
    """What one session says, laid out by picture; its classes written as `spelt` writes them. What was said
    beside its own model counts as seen where that is `model`.
    """

    def __init__(self, session: Session, model: Model | None, spelt: Callable[[str], str] = str) -> None:
        self._spelt = spelt
        self._beside = session.model == model
        self.images = [image for image in session.images() if image.sha256 and not image.superseded]
        self.said: Mapping[int, CellSummary] = {row.id: row for row in session.index()}
        self._places = grouped(session.places(), lambda place: place.image_id)

    def places(self, image: ImageRow) -> list[Place]:
        return self._places.get(image.id, [])

    def looked_at(self, image: ImageRow) -> bool:
        """Whether something was decided in the picture, or it has no cell that could be."""
        places = self.places(image)
        return not places or any(self.opinion(place.id) for place in places)

    def opinion(self, cell_id: int) -> Opinion | None:
        row = self.said[cell_id]
        if row.status is Status.UNREVIEWED:
            return None
        seen = row.seen and self._beside
        return Opinion(row.status, self._spelt(row.label), row.reviewer, row.note, row.blind, seen)


def _same_pictures(first: Sequence[ImageRow], second: Sequence[ImageRow]) -> list[tuple[ImageRow, ImageRow]]:
    """Pictures with the same bytes; copies are told apart by name, else taken in order."""
    waiting = grouped(second, lambda other: other.sha256)
    pairs = []
    for image in first:
        copies = waiting.get(image.sha256, [])
        if copies:
            other = next((copy for copy in copies if copy.name == image.name), copies[0])
            copies.remove(other)
            pairs.append((image, other))
    return pairs


def _pairs(image: ImageRow, ours: _Side, other: ImageRow, theirs: _Side) -> Iterator[Pair]:
    """The first's cells by number, then those that only the second has."""
    mine, yours = ours.places(image), theirs.places(other)
    matched = dict(match.match([place.box for place in mine], [place.box for place in yours]))
    sought = theirs.looked_at(other)
    for i, place in enumerate(mine):
        same = yours[matched[i]] if i in matched else None
        opinion = None if same is None else theirs.opinion(same.id)
        ids = place.id, None if same is None else same.id
        yield _pair(image, place, ids, (ours.opinion(place.id), opinion), sought=sought)
    sought = ours.looked_at(image)
    for j in sorted(set(range(len(yours))) - set(matched.values())):
        place = yours[j]
        yield _pair(image, place, (None, place.id), (None, theirs.opinion(place.id)), sought=sought)


def _pair(
    image: ImageRow, place: Place, ids: Key, said: tuple[Opinion | None, Opinion | None], *, sought: bool
) -> Pair:
    return Pair(image.id, image.name, image.sha256, place.number, place.box, *ids, *said, sought)
