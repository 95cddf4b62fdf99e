"""Paints one cell of the gallery: crop, class as underline and letter, what was decided, what is unsure."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from allviewer.core.records import Status, Triage
from allviewer.services.session import CellSummary
from allviewer.ui import theme
from allviewer.ui.gallery_model import CELL, CROP

GAP: Final = 4
FOOT: Final = 20
"""Height below the crop, for the underline and the letter."""


class TileDelegate(QStyledItemDelegate):
    """Knows the classes' order, which gives their colours and letters."""

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._classes: tuple[str, ...] = ()
        self._letters: dict[str, str] = {}
        self.hidden: Callable[[int], bool] = lambda _cell_id: False

    def set_classes(self, classes: Sequence[str]) -> None:
        """Other classes."""
        self._classes = tuple(classes)
        self._letters = dict(zip(classes, theme.class_letters(classes), strict=True))

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
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
        colours = theme.of(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, area, state, colours)
        picture = QRect(area.left() + 2, area.top() + 2, area.width() - 4, area.height() - FOOT)
        _paint_crop(painter, picture, index.data(CROP), colours)
        hidden = self.hidden(cell.id)
        if cell.triage is Triage.REVIEW and not hidden:
            _paint_hatch(painter, picture, colours)
        if cell.status is Status.EXCLUDED:
            _paint_veil(painter, picture, colours)
        self._paint_foot(painter, area, cell, colours, hidden=hidden)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, colours: theme.Theme
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_foot(
        self, painter: QPainter, area: QRect, cell: CellSummary, colours: theme.Theme, *, hidden: bool
    ) -> None:
        name = cell.label or ("" if hidden else cell.best)
        foot = QRect(area.left() + 6, area.bottom() - FOOT + 5, area.width() - 12, FOOT - 6)
        if name:
            sign = theme.class_sign(self._classes.index(name) if name in self._classes else None)
            pen = QPen(QColor(sign.colour), 3, c=Qt.PenCapStyle.FlatCap)
            if sign.dashes:
                pen.setDashPattern(list(sign.dashes))
            painter.setPen(pen)
            line = area.bottom() - FOOT + 4
            painter.drawLine(area.left() + 3, line, area.right() - 3, line)
        painter.setFont(theme.font(theme.Size.SMALL, bold=bool(cell.label)))
        painter.setPen(QColor(colours.text if cell.label else colours.muted))
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(foot, left, self._letters.get(name, name[:2].capitalize()))
        painter.setPen(QColor(colours.text))
        painter.drawText(foot, right, _MARKS[cell.status])


_MARKS: Final = {
    Status.UNREVIEWED: "",
    Status.ACCEPTED: "✓",
    Status.CORRECTED: "✓",
    Status.UNSURE: "?",
    Status.EXCLUDED: "✕",
}


def _paint_crop(painter: QPainter, area: QRect, crop: QPixmap | None, colours: theme.Theme) -> None:
    path = QPainterPath()
    path.addRoundedRect(QRectF(area), 3, 3)
    painter.setClipPath(path)
    if crop is None:
        painter.fillRect(area, QColor(colours.hover))
    else:
        painter.drawPixmap(area, crop)
    painter.setClipping(False)


def _paint_hatch(painter: QPainter, area: QRect, colours: theme.Theme) -> None:
    """A corner hatched in dark and light, so that it shows on every stain."""
    side = min(18, area.width() // 3)
    corner = QPolygonF(
        [
            QPointF(area.right() + 1 - side, area.top()),
            QPointF(area.right() + 1, area.top()),
            QPointF(area.right() + 1, area.top() + side),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f5f5f5"))
    painter.drawPolygon(corner)
    painter.setBrush(QBrush(QColor("#1d1f22"), Qt.BrushStyle.BDiagPattern))
    painter.drawPolygon(corner)


def _paint_veil(painter: QPainter, area: QRect, colours: theme.Theme) -> None:
    veil = QColor(colours.panel)
    veil.setAlpha(150)
    painter.fillRect(area, veil)
