"""How one cell looks on the picture: its line, its fill, its tag; less of it the smaller it is."""

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from allviewer.core.records import Status
from allviewer.ui import class_signs, theme
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import CellMark, MarkIndex, Shape
from allviewer.ui.canvas.readable import draw_plate, light_upon_dark
from allviewer.ui.canvas.tag_place import tag_area

DOT_BELOW, THIN_BELOW, NUCLEUS_FROM, TAG_FROM = 5.0, 18.0, 48.0, 30.0
"""Logical pixels across from which a cell is more than a dot, gets its full line, nucleus and tag."""
LINE, BOLD, SWATCH = 2.0, 3.0, 9.0
# A dark edge keeps every colour readable on pale and on dark stain alike.
_EDGE: Final = "#5f000000"
TRUNCATED_DASHES: Final = (5.0, 4.0)
_EXCLUDED: Final = class_signs.ClassSign("#c8c8c8", (1.0, 3.0))


def sign_of(mark: CellMark) -> class_signs.ClassSign:
    """Colour and line of a mark: the class's, but dashes for a cut cell and grey dots for an excluded."""
    if mark.status is Status.EXCLUDED:
        return _EXCLUDED
    sign = class_signs.class_sign(mark.klass, colour=mark.colour)
    return class_signs.ClassSign(sign.colour, TRUNCATED_DASHES) if mark.truncated else sign


def draw_cell(
    painter: QPainter, shape: Shape, view: View, *, ratio: float, outline: bool, fill: float
) -> None:
    """The cell's line and, where `fill` (opacity) is above 0, its mask with the nucleus darker."""
    size = shape.diameter * view.scale
    sign = sign_of(shape.mark)
    colour = QColor(sign.colour)
    if size < DOT_BELOW:
        centre = view.to_widget(shape.box.center())
        painter.fillRect(QRectF(centre.x() - 1.5, centre.y() - 1.5, 3, 3), colour)
        return
    painter.setTransform(view.transform())
    path = shape.cell(view.scale * ratio)
    if fill > 0:
        colour.setAlphaF(fill)
        painter.fillPath(path, colour)
        painter.fillPath(shape.nuclei(view.scale * ratio), colour)
    if outline:
        _draw_line(painter, path, sign, size, ratio)
        if size >= NUCLEUS_FROM:
            painter.strokePath(shape.nuclei(view.scale * ratio), _pen(sign.colour, ratio))
    painter.resetTransform()


def draw_selected(painter: QPainter, shape: Shape, view: View, *, ratio: float) -> None:
    """The bold line of the selected cell: its class's line upon white upon a dark edge."""
    sign = sign_of(shape.mark)
    path = shape.cell(view.scale * ratio)
    painter.setTransform(view.transform())
    painter.strokePath(path, _pen("#96000000", (BOLD + 4) * ratio))
    painter.strokePath(path, _pen("#ffffff", (BOLD + 2) * ratio))
    painter.strokePath(path, _pen(sign.colour, BOLD * ratio, sign.dashes))
    painter.resetTransform()


def draw_hovered(painter: QPainter, shape: Shape, view: View, *, ratio: float) -> None:
    """A breath of light over the cell under the cursor."""
    painter.setTransform(view.transform())
    painter.fillPath(shape.cell(view.scale * ratio), QColor(255, 255, 255, 40))
    painter.resetTransform()


def _draw_line(
    painter: QPainter, path: QPainterPath, sign: class_signs.ClassSign, size: float, ratio: float
) -> None:
    if size < THIN_BELOW:
        painter.strokePath(path, _pen(sign.colour, ratio))
        return
    painter.strokePath(path, _pen(_EDGE, (LINE + 1.6) * ratio))
    painter.strokePath(path, _pen(sign.colour, LINE * ratio, sign.dashes))


@cache
def _pen(colour: str, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    # a cosmetic pen counts device pixels, whatever the painter's scale
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(dashes)
    return pen


def tagged(shape: Shape, view: View) -> bool:
    """Whether a cell is so large that it has its tag though nobody chose it."""
    return shape.diameter * view.scale >= TAG_FROM


def draw_tag(painter: QPainter, shape: Shape, view: View, *, marks: MarkIndex, extent: QSizeF) -> None:
    """Number, class letter and status beside the cell; hatched where the model is uncertain. `marks` are
    all of the picture, `extent` is its size.
    """
    mark = shape.mark
    text = f"{mark.number} {mark.letter}".rstrip()
    painter.setFont(theme.font(theme.Size.SMALL, bold=True))
    metrics = QFontMetricsF(painter.font())
    height = metrics.height() + 2
    sign_width = height - 4 if mark.status is not Status.UNREVIEWED else 0.0
    width = 4 + SWATCH + metrics.horizontalAdvance(text) + sign_width + 6
    area = tag_area(shape, QSizeF(width, height), view, marks=marks, extent=extent)
    draw_plate(painter, area)
    _draw_swatch(painter, area, mark)
    painter.drawText(
        area.adjusted(4 + SWATCH, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
    )
    if sign_width:
        draw_status(
            painter, mark.status, QRectF(area.right() - sign_width - 3, area.top(), sign_width, height)
        )


def _draw_swatch(painter: QPainter, area: QRectF, mark: CellMark) -> None:
    colour = QColor(sign_of(mark).colour)
    swatch = QRectF(area.left() + 3, area.top() + 3, SWATCH - 3, area.height() - 6)
    if mark.uncertain:
        draw_hatch(painter, swatch, colour)
    else:
        painter.fillRect(swatch, colour)


def draw_hatch(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """The sign of uncertainty: diagonal lines in the class's colour instead of a full patch."""
    painter.save()
    painter.setClipRect(area)
    painter.setPen(QPen(colour, 1.4))
    for offset in range(0, int(area.width() + area.height()) + 4, 4):
        start = QPointF(area.left() - 1, area.top() + offset + 1)
        painter.drawLine(start, QPointF(start.x() + area.width() + 2, start.y() - area.width() - 2))
    painter.restore()


def draw_status(painter: QPainter, status: Status, area: QRectF) -> None:
    """Tick, question mark or cross in the painter's pen colour, centred in `area`."""
    side = min(area.width(), area.height()) * 0.5
    middle = area.center()

    def at(x: float, y: float) -> QPointF:
        return QPointF(middle.x() + x * side, middle.y() + y * side)

    colour = painter.pen().color()
    if status in (Status.ACCEPTED, Status.CORRECTED):
        painter.setPen(_stroke(colour))
        painter.drawPolyline([at(-0.55, 0.05), at(-0.15, 0.45), at(0.6, -0.45)])
    elif status is Status.EXCLUDED:
        painter.setPen(_stroke(colour))
        painter.drawLine(at(-0.45, -0.45), at(0.45, 0.45))
        painter.drawLine(at(-0.45, 0.45), at(0.45, -0.45))
    elif status is Status.UNSURE:
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")


def _stroke(colour: QColor) -> QPen:
    return QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def draw_place(painter: QPainter, place: QRectF, view: View) -> None:
    """A dashed frame in light upon dark, readable on every stain."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in light_upon_dark(Qt.PenStyle.DashLine):
        painter.setPen(pen)
        painter.drawRect(view.rect_to_widget(place))
