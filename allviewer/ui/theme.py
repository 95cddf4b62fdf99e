"""The window's look: colours, spaces and type; light, dark, or as the system."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

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
