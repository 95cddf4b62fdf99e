"""A4 pages that fill from top to bottom: text, tables and tiles, each page signed at its foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QEventLoop,
    QIODevice,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from allviewer.core.interval import Share

POINT = 10.0
"""Device units in a typographic point: fine enough that letters stand where they should."""

WIDTH, HEIGHT = 595.0, 842.0
SIDE, TOP, BOTTOM = 56.0, 56.0, 64.0
INNER = WIDTH - 2 * SIDE

TEXT, MUTED, LINE, BAR = "#1d1f22", "#63676e", "#d5d5d3", "#a8abb0"
_GAP = 10.0  # between columns
_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column, in points; numbers stand right, a drawn one shows a share's interval."""

    title: str
    width: float
    number: bool = True
    drawn: bool = False


class Pages:
    """Distances are in points. `foot` stands at the foot of each page, before the page's number.

    Enter it: what is left in the middle must not be let go while it is painted on. It stays in the
    thread that made it, which may be any.
    """

    def __init__(self, *, title: str, foot: str) -> None:
        self._foot = foot
        # a document starts timers, and a thread that Qt did not start has an event dispatcher only by this
        self._loop = QEventLoop()
        self._data = QByteArray()
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(round(72 * POINT))
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._writer.setTitle(title)
        self._writer.setCreator("allviewer")
        self._painter = QPainter(self._writer)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.number = 1
        self._y = TOP
        self._sign()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._painter.isActive():
            self._painter.end()

    def finish(self) -> bytes:
        """The whole file; nothing can be added after."""
        self._painter.end()
        self._buffer.close()
        return bytes(self._data.data())

    def need(self, height: float) -> bool:
        """Begin a new page unless `height` still fits on this one; whether it did."""
        if self._y + height <= HEIGHT - BOTTOM:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Begin a new page."""
        self._writer.newPage()
        self.number += 1
        self._y = TOP
        self._sign()

    def space(self, height: float) -> None:
        """Leave room, but not at the top of a page."""
        if self._y > TOP:
            self._y += height

    def text(
        self, text: str, *, size: float = 9.5, bold: bool = False, colour: str = TEXT, keep: float = 0
    ) -> None:
        """A paragraph. `keep` is the height that must follow it on the same page."""
        wrap = QTextOption(_LEFT)
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)  # a hash has no words
        font = _font(size, bold=bold)
        self._painter.setFont(font)
        bounds = self._painter.boundingRect(self._area(self._y, height=HEIGHT), text, wrap)
        height = bounds.height() / POINT
        self.need(height + keep)
        self._painter.setFont(font)  # the foot of a new page is in another one
        self._painter.setPen(QColor(colour))
        self._painter.drawText(self._area(self._y, height=height + 1), text, wrap)
        self._y += height + 3

    def heading(self, text: str, *, keep: float = 60) -> None:
        """A section's heading, never left alone at the foot of a page."""
        self.space(14)
        self.text(text, size=13, bold=True, keep=keep)
        self.space(2)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        shares: Sequence[Share | None] = (),
        size: float = 9,
    ) -> None:
        """Lines under a heading that comes again on each page; too long texts are cut in the middle."""
        self._table_head(columns, size)
        for place, row in enumerate(rows):
            if self.need(size + 7):
                self._table_head(columns, size)
            share = shares[place] if shares else None
            self._table_row(columns, row, _font(size), TEXT, share)
        self._y += 6

    def _table_head(self, columns: Sequence[Column], size: float) -> None:
        self.need(3 * size)
        titles = [column.title for column in columns]
        self._table_row(columns, titles, _font(size - 1, bold=True), MUTED, None)
        self._painter.setPen(QPen(QColor(LINE), 0.6 * POINT))
        y = (self._y - 2) * POINT
        self._painter.drawLine(round(SIDE * POINT), round(y), round((WIDTH - SIDE) * POINT), round(y))
        self._y += 2

    def _table_row(
        self, columns: Sequence[Column], texts: Sequence[str], font: QFont, colour: str, share: Share | None
    ) -> None:
        height = font.pixelSize() / POINT + 7
        x = SIDE
        for column, text in zip(columns, texts, strict=True):
            left, right = (_GAP, 0) if column.drawn else (0, 0 if column.number else _GAP)
            width = column.width - left - right
            area = QRectF((x + left) * POINT, self._y * POINT, width * POINT, height * POINT)
            if column.drawn and share is not None:
                self._interval(area, share)
            elif not column.drawn:
                self._painter.setFont(font)
                self._painter.setPen(QColor(colour))
                shown = self._painter.fontMetrics().elidedText(
                    text, Qt.TextElideMode.ElideMiddle, int(area.width())
                )
                side = _RIGHT if column.number else _LEFT
                self._painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
            x += column.width
        self._y += height

    def _interval(self, area: QRectF, share: Share) -> None:
        """The interval as a bar on a scale of 0 to 100 %, the share as a tick."""
        middle, painter = area.center().y(), self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LINE))
        painter.drawRect(QRectF(area.left(), middle - 0.4 * POINT, area.width(), 0.8 * POINT))
        if share.value is None:
            return
        low, value, high = (area.left() + at * area.width() for at in (share.low, share.value, share.high))
        painter.setBrush(QColor(BAR))
        painter.drawRect(QRectF(low, middle - 2 * POINT, max(POINT, high - low), 4 * POINT))
        painter.setBrush(QColor(TEXT))
        painter.drawRect(QRectF(value - 0.5 * POINT, middle - 4 * POINT, POINT, 8 * POINT))

    def tiles(self, images: Sequence[QImage | None], *, side: float, gap: float = 4) -> None:
        """Square pictures in rows; None is a picture that is not there."""
        in_row = int((INNER + gap) // (side + gap))
        for start in range(0, len(images), in_row):
            self.need(side)
            for place, image in enumerate(images[start : start + in_row]):
                x = SIDE + place * (side + gap)
                area = QRectF(x * POINT, self._y * POINT, side * POINT, side * POINT)
                if image is not None:
                    self._painter.drawImage(area, image)
                else:
                    self._painter.setPen(QPen(QColor(LINE), 0.6 * POINT))
                    self._painter.setBrush(Qt.BrushStyle.NoBrush)
                    self._painter.drawRect(area)
            self._y += side + gap

    def markdown(self, text: str) -> None:
        """A text in Markdown, from the top of a new page on."""
        height = HEIGHT - TOP - BOTTOM
        document = QTextDocument()
        document.documentLayout().setPaintDevice(self._writer)
        document.setDocumentMargin(0)
        document.setDefaultFont(QFont(_font(9).family(), 9))
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        _wrap_all(document)
        document.setPageSize(QSizeF(INNER * POINT, height * POINT))
        for page in range(document.pageCount()):
            self.turn()
            self._painter.save()
            self._painter.translate(SIDE * POINT, (TOP - page * height) * POINT)
            shown = QRectF(0, page * height * POINT, INNER * POINT, height * POINT)
            document.drawContents(self._painter, shown)
            self._painter.restore()

    def _area(self, y: float, *, height: float) -> QRectF:
        return QRectF(SIDE * POINT, y * POINT, INNER * POINT, height * POINT)

    def _sign(self) -> None:
        """The foot of the page."""
        painter = self._painter
        painter.setFont(_font(8))
        painter.setPen(QColor(MUTED))
        area = self._area(HEIGHT - BOTTOM + 20, height=14)
        painter.drawText(area, int(_LEFT | Qt.AlignmentFlag.AlignVCenter), self._foot)
        page = QCoreApplication.translate("report", "Page {0}").format(self.number)
        painter.drawText(area, int(_RIGHT | Qt.AlignmentFlag.AlignVCenter), page)


def _wrap_all(document: QTextDocument) -> None:
    """Let lines of code go on in the next one: paper cannot be scrolled."""
    wrap = document.defaultTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(wrap)
    breakable = QTextBlockFormat()
    breakable.setNonBreakableLines(False)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(breakable)


def _font(size: float, *, bold: bool = False) -> QFont:
    """The program's font in points of the page, numbers tabular."""
    font = QFont()
    font.setPixelSize(round(size * POINT))
    font.setBold(bold)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font
