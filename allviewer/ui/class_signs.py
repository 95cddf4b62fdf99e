"""How classes are told apart: a colour, a line and letters for each, never colour alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, takewhile
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from allviewer.core.labels import Label
from allviewer.core.palette import CLASSES, hex_of


@dataclass(frozen=True, slots=True)
class ClassSign:
    """How a class looks: a colour, and a line style for eyes that do not tell the colours apart.

    `dashes` is Qt's dash pattern in units of the line's width; () is a whole line.
    """

    colour: str
    dashes: tuple[float, ...]


_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (3.0, 1.5),
    (6.0, 1.5, 1.5, 1.5),
    (1.5, 1.5),
    (6.0, 1.5, 1.5, 1.5, 1.5, 1.5),
    (3.0, 1.5, 1.5, 1.5),
    (9.0, 1.5),
    (1.5, 3.0),
)
SIGNS: Final = tuple(
    ClassSign(hex_of(colour), dashes) for colour, dashes in zip(CLASSES, _DASHES, strict=True)
)
NO_CLASS: Final = ClassSign("#f5f5f5", ())
"""Of a cell without a class, upon a picture."""
FOREIGN: Final = ClassSign("#808080", ())
"""Of a class that the shown bundle does not have: seen on light and dark paper, and on a field."""


def class_sign(index: int | None, *, colour: str = "") -> ClassSign:
    """The sign of the class at `index` of the session's classes; of none of them for None.

    A `colour` takes the place of its own; the line stays, so that colour is never the only sign. Past
    the eighth the colours come again with the next line style, so that no two signs are alike below 64
    classes.
    """
    if index is None:
        return ClassSign(colour, ()) if colour else NO_CLASS
    turn, place = divmod(index, len(SIGNS))
    return ClassSign(colour or SIGNS[place].colour, SIGNS[(place + turn) % len(SIGNS)].dashes)


def stroke(sign: ClassSign) -> QPen:
    """What a class is underlined with: 3 px wide."""
    pen = QPen(QColor(sign.colour), 3.0, c=Qt.PenCapStyle.FlatCap)
    if sign.dashes:
        pen.setDashPattern(list(sign.dashes))
    return pen


def signs(classes: Sequence[str], own: Sequence[Label]) -> dict[str, ClassSign]:
    """The sign of each class; `own` are those of the session, with the colours a person chose.

    A colour that a class before has gives way to the next free one, as when another model's classes
    came before a label; where none is left, to one that nobody has with this line.
    """
    chosen = {label.name: label.colour for label in own}
    found: dict[str, ClassSign] = {}
    for place, name in enumerate(classes):
        wanted = class_sign(place, colour=chosen.get(name, ""))
        found[name] = class_sign(place, colour=_free(wanted, found.values()))
    return found


def free_colour(taken: Collection[ClassSign]) -> str:
    """A colour for one more class."""
    return _free(class_sign(len(taken)), taken)


def _free(wanted: ClassSign, taken: Collection[ClassSign]) -> str:
    options = (wanted.colour, *(sign.colour for sign in SIGNS))
    colours = {sign.colour for sign in taken}
    unlike = (one for one in options if one not in colours)
    otherwise = (one for one in options if ClassSign(one, wanted.dashes) not in taken)
    return next(chain(unlike, otherwise), wanted.colour)


def class_letters(classes: Sequence[str]) -> tuple[str, ...]:
    """A letter for each class, or two where others begin with it: the first, and the one at which it parts
    from the nearest other ("B", "N"; "Eo", "Er"; "Lc", "Lb" for lymphocyte, lymphoblast).

    No two are alike; the same classes in the same order have the same.
    """
    found: list[str] = []
    for name in classes:
        others = [other for other in classes if other != name]
        found.append(next(letters for letters in _shortened(name, others) if letters not in found))
    return tuple(found)


def foreign_letters(name: str) -> str:
    """The sign of a class that the shown bundle does not have, a label that was given before: its
    beginning, written as no class's letters are; of no label none.
    """
    return f"{name[:3].capitalize()}…" if name else ""


def _shortened(name: str, others: Sequence[str]) -> Iterator[str]:
    """Ever worse short forms of a name, without end."""
    parted = max((_shared(name.lower(), other.lower()) for other in others), default=0)
    first = name[:1].upper()
    if parted == 0:
        yield first
    for letter in (name[parted:] if parted else "") + name[1:]:
        if letter.isalnum():
            yield first + letter.lower()
    yield from (f"{first}{number}" for number in count(1))


def _shared(name: str, other: str) -> int:
    """With how many letters both begin."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False))))
