"""The classes that a person adds to a session: what they may be called, their colour and their key."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from allviewer.core.errors import DecisionError
from allviewer.core.records import Status

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BINS = frozenset(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Label:
    """A class beyond the bundle's own: its name, its colour (#rrggbb) and its key (portable text or "")."""

    name: str
    colour: str
    key: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour as red, green and blue, each 0 to 255."""
        red, green, blue = bytes.fromhex(self.colour[1:])
        return red, green, blue


def check(labels: Sequence[Label], *, before: Collection[str], used: Mapping[str, int]) -> None:
    """Raise DecisionError, with what to do, unless a session may have these labels.

    `before` are the names it had, `used` how many cells carry each label: one that is carried stays.
    """
    names = [label.name.strip().casefold() for label in labels]
    keys = [label.key for label in labels if label.key]
    for label, name in zip(labels, names, strict=True):
        if not name:
            raise DecisionError("A label needs a name. Write one.")
        if name in _BINS:
            raise DecisionError(f"“{label.name}” is what a decision is called. Choose another name.")
        if names.count(name) > 1:
            raise DecisionError(f"There is a label “{label.name}” already. Choose another name.")
        if not _COLOUR.fullmatch(label.colour):
            raise DecisionError(f"“{label.colour}” is no colour. Choose one such as #009e73.")
        if keys.count(label.key) > 1:
            raise DecisionError(f"{label.key} is the key of another label. Choose another key.")
    for name in sorted(set(before) - {label.name for label in labels}):
        if used.get(name):
            raise DecisionError(
                f"“{name}” is in use (cells: {used[name]}), so it stays. Give those another class first."
            )
