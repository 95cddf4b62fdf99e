"""Which cells are shown: conditions on status, class, probability, triage, reviewer and text, combined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from allviewer.core.records import Status, Triage
from allviewer.core.table import Bools, Table


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


def mask(table: Table, chosen: Filter) -> Bools:
    """Which cells of `table` pass, bool (N,)."""
    keep = np.ones(len(table), np.bool_)
    for column, wanted in (
        ("status", {status.value for status in chosen.statuses}),
        ("best", chosen.predicted),
        ("label", chosen.labels),
        ("triage", {triage.value for triage in chosen.triage}),
        ("reviewer", chosen.reviewers),
    ):
        if wanted:
            keep &= table.text[column].where(wanted.__contains__)
    if (chosen.lowest, chosen.highest) != (0.0, 1.0):
        keep &= (table.probability >= chosen.lowest) & (table.probability <= chosen.highest)
        keep &= table.text["best"].where(bool)
    if needle := chosen.text.strip().casefold():
        texts = (table.name, table.text["note"])
        keep &= np.logical_or(*(column.where(lambda text: needle in text.casefold()) for column in texts))
    return keep


def passing(table: Table, chosen: Filter) -> npt.NDArray[np.int64]:
    """Ids of the cells that pass, in the table's order."""
    return table.ids[mask(table, chosen)]


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
