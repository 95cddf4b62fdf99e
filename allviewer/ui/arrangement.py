"""In which order, under which headings, and which cells the gallery shows: frozen, and pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from allviewer.core import review
from allviewer.core.filters import EVERYTHING, Filter, passing
from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary
from allviewer.core.table import Table


class Group(StrEnum):
    """Under which headings cells stand."""

    NONE = "none"
    PREDICTED = "predicted"
    LABEL = "label"
    IMAGE = "image"


class Sort(StrEnum):
    """Which cells come first."""

    NEED = "need"
    IMAGE = "image"
    PROBABILITY = "probability"
    UNCERTAINTY = "uncertainty"
    LARGEST = "largest"
    SMALLEST = "smallest"


class Show(StrEnum):
    """Which cells are shown, for the one quick choice beside the order."""

    ALL = "all"
    UNREVIEWED = "unreviewed"
    REVIEW = "review"
    REVIEWED = "reviewed"
    UNSURE = "unsure"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the person chose for the gallery."""

    group: Group = Group.NONE
    sort: Sort = Sort.NEED
    show: Show = Show.ALL
    filter: Filter = EVERYTHING


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's key (a class, an image's id as text, "" for none) and its cells in order."""

    key: str
    cells: tuple[int, ...]


_SHOWS: Final[dict[Show, Callable[[CellSummary], bool]]] = {
    Show.ALL: lambda cell: True,
    Show.UNREVIEWED: lambda cell: cell.status is Status.UNREVIEWED,
    Show.REVIEW: lambda cell: cell.triage is Triage.REVIEW and cell.status is Status.UNREVIEWED,
    Show.REVIEWED: lambda cell: cell.status is not Status.UNREVIEWED,
    Show.UNSURE: lambda cell: cell.status is Status.UNSURE,
    Show.EXCLUDED: lambda cell: cell.status is Status.EXCLUDED,
}
# what needs nobody any more comes last, in the order of the pictures
_SORTS: Final[dict[Sort, Callable[[CellSummary], Any]]] = {
    Sort.NEED: lambda cell: (cell.status is not Status.UNREVIEWED, review.need(cell), -cell.uncertainty),
    Sort.IMAGE: lambda cell: (),
    Sort.PROBABILITY: lambda cell: -cell.probability,
    Sort.UNCERTAINTY: lambda cell: -cell.uncertainty,
    Sort.LARGEST: lambda cell: -cell.area_px,
    Sort.SMALLEST: lambda cell: cell.area_px,
}
_GROUPS: Final[dict[Group, Callable[[CellSummary], str]]] = {
    Group.NONE: lambda cell: "",
    Group.PREDICTED: lambda cell: cell.best,
    Group.LABEL: lambda cell: cell.label or cell.status.value,
    Group.IMAGE: lambda cell: str(cell.image_id),
}


def shown(
    cells: Iterable[CellSummary], arrangement: Arrangement, names: Mapping[int, str]
) -> list[CellSummary]:
    """Those of `cells` that pass; `names` gives each image's name by its id."""
    kept = list(filter(_SHOWS[arrangement.show], cells))
    if not arrangement.filter:
        return kept
    pass_ids = set(passing(Table.of(kept, names), arrangement.filter).tolist())
    return [cell for cell in kept if cell.id in pass_ids]


def moved(
    before: Sequence[CellSummary],
    after: Sequence[CellSummary],
    arrangement: Arrangement,
    names: Mapping[int, str],
) -> list[int]:
    """Ids of the cells, given as they were and as they are, that would now stand elsewhere."""
    kept, stay = ({cell.id for cell in shown(cells, arrangement, names)} for cells in (before, after))
    group, sort = _GROUPS[arrangement.group], _SORTS[arrangement.sort]
    return [
        new.id
        for old, new in zip(before, after, strict=True)
        if (old.id in kept, group(old), sort(old)) != (new.id in stay, group(new), sort(new))
    ]


def arrange(
    cells: Iterable[CellSummary],
    arrangement: Arrangement,
    *,
    names: Mapping[int, str],
    classes: Sequence[str] = (),
) -> tuple[Section, ...]:
    """The cells that pass, in order under their headings; class headings in the order of `classes`, images
    and what is otherwise alike in that of `names`.
    """
    key_of, sort = _GROUPS[arrangement.group], _SORTS[arrangement.sort]
    places = {image_id: place for place, image_id in enumerate(names)}

    def place(image_id: int) -> tuple[int, int]:
        return places.get(image_id, len(places)), image_id

    sections: dict[str, list[int]] = {name: [] for name in classes} if arrangement.group in _BY_CLASS else {}
    kept = shown(cells, arrangement, names)
    for cell in sorted(kept, key=lambda cell: (sort(cell), place(cell.image_id), cell.number)):
        sections.setdefault(key_of(cell), []).append(cell.id)
    if arrangement.group is Group.IMAGE:
        sections = dict(sorted(sections.items(), key=lambda item: place(int(item[0]))))
    return tuple(Section(key, tuple(ids)) for key, ids in sections.items() if ids)


_BY_CLASS: Final = frozenset({Group.PREDICTED, Group.LABEL})
