"""Outlines, masks and tags as one transparent sheet over the picture, painted in slices and then moved.

Two thousand antialiased outlines take longer than a frame. The sheet is a little larger than the
window: panning only moves it, and where it must be painted anew that happens a few milliseconds per
frame while the old sheet stands in. At rest it is always painted for the very zoom on the screen.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap

from allviewer.ui.canvas.geometry import View
from allviewer.ui.canvas.marks import MarkIndex
from allviewer.ui.canvas.style import draw_cell, draw_tag, tagged

MARGIN: Final = 192.0
EARLY: Final = 64.0
"""Logical pixels kept around the window, and left of them when a new sheet is begun."""
SLICE_S: Final = 0.005
AFFORDABLE_S: Final = 0.008
"""A sheet that took less than this is painted anew in every frame, even in motion."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn over the picture; opacities 0 to 1. A heatmap has its own alpha besides."""

    outlines: bool = True
    masks: bool = False
    heatmap: bool = False
    numbers: bool = True
    mask_opacity: float = 0.35
    heatmap_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that decides how a sheet looks, but for the marks: `revision` counts their changes. `extent` is
    the picture's, in its own pixels.
    """

    view: View
    viewport: QSizeF
    ratio: float
    layers: Layers
    revision: int
    extent: QSizeF

    def same_but_panned(self, other: "Scene") -> bool:
        """Whether a sheet of `other` needs only to be moved."""
        return (self.view.scale, self.viewport, self.ratio, self.layers, self.revision) == (
            other.view.scale,
            other.viewport,
            other.ratio,
            other.layers,
            other.revision,
        )


class _Sheet:
    """One painting of the marks for one scene, begun and perhaps not yet finished."""

    def __init__(self, scene: Scene, marks: MarkIndex) -> None:
        self.scene = scene
        self.size = QSizeF(scene.viewport.width() + 2 * MARGIN, scene.viewport.height() + 2 * MARGIN)
        self.pixmap = QPixmap((self.size * scene.ratio).toSize())
        self.pixmap.setDevicePixelRatio(scene.ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        self.spent = 0.0
        self.done = False
        self._painter = QPainter()
        self._steps = self._paint(marks)

    def advance(self, budget: float | None) -> bool:
        """Paint on for `budget` seconds (to the end if None); True when finished."""
        began = time.perf_counter()
        self._painter.begin(self.pixmap)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for _ in self._steps:
            if budget is not None and time.perf_counter() - began > budget:
                break
        else:
            self.done = True
        self._painter.end()
        self.spent += time.perf_counter() - began
        return self.done

    def place(self, view: View) -> QRectF:
        """Where the sheet lies in the widget under another view."""
        own = self.scene.view
        kept = view.scale / own.scale
        x, y = view.x + (-MARGIN - own.x) * kept, view.y + (-MARGIN - own.y) * kept
        return QRectF(QPointF(x, y), self.size * kept)

    def _paint(self, marks: MarkIndex) -> Iterator[None]:
        scene = self.scene
        view = scene.view.panned(MARGIN, MARGIN)
        shapes = marks.inside(view.rect_to_image(QRectF(QPointF(0, 0), self.size)))
        for shape in shapes:
            draw_cell(
                self._painter,
                shape,
                view,
                ratio=scene.ratio,
                outline=scene.layers.outlines,
                fill=scene.layers.mask_opacity if scene.layers.masks else 0.0,
            )
            yield
        for shape in (one for one in shapes if scene.layers.numbers and tagged(one, view)):
            draw_tag(self._painter, shape, view, marks=marks, extent=scene.extent)
            yield


class Overlay:
    """Keeps the finished sheet and the one in work. GUI thread only."""

    def __init__(self, marks: MarkIndex) -> None:
        self._marks = marks
        self._front: _Sheet | None = None
        self._next: _Sheet | None = None
        self._new = True
        self._last_cost = 0.0

    def clear(self) -> None:
        """Forget everything: nothing of one picture may ever be seen on another."""
        self._front = self._next = None
        self._new = True

    def paint(self, painter: QPainter, scene: Scene, *, hurry: bool, moving: bool) -> bool:
        """Draw the marks. False when the sheet shown is not yet the one that `scene` asks for."""
        if not (scene.layers.outlines or scene.layers.masks or scene.layers.numbers) or not len(self._marks):
            return True
        if self._new and hurry and self._last_cost > SLICE_S:
            self._new = False  # the picture first: this frame could not finish the sheet, and so not show it
            return False
        window = QRectF(QPointF(0, 0), scene.viewport)
        current = _serves(self._front, scene, window)
        if not current or not _serves(self._front, scene, window.adjusted(-EARLY, -EARLY, EARLY, EARLY)):
            self._work(scene, window, hurry=hurry, moving=moving and not current)
            current = _serves(self._front, scene, window)
        if self._front is not None:
            place = self._front.place(scene.view)
            exact = self._front.scene.view.scale == scene.view.scale
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
            painter.drawPixmap(place, self._front.pixmap, QRectF(self._front.pixmap.rect()))
        return current and self._next is None

    def _work(self, scene: Scene, window: QRectF, *, hurry: bool, moving: bool) -> None:
        if self._next is None or not _serves(self._next, scene, window):
            if moving and hurry and self._last_cost > AFFORDABLE_S:
                self._next = None
                return  # the old sheet is stretched until the zoom comes to rest
            self._next = _Sheet(scene, self._marks)
        if self._next.advance(SLICE_S if hurry else None):
            self._front, self._next = self._next, None
            self._last_cost = self._front.spent


def _serves(sheet: _Sheet | None, scene: Scene, window: QRectF) -> bool:
    if sheet is None or not sheet.scene.same_but_panned(scene):
        return False
    # a hair of slack: the arithmetic of many small pans
    return sheet.place(scene.view).adjusted(-0.01, -0.01, 0.01, 0.01).contains(window)
