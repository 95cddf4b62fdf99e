"""One labelled picture of a training set, before its cells are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from allviewer.core.records import Kind

SIDES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("train", "training"), "train"),
        **dict.fromkeys(("val", "valid", "validation"), "val"),
        **dict.fromkeys(("test", "testing"), "test"),
    }
)
"""How people name a split's sides, in small letters, and what each is called here."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture with what is known of it.

    `group` is whatever must not be on two sides of a split (a subject, a slide), "" where unknown.
    `source` names the laboratory or set. `split` is `train`, `val` or `test` where the data fixes
    it, else "". `kind` is None to decide per picture. `points` are the x, y of the cells that the
    label speaks of, in pixels; None: of every cell.
    """

    path: Path
    label: str
    source: str
    group: str = ""
    split: str = ""
    kind: Kind | None = None
    points: tuple[tuple[float, float], ...] | None = None
