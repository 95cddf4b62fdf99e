"""Cells of one image → a row of the summary: the only list of its columns.

Labels are the reviewer's and shares are shares of them; what the model predicted stands apart.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allviewer.core.interval import share
from allviewer.core.records import Decision, Kind, Status
from allviewer.core.review import effective_label


@dataclass(slots=True)
class Tally:
    """The cells of one image, counted."""

    name: str
    sha256: str
    kind: Kind | None
    labels: Counter[str] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)

    def add(self, predicted: str, decision: Decision | None) -> None:
        """Count a cell; `predicted` is "" without a prediction."""
        label = effective_label(decision)
        if label:
            self.labels[label] += 1
        if predicted:
            self.predicted[predicted] += 1
        self.statuses[decision.status if decision else Status.UNREVIEWED] += 1


def classes_of(tallies: Iterable[Tally], classes: Sequence[str]) -> tuple[str, ...]:
    """`classes` in their order, then what else was given or predicted, sorted: no cell goes missing."""
    found = {name for tally in tallies for name in (*tally.labels, *tally.predicted)}
    return (*classes, *sorted(found - set(classes)))


def columns(classes: Sequence[str]) -> tuple[str, ...]:
    """The columns for these classes."""
    given = (
        f"{what}_{name}{end}"
        for name in classes
        for what, end in (("label", ""), ("share", ""), ("share", "_low"), ("share", "_high"))
    )
    predicted = (f"predicted_{name}" for name in classes)
    before = ("image", "image_sha256", "kind", "cells", "counted")
    return (*before, *given, "unidentified", "not_counted", "unreviewed", *predicted)


def row(tally: Tally, classes: Sequence[str]) -> dict[str, str]:
    """One image as a row with all `columns(classes)`.

    `counted` cells are those that the reviewer gave a class. A share is 0 to 1 with its exact 95 %
    interval, and empty where nothing was counted.
    """
    counted = tally.labels.total()
    found = {
        "image": tally.name,
        "image_sha256": tally.sha256,
        "kind": tally.kind.value if tally.kind else "",
        "cells": str(tally.statuses.total()),
        "counted": str(counted),
        "unidentified": str(tally.statuses[Status.UNSURE]),
        "not_counted": str(tally.statuses[Status.EXCLUDED]),
        "unreviewed": str(tally.statuses[Status.UNREVIEWED]),
    }
    for name in classes:
        part = share(tally.labels[name], counted)
        numbers = (part.value, part.low, part.high) if counted else (None, None, None)
        found[f"label_{name}"] = str(part.count)
        found[f"predicted_{name}"] = str(tally.predicted[name])
        for end, value in zip(("", "_low", "_high"), numbers, strict=True):
            found[f"share_{name}{end}"] = "" if value is None else f"{value:.6g}"
    return found
