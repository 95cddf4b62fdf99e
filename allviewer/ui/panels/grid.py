"""A quiet table of figures: texts left, numbers right, shares drawn with their intervals."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from allviewer.core.interval import Share
from allviewer.ui import class_signs, theme, words
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels.grid_model import SHARE, SIGN, TINT, GridModel, Heading, Row

_STROKE = 16
_NAME = 160
_DEEPEST = 0.45  # of a tint: text stays readable on it


class Grid(QTableView):
    """Lines under headings. `chosen` says the key of the line that the person went to,
    `opened` that of one that was double-clicked or entered.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._tall = tall
        self._lines = GridModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setResizeContentsPrecision(100)  # of thousands of lines some will do
        self.horizontalHeader().setMinimumSectionSize(theme.XL)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        vertical = QSizePolicy.Policy.Expanding if tall else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self.selectionModel().currentRowChanged.connect(self._say_chosen)
        self.activated.connect(self._say_opened)

    def fill(self, headings: Sequence[Heading], rows: Sequence[Row]) -> None:
        """Show these lines; the chosen one stays chosen if it is still there."""
        current = self.key
        height = self.fontMetrics().height() + theme.M
        self.verticalHeader().setDefaultSectionSize(height)
        self._lines.fill(tuple(headings), tuple(rows))
        self._fit()
        self.choose(current)
        self.updateGeometry()

    @property
    def key(self) -> str:
        """The key of the chosen line, or ""."""
        index = self.currentIndex()
        return self._lines.rows[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Go to the line with this key, saying nothing of it; to none if there is none."""
        places = [place for place, row in enumerate(self._lines.rows) if row.key == key]
        self.selectionModel().currentRowChanged.disconnect(self._say_chosen)
        self.setCurrentIndex(self._lines.index(places[0], 0) if places else QModelIndex())
        self.selectionModel().currentRowChanged.connect(self._say_chosen)

    def text(self) -> list[tuple[str, ...]]:
        """What stands in the lines, as it is read."""
        return [row.texts for row in self._lines.rows]

    def sizeHint(self) -> QSize:
        """As high as its lines, unless it is one that scrolls."""
        lines = min(len(self._lines.rows), 4) if self._tall else len(self._lines.rows)
        height = (
            self.horizontalHeader().sizeHint().height() + lines * self.verticalHeader().defaultSectionSize()
        )
        return QSize(super().sizeHint().width(), height + 2)

    def minimumSizeHint(self) -> QSize:
        """Never less than its lines and figures; only long names are cut."""
        header = self.horizontalHeader()
        figures = sum(header.sectionSize(column) for column in range(1, header.count()))
        widest = max(self.sizeHintForColumn(0), header.sectionSizeHint(0)) if header.count() else 0
        return QSize(figures + min(widest, _NAME) + theme.XS, self.sizeHint().height())

    def _fit(self) -> None:
        """The first column takes what room is left, numbers as much as they need."""
        header = self.horizontalHeader()
        for column, heading in enumerate(self._lines.headings):
            if column == 0:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            elif heading.drawn:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, 4 * theme.XL)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _say_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._lines.rows[current.row()].key)

    def _say_opened(self, index: QModelIndex) -> None:
        self.opened.emit(self._lines.rows[index.row()].key)


class _Delegate(QStyledItemDelegate):
    """Draws the class's stroke before its name, and intervals on a scale of 0 to 100 %."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for the text with space on both sides."""
        metrics: QFontMetrics = option.fontMetrics
        text = str(index.data() or "")
        stroke = _STROKE + theme.S if index.data(SIGN) is not None else 0
        return QSize(
            stroke + metrics.horizontalAdvance(text) + theme.L + theme.XS, metrics.height() + theme.M
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One field of one line."""
        colours = theme.of(option.palette)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.selected))
        if tint := index.data(TINT):
            ground = QColor(colours.accent)
            ground.setAlphaF(_DEEPEST * tint)
            painter.fillRect(area.adjusted(1, 1, -1, -1), ground)
        inner = area.adjusted(theme.S, 0, -theme.S, 0)
        sign: ClassSign | None = index.data(SIGN)
        share: Share | None = index.data(SHARE)
        if share is not None:
            _paint_interval(painter, inner, share, colours)
        else:
            if sign is not None:
                _paint_stroke(painter, inner, sign)
                inner.setLeft(inner.left() + _STROKE + theme.S)
            tone = index.data(Qt.ItemDataRole.ForegroundRole)
            painter.setPen(QColor(tone or colours.text))
            side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
            text = painter.fontMetrics().elidedText(
                words.in_one_line(str(index.data())), Qt.TextElideMode.ElideMiddle, inner.width()
            )
            painter.drawText(inner, int(side), text)
        painter.restore()


def _paint_stroke(painter: QPainter, area: QRect, sign: ClassSign) -> None:
    painter.setPen(class_signs.stroke(sign))
    middle = area.center().y() + 0.5
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.left() + _STROKE, middle))


def _paint_interval(painter: QPainter, area: QRect, share: Share, colours: theme.Theme) -> None:
    """A faint scale of 0 to 100 %, on it the interval as a bar and the share as a tick."""
    middle = area.center().y() + 0.5
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.line))
    painter.drawRoundedRect(QRectF(area.left(), middle - 1, area.width(), 2), 1, 1)
    if share.value is None:
        return
    low, value, high = (area.left() + at * area.width() for at in (share.low, share.value, share.high))
    painter.setBrush(QColor(colours.faint))
    painter.drawRoundedRect(QRectF(low, middle - 3, max(2.0, high - low), 6), 3, 3)
    painter.setBrush(QColor(colours.text))
    painter.drawRoundedRect(QRectF(value - 1, middle - 6, 2, 12), 1, 1)
