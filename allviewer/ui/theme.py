"""The window's look: colours, spaces, type and class signs; light, dark, or as the system."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import chain, count, takewhile
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QPen
from PySide6.QtWidgets import QApplication, QStyleFactory

from allviewer.core.labels import Label
from allviewer.core.palette import CLASSES, hex_of
from allviewer.ui.stylesheet import stylesheet

XS, S, M, L, XL = 4, 8, 12, 16, 24
"""The only distances used, in logical pixels."""


class Choice(StrEnum):
    """What the person chose; a name that the settings have from elsewhere is as the system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @classmethod
    def _missing_(cls, value: object) -> "Choice":
        return cls.SYSTEM


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one look, as #rrggbb. `surround` is the neutral grey around the picture."""

    dark: bool
    window: str
    panel: str
    field: str
    text: str
    muted: str
    faint: str
    line: str
    hover: str
    pressed: str
    selected: str
    accent: str
    on_accent: str
    accent_hover: str
    thumb: str
    handle: str
    error: str
    surround: str
    on_surround: str


LIGHT: Final = Theme(
    dark=False,
    window="#f4f4f3",
    panel="#fbfbfa",
    field="#ffffff",
    text="#1d1f22",
    muted="#63676e",
    faint="#9b9ea4",
    line="#e3e3e1",
    hover="#ecebea",
    pressed="#e0dfde",
    selected="#dfe4f5",
    accent="#3f58b8",
    on_accent="#ffffff",
    accent_hover="#35499b",
    thumb="#cfcfcd",
    handle="#ffffff",
    error="#c3252c",
    surround="#8f8f8f",
    on_surround="#141414",
)
DARK: Final = Theme(
    dark=True,
    window="#1b1c1e",
    panel="#222326",
    field="#2a2b2f",
    text="#e6e7e9",
    muted="#a0a3aa",
    faint="#6f727a",
    line="#313338",
    hover="#2d2f33",
    pressed="#383a40",
    selected="#323a58",
    accent="#8c9eff",
    on_accent="#15171f",
    accent_hover="#a2b0ff",
    thumb="#484b52",
    handle="#e6e7e9",
    error="#ff7a75",
    surround="#5c5c5c",
    on_surround="#f2f2f2",
)


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


def class_sign(index: int | None, *, colour: str = "") -> ClassSign:
    """The sign of the class at `index` of the session's classes; of no class for None.

    A `colour` takes the place of its own; the line stays, so that colour is never the only sign. Past
    the eighth the colours come again with the next line style, so that no two signs are alike below 64
    classes.
    """
    if index is None:
        return NO_CLASS
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


class Size(StrEnum):
    """The three sizes of type."""

    SMALL = "small"
    BODY = "body"
    TITLE = "title"


_SCALE: Final = {Size.SMALL: 0.88, Size.BODY: 1.0, Size.TITLE: 1.3}


def font(size: Size = Size.BODY, *, bold: bool = False) -> QFont:
    """The system's font at one of the three sizes, numbers tabular."""
    result = QFont(QApplication.font())
    result.setPointSizeF(result.pointSizeF() * _SCALE[size])
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


def of(palette: QPalette) -> Theme:
    """The theme that `palette` belongs to: views ask with their own palette, and again on change."""
    # a style sheet's ground and text colours get into a widget's palette; its links' colour does not
    accent = palette.color(QPalette.ColorRole.Link).name()
    for theme in (LIGHT, DARK):
        if accent == theme.accent:
            return theme
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply(app: QApplication, choice: Choice) -> Theme:
    """Dress the whole program. Call again when the choice or the system's scheme changes."""
    theme = _chosen(app, choice)
    app.setStyle(QStyleFactory.create("Fusion"))
    base = app.font()
    # every number in the program lines up, in lists and in labels that count
    base.setFeature(QFont.Tag.fromString("tnum"), 1)
    app.setFont(base)
    app.setPalette(palette(theme))
    small, title = (base.pointSizeF() * _SCALE[size] for size in (Size.SMALL, Size.TITLE))
    colours = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    tone = "dark" if theme.dark else "light"
    app.setStyleSheet(stylesheet(colours, tone=tone, small=small, title=title))
    return theme


def _chosen(app: QApplication, choice: Choice) -> Theme:
    if choice is Choice.SYSTEM:
        return DARK if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    return DARK if choice is Choice.DARK else LIGHT


def palette(theme: Theme) -> QPalette:
    """The theme as a palette: what Fusion draws by itself, and what icons read."""
    role = QPalette.ColorRole
    result = QPalette()
    for key, colour in (
        (role.Window, theme.window),
        (role.Base, theme.field),
        (role.AlternateBase, theme.panel),
        (role.Button, theme.panel),
        (role.ToolTipBase, theme.field),
        (role.Light, theme.field),
        (role.Midlight, theme.hover),
        (role.Mid, theme.line),
        (role.Dark, theme.line),
        (role.Shadow, theme.line),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.PlaceholderText, theme.faint),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipText, theme.text),
        (role.BrightText, theme.error),
    ):
        result.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.faint))
    return result
