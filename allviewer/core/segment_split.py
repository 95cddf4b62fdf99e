"""Nuclei: threshold, parting of those that touch, joining of lobes that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import find_objects

from allviewer.core.records import Mask
from allviewer.core.segment_stain import Map, quantile

Labels: TypeAlias = npt.NDArray[np.int32]

_LINE = 7
"""Width in pixels, at working size, under which a pale stretch in a nucleus may be a line."""
_VALLEY, _ROUND = 0.1, 0.75
"""Least depth of a pale line as a share of the stain beside it, and least solidity of what it leaves."""


@dataclass(frozen=True, slots=True)
class SplitParameters:
    """Lengths in red-cell diameters.

    `neck`: two halves stay one nucleus when their neck is wider than this share of the smaller.
    `lobe`: largest diameter of a lobe. `body_neck`: least depth between lobes of one body, as a
    share of theirs; `one_body`: from here on the body is surely one. `reach`, `far_reach`: widest
    set of lobes of one cell, and of one that is surely one body. `small_lobe`, `close`: smaller ones than
    this that are nearer than this belong together in any case; `between`: of larger ones the cell fills at
    least this share of the room in the notches between them.
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


def sharpened(nuclear: Map, mask: Mask, *, level: float) -> Mask:
    """`mask` with each nucleus cut at `level` of the way from its own surroundings to its inside.

    One threshold for the picture leaves pale nuclei too small and dark ones too large.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    out = np.zeros(mask.shape, bool)
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        pad = max(2, int(0.35 * np.sqrt(area)))
        window = np.s_[max(0, y - pad) : y + h + pad, max(0, x - pad) : x + w + pad]
        own = labels[window] == label
        away = cv2.distanceTransform((~own).astype(np.uint8), cv2.DIST_L2, 3)
        free = labels[window] == 0
        ring = free & (away <= pad)
        values = nuclear[window]
        inside = quantile(values[own], 0.6)
        outside = quantile(values[ring], 0.5) if ring.any() else 0.0
        cut = outside + level * (inside - outside)
        out[window] |= (values > cut) & (own | (free & (away <= max(1.5, pad / 3))))
    return out


def along_pale_lines(nuclear: Map, mask: Mask, *, least: float) -> Mask:
    """`mask` with nuclei that touch cut along the pale line between them.

    The line is a valley of stain, narrower than `_LINE` pixels, that leaves two or more round pieces
    of `least` pixels' width: the mottling of chromatin leaves ragged ones.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    out = mask.copy()
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if area < 2 * _disc_area(least):
            continue
        window = np.s_[y : y + h, x : x + w]
        own = labels[window] == label
        pieces = _pieces(nuclear[window], own, least=least)
        if len(pieces) > 1:
            out[window] &= ~own | _kept_apart(own, pieces)
    return out


def _pieces(nuclear: Map, own: Mask, *, least: float) -> list[Mask]:
    """What valleys of stain leave of one nucleus, `own`, if all of it is round and wide enough."""
    inside = np.where(own, nuclear, 0).astype(np.float32)
    closed = cv2.morphologyEx(inside, cv2.MORPH_CLOSE, _disc(_LINE // 2))
    core = own & (closed - inside <= _VALLEY * closed)
    cut = cv2.erode(
        core.astype(np.uint8), np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=1
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cut, connectivity=4)
    found = [labels == n for n in range(1, count) if stats[n, cv2.CC_STAT_AREA] >= _disc_area(least)]
    return found if all(solidity(piece) > _ROUND for piece in found) else []


def _kept_apart(own: Mask, pieces: list[Mask]) -> Mask:
    """`own` less the pixels where the ground nearest to one of `pieces` meets another's."""
    free = ~np.any(pieces, axis=0)
    _, nearest = cv2.distanceTransformWithLabels(free.astype(np.uint8), cv2.DIST_L2, 5)
    edge = cv2.morphologyEx(nearest.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)) > 0
    return own & ~edge


def parted(mask: Mask, *, neck: float, widest: float = np.inf) -> Labels:
    """Connected nuclei as labels from 1, those that touch parted at narrow necks.

    Parts that would be over `widest` pixels wide together stay parted at any neck.
    """
    distance = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    out = np.zeros(mask.shape, np.int32)
    following = 1
    for label in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[label])
        window = np.s_[y : y + h, x : x + w]
        own = labels[window] == label
        parts = _parts(np.where(own, distance[window], 0), own, neck=neck, widest=widest)
        out[window] = np.where(own, parts + following - 1, out[window])
        following += int(parts.max())
    return out


def _parts(distance: Map, own: Mask, *, neck: float, widest: float) -> Labels:
    """Labels from 1 of one connected nucleus, parted by the saddles of its `distance`."""
    from skimage.segmentation import watershed

    smooth: Map = np.asarray(
        cv2.GaussianBlur(distance, (0, 0), max(0.6, 0.08 * float(distance.max()))), np.float32
    )
    smooth[~own] = 0
    size = max(3, int(0.5 * distance.max()) * 2 + 1)
    peaks = (smooth >= cv2.dilate(smooth, _disc(size // 2))) & own & (smooth > 0.4 * smooth.max())
    count, seeds = cv2.connectedComponents(peaks.astype(np.uint8), connectivity=8)
    if count <= 2:
        return own.astype(np.int32)
    parts: Labels = watershed(-smooth, seeds, mask=own).astype(np.int32)  # type: ignore[no-untyped-call]  # skimage has no types
    return _rejoined(parts, smooth, neck=neck, widest=widest)


def _rejoined(parts: Labels, distance: Map, *, neck: float, widest: float) -> Labels:
    """Parts joined again where the saddle between them is nearly as deep as the smaller one."""
    heights = {int(n): float(distance[parts == n].max()) for n in np.unique(parts) if n}
    members = {n: _outline(parts, n, (slice(0, None), slice(0, None))) for n in heights}
    saddles = _saddles(parts, distance)
    parent = {n: n for n in heights}
    for (a, b), saddle in sorted(saddles.items(), key=lambda item: -item[1]):
        first, second = _root(parent, a), _root(parent, b)
        if first == second or saddle < neck * min(heights[first], heights[second]):
            continue
        union = np.concatenate([members[first], members[second]])
        if 2 * cv2.minEnclosingCircle(union)[1] > widest:
            continue
        parent[second] = first
        members[first] = union
        heights[first] = max(heights[first], heights[second])
    return _renumbered(parts, parent)


def _saddles(parts: Labels, distance: Map) -> dict[tuple[int, int], float]:
    """Greatest distance value on the border of each touching pair of parts."""
    found: dict[tuple[int, int], float] = {}
    for one, two, depth in (
        (parts[:, :-1], parts[:, 1:], np.minimum(distance[:, :-1], distance[:, 1:])),
        (parts[:-1], parts[1:], np.minimum(distance[:-1], distance[1:])),
    ):
        border = (one != two) & (one > 0) & (two > 0)
        for a, b, value in zip(one[border], two[border], depth[border], strict=True):
            pair = (int(min(a, b)), int(max(a, b)))
            found[pair] = max(found.get(pair, 0.0), float(value))
    return found


def grouped(parts: Labels, cells: Mask, *, ruler: float, parameters: SplitParameters) -> Labels:
    """Lobes of one cell joined as one nucleus: labels from 1.

    `cells` is all that looks like white cells, nuclei included. The distance to the border of a
    convex body is concave, so between two lobes of one cell it never falls below both; between
    two cells that touch it does. `ruler` is a red cell's diameter in pixels.
    """
    count = int(parts.max())
    if count <= 1:
        return parts
    body = (cells | (parts > 0)).astype(np.uint8)
    depth: Map = np.asarray(cv2.distanceTransform(body, cv2.DIST_L2, 5), np.float32)
    shapes = [_outline(parts, n, window) for n, window in enumerate(find_objects(parts), 1)]
    links = _links(shapes, _deepest(parts, depth), depth, parts, ruler=ruler, parameters=parameters)
    parent = {n: n for n in range(1, count + 1)}
    members = {n: shapes[n - 1] for n in range(1, count + 1)}
    for likeness, a, b in sorted(links, reverse=True):
        first, second = _root(parent, a), _root(parent, b)
        if first == second:
            continue
        union = np.concatenate([members[first], members[second]])
        sure = likeness > parameters.one_body
        reach = parameters.far_reach if sure else parameters.reach
        if 2 * cv2.minEnclosingCircle(union)[1] > reach * ruler:
            continue
        parent[second] = first
        members[first] = union
    return _renumbered(parts, parent)


def _links(
    shapes: list[npt.NDArray[np.int32]],
    deepest: list[tuple[int, int]],
    depth: Map,
    parts: Labels,
    *,
    ruler: float,
    parameters: SplitParameters,
) -> list[tuple[float, int, int]]:
    """Pairs that may be lobes of one cell, as (likeness, label, label)."""
    widths = [2 * np.sqrt((cv2.contourArea(s) + 1) / np.pi) / ruler for s in shapes]
    links = []
    for a, b in _near(shapes, ruler):
        small = min(widths[a], widths[b])
        if small > parameters.lobe:
            continue
        start, end = deepest[a], deepest[b]
        neck = _least_between(depth, start, end) / max(1e-3, min(depth[start], depth[end]))
        close = small < parameters.small_lobe and _gap(shapes[a], shapes[b], ruler) < parameters.close
        notched = small > parameters.small_lobe and (
            _share_between(shapes[a], shapes[b], parts, depth) < parameters.between
        )
        if close or (neck > parameters.body_neck and not notched):
            links.append((float(neck), a + 1, b + 1))
    return links


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


def _deepest(parts: Labels, depth: Map) -> list[tuple[int, int]]:
    """The (row, column) deepest in `depth` of each part."""
    found = []
    for n, window in enumerate(find_objects(parts), 1):
        inside = np.where(parts[window] == n, depth[window], -1)
        row, column = np.unravel_index(int(inside.argmax()), inside.shape)
        found.append((int(row) + window[0].start, int(column) + window[1].start))
    return found


def _least_between(depth: Map, start: tuple[int, int], end: tuple[int, int]) -> float:
    """Least depth on the straight way between two pixels (row, column)."""
    steps = 2 + int(np.hypot(start[0] - end[0], start[1] - end[1]))
    way = np.linspace(start, end, steps).round().astype(int)
    return float(depth[way[:, 0], way[:, 1]].min())


def _near(shapes: list[npt.NDArray[np.int32]], reach: float) -> Iterator[tuple[int, int]]:
    """Pairs of indices, the smaller first, whose boxes are less than `reach` pixels apart."""
    boxes = np.array([cv2.boundingRect(s) for s in shapes])
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    for a in range(len(shapes) - 1):
        apart = np.maximum(low[a], low[a + 1 :]) - np.minimum(high[a], high[a + 1 :])
        for b in np.flatnonzero((apart < reach).all(axis=1)):
            yield a, a + 1 + int(b)


def _gap(one: npt.NDArray[np.int32], two: npt.NDArray[np.int32], ruler: float) -> float:
    """Least distance between two outlines, in red cells."""
    a = one[:: max(1, len(one) // 48), 0].astype(np.float32)
    b = two[:: max(1, len(two) // 48), 0].astype(np.float32)
    return float(np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2).min())) / ruler


def _outline(parts: Labels, n: int, window: tuple[slice, ...]) -> npt.NDArray[np.int32]:
    own = (parts[window] == n).astype(np.uint8)
    offset = (window[1].start, window[0].start)
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE, offset=offset)
    return np.asarray(max(outlines, key=len), np.int32)


def _root(parent: dict[int, int], n: int) -> int:
    while parent[n] != n:
        n = parent[n]
    return n


def _renumbered(labels: Labels, parent: dict[int, int]) -> Labels:
    """`labels` with each number replaced by its root's, counted from 1."""
    roots = sorted({_root(parent, n) for n in parent})
    table = np.zeros(max(parent) + 1, np.int32)
    for n in parent:
        table[n] = roots.index(_root(parent, n)) + 1
    return np.asarray(table[labels], np.int32)


def solidity(mask: Mask) -> float:
    """Share of its convex hull that `mask`, not empty, fills."""
    hull = cv2.contourArea(cv2.convexHull(cv2.findNonZero(mask.astype(np.uint8))))
    return float(np.count_nonzero(mask) / max(1.0, hull))


def _disc_area(diameter: float) -> float:
    return float(np.pi / 4 * diameter**2)


def _disc(radius: int) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2), np.uint8)
