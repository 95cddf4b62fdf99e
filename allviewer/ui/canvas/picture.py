"""Paints a pyramid in tiles: pixmaps are made as they come into view, within a time budget per frame."""

import math
import time
from collections import OrderedDict
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from allviewer.core.records import Pixels
from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.pyramid import Level, Pyramid
from allviewer.ui.qt_image import pixmap_of

TILE: Final = 512
KEPT_TILES: Final = 256
"""One tile is 1 MiB: a 4K screen at the worst zoom wants about 140."""
FRAME_BUDGET_S: Final = 0.006
CRISP_FROM: Final = 6.0
"""Device pixels per image pixel from which pixels are shown as squares instead of blurred."""

_Key = tuple[int, int, int]


class TiledPicture:
    """One pyramid and its pixmaps. GUI thread only."""

    def __init__(self, pyramid: Pyramid) -> None:
        self.pyramid = pyramid
        self._tiles: OrderedDict[_Key, QPixmap] = OrderedDict()

    def paint(self, painter: QPainter, view: View, *, viewport: QRectF, ratio: float, hurry: bool) -> bool:
        """Draw what `viewport` (logical) shows. False if in a hurry some tiles are still to come."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, view.scale * ratio < CRISP_FROM)
        index = self.pyramid.level_for(view.scale * ratio)
        wanted = list(self._visible(index, view, viewport))
        complete = self._make(wanted, hurry=hurry)
        if not complete:
            last = len(self.pyramid.levels) - 1
            coarse = list(self._visible(last, view, viewport))
            self._make(coarse, hurry=False)
            self._draw(painter, coarse, view, ratio)
        self._draw(painter, wanted, view, ratio)
        self._forget(max(KEPT_TILES, 2 * len(wanted)))
        return complete

    def _visible(self, index: int, view: View, viewport: QRectF) -> Iterator[_Key]:
        level = self.pyramid.levels[index]
        wide, high = TILE * level.step_x * view.scale, TILE * level.step_y * view.scale
        columns = math.ceil(level.pixels.shape[1] / TILE)
        rows = math.ceil(level.pixels.shape[0] / TILE)
        first = max(0, math.floor((viewport.left() - view.x) / wide))
        last = min(columns - 1, math.floor((viewport.right() - view.x) / wide))
        top = max(0, math.floor((viewport.top() - view.y) / high))
        bottom = min(rows - 1, math.floor((viewport.bottom() - view.y) / high))
        for row in range(top, bottom + 1):
            for column in range(first, last + 1):
                yield index, column, row

    def _make(self, keys: list[_Key], *, hurry: bool) -> bool:
        until = time.perf_counter() + FRAME_BUDGET_S
        for key in keys:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                continue
            if hurry and time.perf_counter() > until:
                return False
            self._tiles[key] = pixmap_of(_cut(self.pyramid.levels[key[0]], key))
        return True

    def _draw(self, painter: QPainter, keys: list[_Key], view: View, ratio: float) -> None:
        for key in keys:
            tile = self._tiles.get(key)
            if tile is not None:
                level = self.pyramid.levels[key[0]]
                painter.drawPixmap(_place(level, key, view, ratio), tile, QRectF(tile.rect()))

    def _forget(self, kept: int) -> None:
        while len(self._tiles) > kept:
            self._tiles.popitem(last=False)


def _extent(level: Level, key: _Key) -> QRect:
    height, width = level.pixels.shape[:2]
    x, y = key[1] * TILE, key[2] * TILE
    return QRect(x, y, min(TILE, width - x), min(TILE, height - y))


def _cut(level: Level, key: _Key) -> Pixels:
    extent = _extent(level, key)
    x, y = extent.x(), extent.y()
    return level.pixels[y : y + extent.height(), x : x + extent.width()]


def _place(level: Level, key: _Key, view: View, ratio: float) -> QRectF:
    # Edges on whole device pixels, computed alike for both neighbours: no seam, no overlap.
    extent = _extent(level, key)
    across, down = level.step_x * view.scale, level.step_y * view.scale

    def snap(value: float) -> float:
        return round(value * ratio) / ratio

    left, right = snap(view.x + extent.x() * across), snap(view.x + (extent.x() + extent.width()) * across)
    top, bottom = snap(view.y + extent.y() * down), snap(view.y + (extent.y() + extent.height()) * down)
    return QRectF(left, top, right - left, bottom - top)
