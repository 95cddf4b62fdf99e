"""Which cells are shown: conditions on status, class, probability, triage, reviewer and text, combined."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from allviewer.core.records import Status, Triage

Bools: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a cell must be to be shown; an empty condition lets every cell pass, all must hold.

    `predicted` are classes the model gave, `labels` those the reviewer gave: never mixed.
    `lowest` to `highest` is the range, both ends included, of the best class's probability; a
    range narrower than 0 to 1 shows no cell without a prediction. `text` is searched in the
    image's name and in the note, whatever the case of its letters.
    """

    statuses: frozenset[Status] = frozenset()
    predicted: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    lowest: float = 0.0
    highest: float = 1.0
    triage: frozenset[Triage] = frozenset()
    reviewers: frozenset[str] = frozenset()
    text: str = ""

    def __bool__(self) -> bool:
        """Whether any condition is set."""
        return self != EVERYTHING


EVERYTHING = Filter()


class Filterable(Protocol):
    """What a filter looks at in a cell. `best` is "" and `triage` None without a prediction."""

    @property
    def id(self) -> int: ...
    @property
    def image_id(self) -> int: ...
    @property
    def best(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def triage(self) -> Triage | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def label(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """Texts of which many are alike: each once, and its place for every row."""

    words: tuple[str, ...]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "_Column":
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int32, len(texts))
        return cls(tuple(places), codes)

    def where(self, holds: Callable[[str], bool]) -> Bools:
        return np.fromiter(map(holds, self.words), np.bool_, len(self.words))[self.codes]

    def among(self, wanted: Collection[str]) -> Bools:
        return self.where(wanted.__contains__) if wanted else np.ones(len(self.codes), np.bool_)

    def changed(self, rows: npt.NDArray[np.intp], texts: Sequence[str]) -> "_Column":
        places = {word: place for place, word in enumerate(self.words)}
        codes = self.codes.copy()
        codes[rows] = [places.setdefault(text, len(places)) for text in texts]
        return _Column(tuple(places), codes)


_TEXTS: Mapping[str, Callable[[Filterable], str]] = {
    "status": lambda cell: cell.status.value,
    "best": lambda cell: cell.best,
    "label": lambda cell: cell.label,
    "triage": lambda cell: cell.triage.value if cell.triage else "",
    "reviewer": lambda cell: cell.reviewer if cell.status is not Status.UNREVIEWED else "",
    "note": lambda cell: cell.note.casefold(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The cells of a session laid out for filtering, in the order they came in.

    `ids` is int64 (N,), `probability` float64 (N,).
    """

    ids: npt.NDArray[np.int64]
    probability: npt.NDArray[np.float64]
    names: _Column
    columns: Mapping[str, _Column]

    @classmethod
    def of(cls, cells: Iterable[Filterable], names: Mapping[int, str]) -> "Table":
        """Lay out `cells`; `names` gives each image's name by its id."""
        rows = list(cells)
        return cls(
            np.fromiter((cell.id for cell in rows), np.int64, len(rows)),
            np.fromiter((cell.probability for cell in rows), np.float64, len(rows)),
            _Column.of([names[cell.image_id].casefold() for cell in rows]),
            {name: _Column.of([text(cell) for cell in rows]) for name, text in _TEXTS.items()},
        )

    def changed(self, cells: Sequence[Filterable]) -> "Table":
        """The table after these cells were predicted or decided anew; KeyError for one not in it."""
        order = np.argsort(self.ids)
        wanted = np.fromiter((cell.id for cell in cells), np.int64, len(cells))
        found = np.searchsorted(self.ids, wanted, sorter=order)
        if (found == len(order)).any() or (self.ids[rows := order[found]] != wanted).any():
            raise KeyError("a cell that is not in the table")
        probability = self.probability.copy()
        probability[rows] = [cell.probability for cell in cells]
        columns = {
            name: column.changed(rows, [_TEXTS[name](cell) for cell in cells])
            for name, column in self.columns.items()
        }
        return replace(self, probability=probability, columns=columns)

    def mask(self, chosen: Filter) -> Bools:
        """Which cells pass, bool (N,)."""
        keep = self.columns["status"].among({status.value for status in chosen.statuses})
        keep &= self.columns["best"].among(chosen.predicted)
        keep &= self.columns["label"].among(chosen.labels)
        keep &= self.columns["triage"].among({triage.value for triage in chosen.triage})
        keep &= self.columns["reviewer"].among(chosen.reviewers)
        if (chosen.lowest, chosen.highest) != (0.0, 1.0):
            keep &= (self.probability >= chosen.lowest) & (self.probability <= chosen.highest)
            keep &= self.columns["best"].where(bool)
        if needle := chosen.text.strip().casefold():
            in_name = self.names.where(lambda name: needle in name)
            keep &= in_name | self.columns["note"].where(lambda note: needle in note)
        return keep

    def passing(self, chosen: Filter) -> npt.NDArray[np.int64]:
        """Ids of the cells that pass, in the table's order."""
        return self.ids[self.mask(chosen)]

    def values(self, column: str) -> tuple[str, ...]:
        """What a column ("best", "label", "reviewer", "status", "triage") holds, sorted, without ""."""
        return tuple(sorted({*self.columns[column].words} - {""}))


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that a person named and kept."""

    name: str
    filter: Filter


def to_json(saved: Iterable[Saved]) -> list[dict[str, Any]]:
    """Plain lists, texts and numbers for the settings file; the inverse of `from_json`."""
    return [
        {
            "name": one.name,
            "statuses": sorted(one.filter.statuses),
            "predicted": sorted(one.filter.predicted),
            "labels": sorted(one.filter.labels),
            "probability": [one.filter.lowest, one.filter.highest],
            "triage": sorted(one.filter.triage),
            "reviewers": sorted(one.filter.reviewers),
            "text": one.filter.text,
        }
        for one in saved
    ]


def from_json(values: Sequence[Mapping[str, Any]]) -> tuple[Saved, ...]:
    """The saved filters in `values`, in order. What a newer program added is left out."""
    return tuple(Saved(str(value.get("name", "")), _filter_from(value)) for value in values)


def _filter_from(value: Mapping[str, Any]) -> Filter:
    lowest, highest = value.get("probability", (0.0, 1.0))
    return Filter(
        statuses=_known(Status, value.get("statuses", ())),
        predicted=frozenset(map(str, value.get("predicted", ()))),
        labels=frozenset(map(str, value.get("labels", ()))),
        lowest=float(lowest),
        highest=float(highest),
        triage=_known(Triage, value.get("triage", ())),
        reviewers=frozenset(map(str, value.get("reviewers", ()))),
        text=str(value.get("text", "")),
    )


Word = TypeVar("Word", bound=StrEnum)


def _known(kind: type[Word], texts: Iterable[str]) -> frozenset[Word]:
    return frozenset(kind(text) for text in texts if text in {word.value for word in kind})
