"""Nuclei: cut sharply out of the stain map, and parted where several touch."""

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Mask
from allviewer.core.segment.stain import Map, depth_of, quantile

Labels: TypeAlias = npt.NDArray[np.int32]
Components: TypeAlias = tuple[Labels, npt.NDArray[np.int32]]
"""Labels (H, W) from 1, and of each x, y, width, height and area in pixels."""

_LINE = 7
"""Width in pixels, at working size, under which a pale stretch in a nucleus may be a line."""
_VALLEY, _SHREDDED = 0.1, 0.75
"""Least depth of a pale line as a share of the stain beside it, and least solidity of what it leaves."""


def components(mask: Mask, *, connectivity: int = 8) -> Components:
    """What is connected in `mask` (H, W)."""
    own = mask.astype(np.uint8)
    labels = np.zeros(mask.shape, np.int32)
    # to look where nothing is takes most of the time in a picture of one cell
    x, y, w, h = cv2.boundingRect(own)
    if not w:
        return labels, np.empty((0, 5), np.int32)
    window = np.s_[y : y + h, x : x + w]
    _, labels[window], stats, _ = cv2.connectedComponentsWithStats(own[window], connectivity=connectivity)
    stats[:, :2] += np.array([x, y], np.int32)
    return labels, np.asarray(stats[1:], np.int32)


def windows_of(labels: Labels) -> list[tuple[slice, ...]]:
    """The rows and columns of each label from 1; none of them may be absent."""
    # the ends of the runs in each row: all else lies between them
    lines = np.asarray(cv2.copyMakeBorder(labels, 0, 0, 1, 1, cv2.BORDER_CONSTANT), np.int32)
    last = np.flatnonzero(lines.ravel()[1:] != lines.ravel()[:-1])
    ends = np.concatenate([last, last + 1])
    of = lines.take(ends)
    rows, columns = np.unravel_index(ends[of > 0], lines.shape)
    own = of[of > 0] - 1
    spans = []
    for places, length in ((rows, labels.shape[0]), (columns - 1, labels.shape[1])):
        low, high = np.full(own.max(initial=-1) + 1, length), np.zeros(own.max(initial=-1) + 1, np.intp)
        np.minimum.at(low, own, places)
        np.maximum.at(high, own, places)
        spans.append([slice(a, b + 1) for a, b in zip(low.tolist(), high.tolist(), strict=True)])
    return list(zip(*spans, strict=True))


def sharpened(nuclear: Map, mask: Mask, *, level: float) -> Mask:
    """`mask` with each nucleus cut at `level` of the way from its own surroundings to its inside.

    One threshold for the picture leaves pale nuclei too small and dark ones too large.
    """
    labels, found = components(mask)
    out = np.zeros(mask.shape, bool)
    for label, (x, y, w, h, area) in enumerate(found.tolist(), 1):
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


def along_pale_lines(nuclear: Map, nuclei: Components, *, least: float) -> Mask:
    """All `nuclei`, those that touch cut along the pale line between them.

    The line is a valley of stain, narrower than `_LINE` pixels, that leaves two or more round pieces
    of `least` pixels' width: the mottling of chromatin leaves ragged ones.
    """
    labels, found = nuclei
    out = labels > 0
    for label, (x, y, w, h, area) in enumerate(found.tolist(), 1):
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
    return found if all(solidity(piece) > _SHREDDED for piece in found) else []


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
    distance = depth_of(mask)
    labels, found = components(mask)
    out = np.zeros(mask.shape, np.int32)
    following = 1
    for label, (x, y, w, h, _) in enumerate(found.tolist(), 1):
        window = np.s_[y : y + h, x : x + w]
        own = labels[window] == label
        parts = _parts(np.where(own, distance[window], 0), own, neck=neck, widest=widest)
        out[window] = np.where(own, parts + following - 1, out[window])
        following += int(parts.max())
    return out


def _parts(distance: Map, own: Mask, *, neck: float, widest: float) -> Labels:
    """Labels from 1 of one connected nucleus, parted by the saddles of its `distance`."""
    smooth: Map = np.asarray(
        cv2.GaussianBlur(distance, (0, 0), max(0.6, 0.08 * float(distance.max()))), np.float32
    )
    smooth *= own
    radius = max(1, int(0.5 * distance.max()))
    high = smooth > 0.4 * smooth.max()
    # to look far around takes long: where one peak is near none is far
    for around in (min(radius, 2), radius):
        peaks = high & (smooth >= cv2.dilate(smooth, _disc(around)))
        count, seeds = cv2.connectedComponents(peaks.astype(np.uint8), connectivity=8)
        if count <= 2 or _hang_together(smooth, seeds, neck=neck, widest=widest):
            return own.astype(np.int32)
    from skimage.segmentation import watershed  # brings SciPy: not before it is needed

    parts: Labels = watershed(-smooth, seeds, mask=own).astype(np.int32)  # type: ignore[no-untyped-call]  # skimage has no types
    return _rejoined(parts, smooth, neck=neck, widest=widest)


def _hang_together(distance: Map, seeds: Labels, *, neck: float, widest: float) -> bool:
    """Whether the parts that would grow from `seeds` would all be rejoined, so that none need be made.

    They are where no two of them have a saddle that is lower than the second highest one needs.
    """
    inside = seeds > 0
    heights = np.zeros(int(seeds.max()), np.float32)
    np.maximum.at(heights, seeds[inside] - 1, distance[inside])
    least = neck * float(np.partition(heights, -2)[-2])
    if heights.min() < least:
        return False
    own = distance > 0
    # parts grow across edges alone: what hangs on by a corner would be none of theirs
    for mask in (own, distance >= least):
        count, _ = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
        if count > 2:
            return False
    outline = outline_of(own.astype(np.int32), 1, (slice(0, None), slice(0, None)))
    return 2 * cv2.minEnclosingCircle(outline)[1] <= widest


def _rejoined(parts: Labels, distance: Map, *, neck: float, widest: float) -> Labels:
    """Parts joined again where the saddle between them is nearly as deep as the smaller one."""
    heights = {n: float(distance[parts == n].max()) for n in range(1, int(parts.max()) + 1)}
    members = {n: outline_of(parts, n, (slice(0, None), slice(0, None))) for n in heights}
    saddles = _saddles(parts, distance)
    parent = {n: n for n in heights}
    for (a, b), saddle in sorted(saddles.items(), key=lambda item: -item[1]):
        first, second = root_of(parent, a), root_of(parent, b)
        if first == second or saddle < neck * min(heights[first], heights[second]):
            continue
        union = np.concatenate([members[first], members[second]])
        if 2 * cv2.minEnclosingCircle(union)[1] > widest:
            continue
        parent[second] = first
        members[first] = union
        heights[first] = max(heights[first], heights[second])
    return renumbered(parts, parent)


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


def outline_of(parts: Labels, n: int, window: tuple[slice, ...]) -> npt.NDArray[np.int32]:
    """Outline (N, 1, 2) x, y of the longest piece of label `n`, all of it in `window`."""
    own = (parts[window] == n).astype(np.uint8)
    offset = (window[1].start, window[0].start)
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE, offset=offset)
    return np.asarray(max(outlines, key=len), np.int32)


def root_of(parent: dict[int, int], n: int) -> int:
    """The last of the parents of `n`."""
    while parent[n] != n:
        n = parent[n]
    return n


def renumbered(labels: Labels, parent: dict[int, int]) -> Labels:
    """`labels` with each number replaced by its root's, counted from 1."""
    roots = sorted({root_of(parent, n) for n in parent})
    table = np.zeros(max(parent) + 1, np.int32)
    for n in parent:
        table[n] = roots.index(root_of(parent, n)) + 1
    return table.take(labels)


def solidity(mask: Mask) -> float:
    """Share of its convex hull that `mask`, not empty, fills."""
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.contourArea(cv2.convexHull(np.concatenate(outlines)))
    return float(np.count_nonzero(mask) / max(1.0, hull))


def _disc_area(diameter: float) -> float:
    return float(np.pi / 4 * diameter**2)


def _disc(radius: int) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2), np.uint8)
