"""What is painted, in its order: ground, picture, heatmap, marks, the chosen cell, the scale bar, words."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from allviewer.core.records import Square
from allviewer.ui import theme
from allviewer.ui.canvas import scale_bar
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import MarkIndex
from allviewer.ui.canvas.overlay import Layers, Overlay, Scene
from allviewer.ui.canvas.picture import TiledPicture
from allviewer.ui.canvas.readable import draw_plate
from allviewer.ui.canvas.style import draw_hovered, draw_place, draw_selected, draw_tag, tagged
from allviewer.ui.qt_image import pixmap_of

Drawn: TypeAlias = Callable[[], npt.NDArray[np.uint8]]
"""Makes a heatmap when it is painted for the first time."""


class Canvas:
    """The content of an image view, and how to paint it. GUI thread only."""

    def __init__(self) -> None:
        self.picture: TiledPicture | None = None
        self.marks = MarkIndex()
        self.layers = Layers()
        self.um_per_px: float | None = None
        self.place: QRectF | None = None
        self.selected: int | None = None
        self.hovered: int | None = None
        self.raw = False
        self.hint = ""
        self.hint_low = False
        self.brushing = False
        self.title = self.detail = self.note = ""
        self.failed = False
        self._drawn: Drawn | None = None
        self._heatmap: QPixmap | None = None
        self._heatmap_place = QRectF()
        self._overlay = Overlay(self.marks)
        self._revision = 0

    def clear(self) -> None:
        """Forget all that belongs to one picture."""
        self.picture = None
        self.marks.replace_all(())
        self._overlay.clear()
        self._drawn = self._heatmap = None
        self.place = None
        self.selected = self.hovered = None
        self.title = self.detail = self.note = ""
        self.failed = False

    def marks_changed(self) -> None:
        """Have the marks painted anew; what is on the screen stays until that is done."""
        self._revision += 1

    def set_heatmap(self, drawn: Drawn | None, square: Square | None) -> None:
        """What gives uint8 (H, W, 4), straight alpha, over the pixels that the crop was cut from."""
        self._drawn, self._heatmap = drawn, None
        if square is not None:
            # the same whole pixels as `core.crop.cut` takes
            side = max(1, round(square.side))
            self._heatmap_place = QRectF(round(square.x), round(square.y), side, side)

    def paint(
        self,
        painter: QPainter,
        view: View,
        *,
        size: QSizeF,
        ratio: float,
        look: theme.Theme,
        moving: bool,
        hurry: bool,
    ) -> bool:
        """Paint all of it; False when in a hurry something is still to come in a later frame."""
        window = QRectF(QPointF(0, 0), size)
        painter.fillRect(window, QColor(look.surround))
        if self.picture is None:
            self._paint_words(painter, window, look)
            return True
        complete = self.picture.paint(painter, view, viewport=window, ratio=ratio, hurry=hurry)
        if not self.raw:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_heatmap(painter, view)
            scene = Scene(view, size, ratio, self.layers, self._revision, self._extent)
            complete &= self._overlay.paint(painter, scene, hurry=hurry, moving=moving)
            self._paint_chosen(painter, view, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = scale_bar.bar_for(scale=view.scale, um_per_px=self.um_per_px)
        taken = scale_bar.paint(painter, bar, viewport=size)
        words = self.hint or self.note
        if words and not self.raw:
            _paint_note(painter, words, size, above=taken.top() if self.hint and self.hint_low else None)
        return complete

    @property
    def _extent(self) -> QSizeF:
        assert self.picture is not None
        return QSizeF(self.picture.pyramid.width, self.picture.pyramid.height)

    def _paint_heatmap(self, painter: QPainter, view: View) -> None:
        if self._drawn is None or not self.layers.heatmap or self.picture is None:
            return
        if self._heatmap is None:  # only now: mostly nobody looks at it
            self._heatmap = pixmap_of(self._drawn())
        pyramid = self.picture.pyramid
        painter.save()
        painter.setTransform(view.transform())
        painter.setClipRect(QRectF(0, 0, pyramid.width, pyramid.height))
        painter.setOpacity(self.layers.heatmap_opacity)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._heatmap_place, self._heatmap, QRectF(self._heatmap.rect()))
        painter.restore()

    def _paint_chosen(self, painter: QPainter, view: View, ratio: float) -> None:
        hovered, selected = self.marks.get(self.hovered), self.marks.get(self.selected)
        if hovered is not None and hovered is not selected:
            draw_hovered(painter, hovered, view, ratio=ratio)
        if selected is not None and self.layers.outlines and not self.brushing:
            draw_selected(painter, selected, view, ratio=ratio)
            if self.layers.numbers and not tagged(selected, view):  # a dot among dots is found by its tag
                draw_tag(painter, selected, view, marks=self.marks, extent=self._extent)
        if self.place is not None:
            draw_place(painter, self.place, view)

    def _paint_words(self, painter: QPainter, window: QRectF, look: theme.Theme) -> None:
        if not self.title:
            return
        ink = QColor(look.on_surround)
        area = window.adjusted(theme.XL, theme.XL, -theme.XL, -theme.XL)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
        painter.setFont(theme.font(theme.Size.TITLE if self.failed else theme.Size.BODY, bold=self.failed))
        title = QFontMetricsF(painter.font()).boundingRect(area, int(flags), self.title)
        top = area.center().y() - title.height()
        painter.setPen(ink)
        painter.drawText(QRectF(area.left(), top, area.width(), title.height()), int(flags), self.title)
        painter.setFont(theme.font())
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        below = QRectF(area.left(), top + title.height() + theme.S, area.width(), area.height() / 2)
        painter.drawText(below, int(wrapped), self.detail)


def _paint_note(painter: QPainter, text: str, size: QSizeF, *, above: float | None) -> None:
    """At the top, or down `above` a height."""
    painter.setFont(theme.font())
    wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    room = QRectF(0, 0, size.width() - 2 * theme.XL - 2 * theme.L, size.height())
    text_size = QFontMetricsF(painter.font()).boundingRect(room, int(wrapped), text).size()
    width, height = text_size.width() + 2 * theme.L, text_size.height() + theme.L
    top = theme.XL if above is None else above - theme.S - height
    area = QRectF((size.width() - width) / 2, top, width, height)
    draw_plate(painter, area, radius=6)
    painter.drawText(area, int(wrapped), text)
