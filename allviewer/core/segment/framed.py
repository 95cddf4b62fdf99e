"""The one cell that a box drawn by a person frames, in a clump of several as well.

The box says what the search of a field has to find out: which nucleus is meant, and how far its cell
may reach.
"""

from dataclasses import replace

import cv2
import numpy as np

from allviewer.core import morphology
from allviewer.core.light import gains_of
from allviewer.core.records import Box, Cell, Mask, Pixels, Polygon
from allviewer.core.segment.body import bodies
from allviewer.core.segment.find import cell_of, moved, red_cell_of
from allviewer.core.segment.scene import DEFAULT, Parameters, Scene, look
from allviewer.core.segment.split import Labels, windows_of
from allviewer.core.segment.stain import depth_of

_ROOM = (1.5, 0.25)
"""How far to look around the box, in its longer sides: red cells and ground are its measure. A cell too pale
beside its neighbours is looked for among less of them."""
_CORE, _BEYOND, _WITHIN = 0.6, 1.25, 0.85
"""Of the box: what the meant nucleus surely holds and what it surely does not reach; and the share of a
nucleus in the box from which on nothing of it is another cell's."""
_LEAST = 0.08
"""Share of the box that a nucleus must fill to be what was meant."""
_ROUND = 1.2
"""A cell reaches into the corners of its box no further than an oval so much larger than the one in it."""
_OUTSIDE = -4.0
"""Votes, in log odds, for a cell's going on outside its box."""


def segment_in(
    pixels: Pixels, box: Box, *, number: int, um_per_px: float | None = None, parameters: Parameters = DEFAULT
) -> Cell:
    """The cell inside a hand-drawn `box`; the box's ellipse where nothing can be made out."""
    for room in _ROOM:
        cell = _framed(pixels, box, room, parameters, um_per_px)
        if cell is not None:
            return replace(cell, number=number)
    cell = replace(_ellipse(box), number=number)
    return morphology.measured(pixels, cell, red_cell_px=None, um_per_px=um_per_px) if pixels.size else cell


def _framed(
    pixels: Pixels, box: Box, room: float, parameters: Parameters, um_per_px: float | None
) -> Cell | None:
    """The cell in `box`, as the picture shows it with so much `room` around; None where it shows none."""
    pad = round(room * max(box.width, box.height))
    x0, y0 = max(0, box.x - pad), max(0, box.y - pad)
    patch = pixels[y0 : max(0, box.y + box.height + pad), x0 : max(0, box.x + box.width + pad)]
    if not patch.size:
        return None
    scene = look(patch, gains_of(patch), parameters)
    frame = _Frame(scene, replace(box, x=box.x - x0, y=box.y - y0))
    own = _own(scene.nuclei, frame)
    if np.count_nonzero(own) < max(1.0, _LEAST * np.count_nonzero(frame.box)):
        return None
    # all others are one to it: their ground is not its own
    nuclei = np.where(own, 1, np.where(scene.nuclei > 0, 2, 0)).astype(np.int32)
    votes = np.where(frame.box & frame.oval(_ROUND), scene.votes, np.float32(_OUTSIDE))
    alone = replace(scene, nuclei=nuclei, windows=windows_of(nuclei), votes=votes)
    outline = frame.clipped(bodies(alone, parameters)[0])
    if cv2.pointPolygonTest(outline, frame.middle, False) < 0:
        # a neighbour that reaches into the box is not what was meant
        return None
    cell = cell_of(alone, 1, alone.windows[0], outline, size=patch.shape[:2])
    found = moved(cell, by=(x0, y0), size=pixels.shape[:2])
    red_cell = red_cell_of(scene, bodies(scene, parameters))
    return morphology.measured(pixels, found, red_cell_px=red_cell, um_per_px=um_per_px)


class _Frame:
    """A box (picture pixels) in a scene's working pixels."""

    def __init__(self, scene: Scene, box: Box) -> None:
        scale = np.float32(scene.scale)
        corner, side = np.array([box.x, box.y]), np.array([box.width, box.height])
        self._low = ((corner + 0.5) / scale - 0.5).astype(np.float32)
        self._high = ((corner + side - 0.5) / scale - 0.5).astype(np.float32)
        centre = (self._low + self._high) / 2
        self.middle = (float(centre[0]), float(centre[1]))
        height, width = scene.nuclei.shape
        half = np.maximum((self._high - self._low) / 2, 0.5)
        self._across = (np.arange(width, dtype=np.float32)[None] - centre[0]) / half[0]
        self._down = (np.arange(height, dtype=np.float32)[:, None] - centre[1]) / half[1]
        self.box = self.within(1.0)

    def within(self, times: float) -> Mask:
        """What lies in the box, made so many `times` as large."""
        return np.asarray((np.abs(self._across) <= times) & (np.abs(self._down) <= times))

    def oval(self, times: float) -> Mask:
        """What lies in the oval that fills the box, made so many `times` as large."""
        return np.asarray(self._across**2 + self._down**2 <= times**2)

    def clipped(self, outline: Polygon) -> Polygon:
        """`outline` kept to the box."""
        return np.clip(outline, self._low, self._high).astype(np.float32)


def _own(nuclei: Labels, frame: _Frame) -> Mask:
    """What of all `nuclei` belongs to the cell in the box: the one most in its oval, and lobes beside it.

    A nucleus that goes on beyond the box is parted from what lies there.
    """
    oval = frame.oval(1.0)
    inside, areas = np.bincount(nuclei[oval], minlength=2), np.bincount(nuclei.ravel(), minlength=2)
    inside[0] = 0
    main = int(inside.argmax())
    chosen = [n for n in range(1, inside.size) if n == main or 2 * inside[n] > areas[n]]
    own = np.zeros(nuclei.shape, bool)
    for n in chosen:
        if inside[n]:
            own |= _parted_from_beyond(nuclei == n, frame)
    return own & frame.box


def _parted_from_beyond(nucleus: Mask, frame: _Frame) -> Mask:
    """What of one `nucleus` belongs to the box: all, or its side of the neck to what lies outside."""
    if np.count_nonzero(nucleus & frame.box) >= _WITHIN * np.count_nonzero(nucleus):
        return nucleus
    seeds = np.zeros(nucleus.shape, np.int32)
    seeds[nucleus & ~frame.within(_BEYOND)] = 2
    seeds[nucleus & frame.oval(_CORE)] = 1
    from skimage.segmentation import watershed  # brings SciPy: not before it is needed

    parts: Labels = watershed(-depth_of(nucleus), seeds, mask=nucleus)  # type: ignore[no-untyped-call]  # skimage has no types
    return np.asarray(parts == 1)


def _ellipse(box: Box) -> Cell:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x = box.x + (box.width - 1) / 2 + np.cos(angle) * (box.width - 1) / 2
    y = box.y + (box.height - 1) / 2 + np.sin(angle) * (box.height - 1) / 2
    outline: Polygon = np.stack([x, y], axis=1).astype(np.float32)
    return Cell(1, box, outline)
