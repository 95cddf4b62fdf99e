"""Our own line icons, drawn in the palette's text colour so that they fit every theme."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from allviewer.core.resources import resources

SIDES: Final = (16, 20, 32, 40, 64)
"""Pixel sizes kept: 16 and 20 at a device-pixel ratio of 1, 2 and (16, 20 at) about 3."""

_NAME: Final = "iconName"


def icon(name: str, *, palette: QPalette | None = None) -> QIcon:
    """The icon called `name` in the colours of `palette` (the program's own if None).

    Raises FileNotFoundError when there is no such icon: a slip of ours.
    """
    colours = palette or QGuiApplication.palette()
    result = QIcon()
    modes = (
        (QIcon.Mode.Normal, QIcon.State.Off, QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText),
        (QIcon.Mode.Disabled, QIcon.State.Off, QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
        (QIcon.Mode.Normal, QIcon.State.On, QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight),
    )
    for mode, state, group, role in modes:
        drawn = _renderer(name, colours.color(group, role).name())
        for side in SIDES:
            result.addPixmap(_pixmap(drawn, side), mode, state)
    return result


def put(wearer: QAction | QAbstractButton, name: str) -> None:
    """Give an action or button its icon, in such a way that `repaint` finds it again."""
    wearer.setProperty(_NAME, name)
    wearer.setIcon(icon(name))


def repaint(root: QObject) -> None:
    """Draw all icons below `root` anew, after the palette changed."""
    for wearer in root.findChildren(QObject):
        name = wearer.property(_NAME)
        if name and isinstance(wearer, QAction | QAbstractButton):
            wearer.setIcon(icon(name))


def app_icon() -> QIcon:
    """The program's icon, in its own colours."""
    return QIcon(str(resources() / "icons" / "allviewer.svg"))


def _pixmap(drawn: QSvgRenderer, side: int) -> QPixmap:
    """A square of `side` device pixels."""
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawn.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))


@cache
def _source(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()
