"""Lobes of one cell's nucleus, told from the nuclei of cells that touch, and joined."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask
from allviewer.core.segment.split import Labels, outline_of, renumbered, root_of, windows_of
from allviewer.core.segment.stain import Map, depth_of

_FEW, _ROUND = 3, 0.9
"""How many single nuclei say how wide they usually are, and the solidity from which one is round."""


@dataclass(frozen=True, slots=True)
class SplitParameters:
    """Lengths in red-cell diameters.

    `neck`: two halves stay one nucleus when their neck is wider than this share of the smaller.
    `lobe`: largest diameter of a lobe. `body_neck`: least depth between lobes of one body, as a
    share of theirs; `one_body`: from here on the body is surely one. `reach`, `far_reach`: widest
    set of lobes of one cell, and of one that is surely one body. `small_lobe`, `close`: smaller ones than
    this that are nearer than this belong together in any case; `between`: of larger ones the cell fills at
    least this share of the room in the notches between them; `single`: share of the usual single
    nucleus's width from which two round ones are two cells'.
    """

    neck: float = 0.85
    lobe: float = 1.3
    reach: float = 2.3
    far_reach: float = 2.9
    body_neck: float = 0.8
    one_body: float = 0.92
    small_lobe: float = 0.8
    close: float = 0.15
    between: float = 0.7
    single: float = 0.75


class _Link(NamedTuple):
    """Two labels that may be lobes of one cell: how surely their body has no neck, and the share of the
    room between them that is the cell's."""

    likeness: float
    one: int
    two: int
    between: float


def grouped(parts: Labels, cells: Mask, *, ruler: float, parameters: SplitParameters) -> Labels:
    """Lobes of one cell joined as one nucleus: labels from 1.

    `cells` is all that looks like white cells, nuclei included. The distance to the border of a
    convex body is concave, so between two lobes of one cell it never falls below both; between
    two cells that touch it does. `ruler` is a red cell's diameter in pixels.
    """
    count = int(parts.max())
    if count <= 1:
        return parts
    depth = depth_of(cells | (parts > 0))
    windows = windows_of(parts)
    shapes = [outline_of(parts, n, window) for n, window in enumerate(windows, 1)]
    links = _links(shapes, _deepest(parts, windows, depth), depth, parts, ruler=ruler, parameters=parameters)
    parent = {n: n for n in range(1, count + 1)}
    members = {n: shapes[n - 1] for n in range(1, count + 1)}
    for link in sorted(links, reverse=True):
        first, second = root_of(parent, link.one), root_of(parent, link.two)
        if first == second:
            continue
        union = np.concatenate([members[first], members[second]])
        sure = link.likeness > parameters.one_body
        reach = parameters.far_reach if sure else parameters.reach
        if 2 * cv2.minEnclosingCircle(union)[1] > reach * ruler:
            continue
        parent[second] = first
        members[first] = union
    return renumbered(parts, parent)


def _links(
    shapes: list[npt.NDArray[np.int32]],
    deepest: list[tuple[int, int]],
    depth: Map,
    parts: Labels,
    *,
    ruler: float,
    parameters: SplitParameters,
) -> list[_Link]:
    """Pairs that may be lobes of one cell."""
    widths = [2 * np.sqrt((cv2.contourArea(s) + 1) / np.pi) / ruler for s in shapes]
    links = []
    for a, b, apart in _near(shapes, ruler):
        small = min(widths[a], widths[b])
        if small > parameters.lobe:
            continue
        start, end = deepest[a], deepest[b]
        neck = _least_between(depth, start, end) / max(1e-3, min(depth[start], depth[end]))
        may_be_close = small < parameters.small_lobe and apart < parameters.close * ruler
        close = may_be_close and _gap(shapes[a], shapes[b], ruler) < parameters.close
        large = small > parameters.small_lobe
        between = _share_between(shapes[a], shapes[b], parts, depth) if large else 1.0
        if close or (neck > parameters.body_neck and between > parameters.between):
            links.append(_Link(float(neck), a + 1, b + 1, between))
    return _of_lobes(links, shapes, widths, parameters)


def _of_lobes(
    links: list[_Link],
    shapes: list[npt.NDArray[np.int32]],
    widths: list[float],
    parameters: SplitParameters,
) -> list[_Link]:
    """`links` less those of two round nuclei, both about as wide as the picture's single ones, that
    have any bare ground in the notches between them."""
    linked = {n for link in links for n in (link.one, link.two)}
    single = [w for n, w in enumerate(widths, 1) if n not in linked and w > parameters.small_lobe]
    if len(single) < _FEW:
        return links
    least = parameters.single * float(np.median(single))
    whole = [w > least and _solidity(s) > _ROUND for w, s in zip(widths, shapes, strict=True)]
    return [n for n in links if n.between == 1 or not (whole[n.one - 1] and whole[n.two - 1])]


def _solidity(shape: npt.NDArray[np.int32]) -> float:
    """Share of its convex hull that an outline encloses, from pixel centre to pixel centre."""
    return cv2.contourArea(shape) / max(1.0, cv2.contourArea(cv2.convexHull(shape)))


def _share_between(
    one: npt.NDArray[np.int32], two: npt.NDArray[np.int32], parts: Labels, depth: Map
) -> float:
    """Share of the convex hull of two parts, all parts left out, that lies in a cell (`depth` over 0)."""
    hull = cv2.convexHull(np.concatenate([one, two]))
    x, y, w, h = cv2.boundingRect(hull)
    inside = np.zeros((h, w), np.uint8)
    cv2.fillConvexPoly(inside, hull - (x, y), 1)
    window = np.s_[y : y + h, x : x + w]
    room = (inside > 0) & (parts[window] == 0)
    return float(np.mean(depth[window][room] > 0)) if room.any() else 1.0


def _deepest(parts: Labels, windows: list[tuple[slice, ...]], depth: Map) -> list[tuple[int, int]]:
    """The (row, column) deepest in `depth` of each part."""
    found = []
    for n, window in enumerate(windows, 1):
        inside = np.where(parts[window] == n, depth[window], -1)
        row, column = np.unravel_index(int(inside.argmax()), inside.shape)
        found.append((int(row) + window[0].start, int(column) + window[1].start))
    return found


def _least_between(depth: Map, start: tuple[int, int], end: tuple[int, int]) -> float:
    """Least depth on the straight way between two pixels (row, column)."""
    steps = 2 + int(np.hypot(start[0] - end[0], start[1] - end[1]))
    way = np.linspace(start, end, steps).round().astype(int)
    return float(depth[way[:, 0], way[:, 1]].min())


def _near(shapes: list[npt.NDArray[np.int32]], reach: float) -> Iterator[tuple[int, int, int]]:
    """Pairs of indices, the smaller first, whose boxes are less than `reach` pixels apart, along both
    axes, and how many that is at most."""
    boxes = np.array([cv2.boundingRect(s) for s in shapes])
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    for a in range(len(shapes) - 1):
        apart = (np.maximum(low[a], low[a + 1 :]) - np.minimum(high[a], high[a + 1 :])).max(axis=1)
        for b in np.flatnonzero(apart < reach):
            yield a, a + 1 + int(b), int(apart[b])


def _gap(one: npt.NDArray[np.int32], two: npt.NDArray[np.int32], ruler: float) -> float:
    """Least distance between two outlines, in red cells."""
    a = one[:: max(1, len(one) // 48), 0].astype(np.float32)
    b = two[:: max(1, len(two) // 48), 0].astype(np.float32)
    return float(np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2).min())) / ruler
