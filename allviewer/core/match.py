"""Finding the same cell twice: boxes of one picture, drawn by two people or two programs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from allviewer.core.records import Box

SAME = 0.5
"""Boxes that overlap by this much (intersection over union) hold the same cell."""


def overlaps(first: Sequence[Box], second: Sequence[Box]) -> npt.NDArray[np.float64]:
    """Intersection over union of each box with each other, float64 (N, M), 0 to 1."""
    a, b = _edges(first)[:, None], _edges(second)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.clip(sides, 0, None).prod(axis=-1)
    area_a, area_b = ((e[..., 2:] - e[..., :2]).prod(axis=-1) for e in (a, b))
    union = area_a + area_b - shared
    result = np.zeros(shared.shape)
    np.divide(shared, union, out=result, where=union > 0)
    return result


def _edges(boxes: Sequence[Box]) -> npt.NDArray[np.float64]:
    """Left, top, right, bottom, float64 (N, 4)."""
    corners = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in boxes]
    return np.array(corners, np.float64).reshape(-1, 4)


def match(first: Sequence[Box], second: Sequence[Box], *, least: float = SAME) -> list[tuple[int, int]]:
    """Pairs of places of boxes that hold the same cell: each box once, the best overlaps first."""
    found = overlaps(first, second)
    pairs = []
    candidates = np.argwhere(found >= least)
    best_first = np.argsort(-found[tuple(candidates.T)], kind="stable")
    left, right = set(range(len(first))), set(range(len(second)))
    for i, j in candidates[best_first].tolist():
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return sorted(pairs)


def same_as(box: Box, others: Sequence[Box]) -> int | None:
    """The place among `others` of the box that holds the same cell as `box`: the best overlap, if any."""
    if not others:
        return None
    found = overlaps([box], others)[0]
    best = int(found.argmax())
    return best if found[best] >= SAME else None
