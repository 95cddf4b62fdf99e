"""Paints one cell of the gallery: crop, class as underline and letter, what was decided, what is unsure."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from allviewer.core.labels import Label
from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary
from allviewer.ui import class_signs, theme
from allviewer.ui.gallery.model import CELL, CROP

GAP: Final = 4
FOOT: Final = 20
"""Height below the crop, for the underline and the letter."""


class TileDelegate(QStyledItemDelegate):
    """Knows the classes' order, which gives their colours and letters.

    What a frame's tiles share is made once by `begin`: a hundred tiles must fit into a 60th of a second.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters: dict[str, str] = {}
        self._pens: dict[str, QPen] = {}
        self._rounded: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self.hidden: Callable[[int], bool] = lambda _cell_id: False

    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None:
        """Other classes."""
        self._letters = dict(zip(classes, class_signs.class_letters(classes), strict=True))
        signs = class_signs.signs(classes, own)
        self._pens = {name: class_signs.stroke(sign) for name, sign in signs.items()}

    def begin(self, palette: QPalette) -> None:
        """Before the tiles of one frame."""
        self._colours = theme.of(palette)
        self._font = theme.font(theme.Size.SMALL)
        self._bold = theme.font(theme.Size.SMALL, bold=True)
        self._text, self._muted = QColor(self._colours.text), QColor(self._colours.muted)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One tile."""
        cell: CellSummary | None = index.data(CELL)
        if cell is None:
            return
        area: QRect = option.rect.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
        self._paint_ground(painter, area, option.state)
        picture = QRect(area.left() + 2, area.top() + 2, area.width() - 4, area.height() - FOOT)
        crop: QPixmap | None = index.data(CROP)
        if crop is None:
            painter.fillRect(picture, QColor(self._colours.hover))
        else:
            painter.drawPixmap(picture.topLeft(), self._fitted(crop, picture.size(), painter))
        hidden = self.hidden(cell.id)
        if cell.triage is Triage.REVIEW and not hidden:
            _paint_hatch(painter, picture)
        if cell.status is Status.EXCLUDED:
            _paint_veil(painter, picture, self._colours)
        self._paint_foot(painter, area, cell, hidden=hidden)

    def _fitted(self, crop: QPixmap, size: QSize, painter: QPainter) -> QPixmap:
        """The crop at the tile's size with round corners; kept, because scaling it costs the most."""
        ratio = painter.device().devicePixelRatioF()
        key = (crop.cacheKey(), round(size.width() * ratio))
        found = self._rounded.get(key)
        if found is None:
            found = self._rounded[key] = _rounded(crop, size, ratio)
            while len(self._rounded) > _KEPT:
                self._rounded.popitem(last=False)
        return found

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if not (selected or focus or state & QStyle.StateFlag.State_MouseOver):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colours.accent), 2) if focus else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(self._colours.selected if selected else self._colours.hover))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()

    def _paint_foot(self, painter: QPainter, area: QRect, cell: CellSummary, *, hidden: bool) -> None:
        name = cell.label or ("" if hidden else cell.best)
        foot = QRect(area.left() + 6, area.bottom() - FOOT + 5, area.width() - 12, FOOT - 6)
        if name:
            line = area.bottom() - FOOT + 4
            painter.setPen(self._pens.get(name, _NO_PEN))
            painter.drawLine(area.left() + 3, line, area.right() - 3, line)
            painter.setFont(self._bold if cell.label else self._font)
            painter.setPen(self._text if cell.label else self._muted)
            painter.drawText(foot, _LEFT, self._letters.get(name) or class_signs.foreign_letters(name))
        mark = _MARKS[cell.status]
        if mark:
            painter.setFont(self._font)
            painter.setPen(self._text)
            painter.drawText(foot, _RIGHT, mark)


_KEPT: Final = 1500
_NO_PEN: Final = QPen(Qt.PenStyle.NoPen)
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_MARKS: Final = {
    Status.UNREVIEWED: "",
    Status.ACCEPTED: "✓",
    Status.CORRECTED: "✓",
    Status.UNSURE: "?",
    Status.EXCLUDED: "✕",
}


def _rounded(crop: QPixmap, size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, size.width(), size.height()), 3, 3)
    painter.setClipPath(path)
    painter.drawPixmap(QRect(0, 0, size.width(), size.height()), crop)
    painter.end()
    return made


def _paint_hatch(painter: QPainter, area: QRect) -> None:
    """A corner hatched in dark and light, so that it shows on every stain."""
    side = min(18, area.width() // 3)
    corner = QPolygon(
        [
            QPoint(area.right() + 1 - side, area.top()),
            QPoint(area.right() + 1, area.top()),
            QPoint(area.right() + 1, area.top() + side),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_LIGHT)
    painter.drawPolygon(corner)
    painter.setBrush(_HATCH)
    painter.drawPolygon(corner)


_LIGHT: Final = QBrush(QColor("#f5f5f5"))
_HATCH: Final = QBrush(QColor("#1d1f22"), Qt.BrushStyle.BDiagPattern)


def _paint_veil(painter: QPainter, area: QRect, colours: theme.Theme) -> None:
    veil = QColor(colours.panel)
    veil.setAlpha(150)
    painter.fillRect(area, veil)
