"""The differential: cells counted per class, per image, folder or patient, and what the count is worth."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from allviewer.core.errors import PatternError
from allviewer.core.interval import Share, cells_to_count, share
from allviewer.core.records import Status
from allviewer.core.review import LABELLED
from allviewer.core.table import Bools, Table

TARGETS = (100, 200, 500)
"""How many cells a differential is counted over."""


class Unit(StrEnum):
    """What is counted together."""

    SESSION = "session"
    IMAGE = "image"
    FOLDER = "folder"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Count:
    """The cells of one unit: what the reviewer decided, and apart from it what the model predicted.

    `labels` and `predicted` have an entry for each of `classes`; that of a class which the model does
    not have, so that it cannot predict it, is None. `unidentified` cells were put down as unsure,
    `not_counted` ones excluded. Only labels are counted: a prediction is none.
    """

    name: str
    classes: tuple[str, ...]
    labels: tuple[int, ...]
    unidentified: int
    not_counted: int
    unreviewed: int
    predicted: tuple[int | None, ...]

    @property
    def counted(self) -> int:
        """Cells that the reviewer gave a class: what shares are shares of."""
        return sum(self.labels)

    @property
    def cells(self) -> int:
        """All cells of the unit."""
        return self.counted + self.unidentified + self.not_counted + self.unreviewed

    @property
    def shares(self) -> tuple[Share, ...]:
        """Of each class, its share of the counted cells with the exact 95 % interval."""
        return tuple(share(count, self.counted) for count in self.labels)

    def share_of(self, name: str) -> Share:
        """The share of one class (0 of all for a class that is not counted here)."""
        return share(self.labels[self.classes.index(name)] if name in self.classes else 0, self.counted)

    def missing(self, target: int) -> int:
        """How many cells are still to be counted for a differential over `target`."""
        return max(0, target - self.counted)

    def more_for(self, name: str, *, within: float) -> int | None:
        """How many more counted cells narrow this class's interval to ± `within` (0 to 1), as a plan."""
        found = self.share_of(name)
        return cells_to_count(found.count, found.total, within=within)


def patients(pattern: str) -> Callable[[str], str]:
    """From an image's name to its patient: what the regular expression finds in it.

    The first group counts if there is one, else the whole match; "" where nothing matches.
    Raises PatternError.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise PatternError(
            f"“{pattern}” is not a regular expression: {error}. "
            "Try for instance “^([^/]+)/”, the first folder."
        ) from error

    def patient(name: str) -> str:
        match = compiled.search(name)
        if match is None:
            return ""
        return (match.group(1) or "") if compiled.groups else match.group()

    return patient


def unit_of(unit: Unit, *, pattern: str = "") -> Callable[[str], str]:
    """From an image's name (relative, `/` separators) to the unit it is counted in.

    `pattern` is for patients; see there. The opened folder itself is "".
    """
    if unit is Unit.PATIENT:
        return patients(pattern)
    if unit is Unit.FOLDER:
        return lambda name: name.rpartition("/")[0]
    return (lambda name: name) if unit is Unit.IMAGE else (lambda name: "")


def count(
    table: Table,
    classes: Sequence[str],
    *,
    unit: Unit = Unit.SESSION,
    pattern: str = "",
    known: Collection[str] | None = None,
) -> tuple[Count, ...]:
    """Count the cells of each unit, in the order the units first appear.

    `classes` come first; labels and predictions beyond them (of an earlier model, of another
    label set) are added behind, so that no cell goes missing. `known` are the model's, all for None.
    """
    names = tuple(classes) + tuple(sorted(_extra(table) - set(classes)))
    units = table.name.map(unit_of(unit, pattern=pattern))
    size = max(1, len(units.words))
    status, label, best = (table.text[column] for column in ("status", "label", "best"))
    judged = status.where(LABELLED.__contains__)

    def per_unit(which: Bools) -> list[int]:
        return [int(cells) for cells in np.bincount(units.codes[which], minlength=size)]

    def per_class(codes: npt.NDArray[np.int32], which: Bools) -> list[list[int]]:
        places = units.codes[which].astype(np.int64) * len(names) + codes[which]
        return np.bincount(places, minlength=size * len(names)).reshape(size, len(names)).tolist()

    labels = per_class(label.places_in(names), judged)
    predicted = per_class(best.places_in(names), best.where(bool))
    unsure, excluded, unreviewed = (
        per_unit(status.where(wanted.value.__eq__))
        for wanted in (Status.UNSURE, Status.EXCLUDED, Status.UNREVIEWED)
    )

    def said(numbers: list[int]) -> tuple[int | None, ...]:
        each = zip(names, numbers, strict=True)
        return tuple(n if n or known is None or name in known else None for name, n in each)

    return tuple(
        Count(name, names, tuple(labels[n]), unsure[n], excluded[n], unreviewed[n], said(predicted[n]))
        for n, name in enumerate(units.words or ("",))
    )


def _extra(table: Table) -> set[str]:
    return {*table.values("label"), *table.values("best")}
