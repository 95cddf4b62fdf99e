"""Paints a row of the list of pictures: a sign, the name, and below in small what is known."""

from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from allviewer.core.rows import ImageRow
from allviewer.ui import theme, words

ROW: Final = Qt.ItemDataRole.UserRole
SIGN: Final = Qt.ItemDataRole.UserRole + 1
_DOT = 10


class Sign(Enum):
    """How far a picture is: ● all reviewed, ◐ some, ○ none, – shows no cell, a faint ○ waits, ⚠ could not be
    done."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    BARE = "bare"
    WAITING = "waiting"
    TROUBLE = "trouble"


class ImageDelegate(QStyledItemDelegate):
    """`said` puts a row's second line into words."""

    def __init__(self, view: QListView, *, said: Callable[[ImageRow], str]) -> None:
        super().__init__(view)
        self._said = said

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines, whatever they say."""
        body, small = (QFontMetrics(theme.font(size)) for size in (theme.Size.BODY, theme.Size.SMALL))
        return QSize(120, body.height() + small.height() + 2 * theme.S - 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One row."""
        colours = theme.of(option.palette)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(colours.hover))
        inner = area.adjusted(theme.M, theme.S - 2, -theme.M, -theme.S + 2)
        sign: Sign = index.data(SIGN)
        left = inner.left() + _DOT + theme.S
        body, small = theme.font(theme.Size.BODY), theme.font(theme.Size.SMALL)
        upper = QRect(left, inner.top(), inner.right() - left, QFontMetrics(body).height())
        lower = QRect(left, upper.bottom() + 1, upper.width(), QFontMetrics(small).height())
        middle = QPointF(inner.left() + _DOT / 2, upper.center().y() + 1)
        _paint_sign(painter, sign, middle, colours)
        row: ImageRow = index.data(ROW)
        _paint_line(painter, upper, row.name, body, colours.text, Qt.TextElideMode.ElideMiddle)
        trouble = sign is Sign.TROUBLE
        tone = colours.error if trouble else colours.muted
        _paint_line(painter, lower, self._said(row), small, tone, Qt.TextElideMode.ElideRight)
        painter.restore()


def _paint_line(
    painter: QPainter, area: QRect, text: str, font: QFont, colour: str, mode: Qt.TextElideMode
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(words.in_one_line(text), mode, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def _paint_sign(painter: QPainter, sign: Sign, middle: QPointF, colours: theme.Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = _DOT / 2 - 0.75
    circle = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
    if sign is Sign.TROUBLE:
        painter.setPen(QPen(QColor(colours.error), 1.5, j=Qt.PenJoinStyle.RoundJoin))
        top, bottom = middle.y() - half, middle.y() + half
        corners = [
            QPointF(middle.x(), top),
            QPointF(middle.x() + half, bottom),
            QPointF(middle.x() - half, bottom),
        ]
        painter.drawPolygon(QPolygonF(corners))
        return
    tone = QColor(colours.faint if sign in (Sign.WAITING, Sign.BARE) else colours.accent)
    painter.setPen(QPen(tone, 1.5))
    if sign is Sign.BARE:
        painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))
        return
    painter.setBrush(tone if sign is Sign.ALL else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    if sign is Sign.SOME:
        painter.setBrush(tone)
        painter.drawPie(circle, 90 * 16, 180 * 16)
