"""Red cells of the same field: the ruler that smears carry with them."""

from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask
from allviewer.core.segment.stain import depth_of, quantile

ENOUGH = 6
"""How many red cells must agree on a diameter that is seen at a glance."""
_FEW, _MANY = 3, 10
"""How many must agree on a diameter that is likely, and on one that is not."""


def red_diameters(reds: Mask) -> npt.NDArray[np.float32]:
    """Diameters (N,) in pixels of the red cells in `reds` (H, W), all that is stained but white cells.

    Each red cell, lone or in a clump, is a peak of the distance to the background as high as its
    radius, even where the border cuts it beyond its middle; peaks at the border itself are left out.
    """
    distance = np.asarray(cv2.GaussianBlur(depth_of(with_pallor(reds)), (0, 0), 1.0), np.float32)
    if distance.max() < 3:
        return np.empty(0, np.float32)
    inner = distance.take(np.flatnonzero(distance > 1))
    radius = max(2, int(0.45 * quantile(inner, 0.95)))
    window = np.ones((2 * radius + 1,) * 2, np.uint8)
    peaks = (distance >= cv2.dilate(distance, window)) & (distance > 2.5)
    # many times as fast as np.nonzero
    y, x = np.unravel_index(np.flatnonzero(peaks), peaks.shape)
    height, width = reds.shape
    inset = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y))
    heights = distance[y, x]
    # the blur above lowers a cone's tip by about 1
    return np.asarray(2 * (heights[inset > 0.3 * heights] + 1.0), np.float32)


def typical(
    diameters: npt.NDArray[np.float32], *, within: tuple[float, float], likely: float
) -> tuple[float | None, int]:
    """Median of the largest group of `diameters` (N,) that agrees within ±20 %, platelets and clumps left
    out, and how many they are; None when those are too few: `_FEW` on a `likely` diameter or more,
    `_MANY` on less. What is not `within` these bounds is debris, or a clump.
    """
    diameters = np.sort(diameters[(diameters > within[0]) & (diameters < within[1])])
    if diameters.size == 0:
        return None, 0
    # in their order a group is a stretch: of a stained plain every pixel is a peak, too many for pairs
    logs = np.log(diameters.astype(np.float64))
    first = np.searchsorted(logs, logs - np.log(1.2), side="right")
    last = np.searchsorted(logs, logs + np.log(1.2), side="left")
    # area-weighted votes, so that many small platelets do not outvote a few red cells
    votes = np.concatenate([[0.0], np.cumsum(diameters.astype(np.float64) ** 2)])
    most = int(np.argmax(votes[last] - votes[first]))
    group = diameters[first[most] : last[most]]
    found = median(group.tolist())
    enough = _FEW if found > likely else _MANY
    return (found, group.size) if group.size >= enough else (None, 0)


def with_pallor(mask: Mask) -> npt.NDArray[np.uint8]:
    """`mask` with the pale middles of red cells closed; gaps between cells have inward corners."""
    filled = mask.astype(np.uint8)
    outlines, tree = cv2.findContours(filled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    holes = np.flatnonzero(np.reshape(tree, (-1, 4))[:, 3] >= 0).tolist() if outlines else ()
    for outline in (outlines[n] for n in holes):
        if cv2.contourArea(outline) > 0.85 * cv2.contourArea(cv2.convexHull(outline)):
            cv2.drawContours(filled, [outline], -1, 1, cv2.FILLED)
    return filled
