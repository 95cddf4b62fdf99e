"""What of a picture shows nothing: a frame, what was blacked out, and what lies beyond a round field."""

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask

Channel: TypeAlias = npt.NDArray[np.uint8]

_BLACK, _DARK = 12, 48
"""Brightest channel below which a large area was blacked out, and below which a corner is dark; what is
brighter than such a corner by less than the former is as dark."""
_MUCH_DARKER = 0.3
"""So much of the brightness of the picture's brightest tenth a dark corner has at most."""
LIGHT = 140
"""Where some of a picture is void, its ground is as bright as this in one channel, or none is left of it: a
cell was cut out."""
_SMALL = 20
"""A blacked-out area is wider than this part of the picture; dark text and dark nuclei are not."""
_PLAIN = 2
"""Levels by which a frame's pixels differ at most, once compressed: no camera draws so plain a line."""
_APART = 6
"""Levels in one channel by which most of the first line inside a frame differs from it at least."""
_CORNERS = 2
"""So many corners are dark where the picture is a round field's."""


def void_of(channels: Sequence[Channel]) -> Mask:
    """Where (H, W) the picture of these `channels` (H, W) shows nothing."""
    red, green, blue = channels
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    black = (brightest < _BLACK).astype(np.uint8)
    void = _large(black) if black.any() else black.astype(bool)
    height, width = brightest.shape
    corners = [(x, y) for y in (0, height - 1) for x in (0, width - 1)]
    dark = [(x, y) for x, y in corners if _BLACK <= brightest[y, x] < _DARK]
    if len(dark) >= _CORNERS:
        void |= _around(brightest, dark)
    for across, lines in ((0, height), (1, width)):
        for back in (False, True):
            framed = _plain_lines(channels, lines, across=across, back=back)
            void[_lines(slice(lines - framed, None) if back else slice(framed), across)] = True
    return void


def _large(black: Channel) -> Mask:
    side = max(3, min(black.shape) // _SMALL) | 1
    opened = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    grown = cv2.dilate(opened, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    return (grown > 0) & (black > 0)


def _around(brightest: Channel, corners: Sequence[tuple[int, int]]) -> Mask:
    """What reaches to one of these `corners` (x, y) and is hardly brighter; nothing where all is dark."""
    level = max(int(brightest[y, x]) for x, y in corners)
    if level > _MUCH_DARKER * np.quantile(brightest, 0.9):
        return np.zeros(brightest.shape, bool)
    dark = (brightest < level + _BLACK).astype(np.uint8)
    for corner in corners:
        cv2.floodFill(dark, None, corner, 2)
    return np.asarray(dark == 2)


def _plain_lines(channels: Sequence[Channel], lines: int, *, across: int, back: bool) -> int:
    """How many rows (columns where `across` is 1) in a row from the edge are all of the edge's one colour."""
    first = None
    for n in range(lines):
        line = np.stack([channel[_lines(lines - 1 - n if back else n, across)] for channel in channels])
        first = line[:, :1].astype(np.int16) if first is None else first
        away = np.abs(line - first)
        if away.max() > _PLAIN:
            # else it is bright ground, which goes on between the cells
            return n if n and np.median(away, axis=1).max() > _APART else 0
    return 0  # all of it: no frame


def _lines(chosen: int | slice, across: int) -> tuple[int | slice, ...]:
    return (slice(None),) * across + (chosen,)
