"""Cells of one image → a row of the summary: the only list of its columns.

Labels are the reviewer's and shares are shares of them; what the model predicted stands apart.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from allviewer.core.interval import share
from allviewer.core.records import Decision, Kind, Status
from allviewer.core.review import effective_label


@dataclass(frozen=True, slots=True)
class Tally:
    """The cells of one image, counted by label, status and predicted class."""

    name: str
    sha256: str
    kind: Kind | None
    labels: Counter[str]
    statuses: Counter[Status]
    predicted: Counter[str]


def tally(
    name: str, *, sha256: str, kind: Kind | None, cells: Iterable[tuple[str, Decision | None]]
) -> Tally:
    """Count an image's `cells`: of each its predicted class, "" without one, and its decision."""
    cells = list(cells)
    labels = Counter(label for _, decision in cells if (label := effective_label(decision)))
    statuses = Counter(decision.status if decision else Status.UNREVIEWED for _, decision in cells)
    return Tally(name, sha256, kind, labels, statuses, Counter(best for best, _ in cells if best))


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


def row(image: Tally, classes: Sequence[str], *, known: Collection[str]) -> dict[str, str]:
    """One image as a row with all `columns(classes)`.

    `counted` cells are those that the reviewer gave a class. A share is 0 to 1 with its exact 95 %
    interval, and empty where nothing was counted; so is what was predicted of a class that is not
    among the model's, which are `known`.
    """
    counted = image.labels.total()
    found = {
        "image": image.name,
        "image_sha256": image.sha256,
        "kind": image.kind.value if image.kind else "",
        "cells": str(image.statuses.total()),
        "counted": str(counted),
        "unidentified": str(image.statuses[Status.UNSURE]),
        "not_counted": str(image.statuses[Status.EXCLUDED]),
        "unreviewed": str(image.statuses[Status.UNREVIEWED]),
    }
    for name in classes:
        part = share(image.labels[name], counted)
        numbers = (part.value, part.low, part.high) if counted else (None, None, None)
        found[f"label_{name}"] = str(part.count)
        found[f"predicted_{name}"] = str(image.predicted[name]) if name in known else ""
        for end, value in zip(("", "_low", "_high"), numbers, strict=True):
            found[f"share_{name}{end}"] = "" if value is None else f"{value:.6g}"
    return found
