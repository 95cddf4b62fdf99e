"""Which outlines are cells: not smudges, stain deposits or red cells, by what the picture mostly shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from allviewer.core.records import Mask, Polygon
from allviewer.core.segment.scene import Scene
from allviewer.core.segment.split import Labels, solidity
from allviewer.core.segment.stain import LEAST_STAINED, Map, purple, quantile

_LEAST = 1e-3
"""Least of anything that others are compared with: a picture may have no edges at all."""
_SOUND = 0.9
"""Solidity from which a nucleus may say what is usual: rings and shreds may not."""
_FAINT, _PALE, _SMUDGED = 0.45, 0.92, 0.56
"""Least share of the usual stain; the share that convinces by itself; and how pale, ragged and blurred,
taken together, a nucleus under it may be."""
_ALIKE, _NEARLY, _DEPOSITED = 0.7, 0.9, 0.55
"""Least nuclear share of the stain, against the usual: stain deposits and red cells are bluer; the share
that convinces by itself; and how blue and ragged, taken together, a nucleus under it may be."""

_REDDISH, _REDDEST, _OUTDONE = 1.8, 0.8, 0.6
"""Nuclear share of the stain, against that of other red cells (at most so much can be theirs) and of the most
nuclear nucleus, under which both a nucleus is a red cell: where white cells are few, the threshold may part
pale red cells from dark ones."""
_CONVINCING, _NUCLEAR = 0.65, 1.9
"""Nuclear stain over the square root of the red cells' density, half way from the stain itself to its share
of theirs; and the nuclear share of it: where the most stained nucleus has neither, all are red cells."""


_Level: TypeAlias = tuple[float, float]
"""Of a nucleus the median nuclear stain, in optical density, and its median share of the stain."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One nucleus and its cell: medians of its `stain` and of its nuclear share, the `hue`; its solidity;
    how steep the edges of nucleus and cell are, in its own stain per pixel; its area in pixels."""

    stain: float
    hue: float
    solid: float
    nucleus_edge: float
    cell_edge: float
    area: int


def genuine(scene: Scene, outlines: Sequence[Polygon], *, compared: bool) -> tuple[bool, ...]:
    """Whether each nucleus of `scene`, with the outline of its whole cell, is a cell's: more purple than
    red cells are and, if they are `compared`, no smudge or deposit beside the picture's others, nor all of
    them red cells."""
    is_purple = purple(scene.stain)
    windows = enumerate(scene.windows, 1)
    stained = [bool(np.mean(is_purple[w][scene.nuclei[w] == n]) > 0.5) for n, w in windows]
    if not compared:
        return tuple(stained)
    levels = [_level(scene, n) for n in range(1, len(stained) + 1)]
    chosen = _chosen(scene, outlines, levels, stained) if len(stained) > 1 else stained
    kept = [level for level, is_chosen in zip(levels, chosen, strict=True) if is_chosen]
    return tuple(chosen) if _convincing(scene, kept) else (False,) * len(chosen)


def _chosen(
    scene: Scene, outlines: Sequence[Polygon], levels: Sequence[_Level], stained: Sequence[bool]
) -> list[bool]:
    """Which of the `stained` nuclei are like what is usual in the picture."""
    looks = _looks(scene, outlines, levels)
    red = _are_red(scene, looks)
    usual = _usual([look for look, is_red in zip(looks, red, strict=True) if not is_red])
    judged = zip(stained, red, looks, strict=True)
    return [may_be and not is_red and _is_like(look, usual) for may_be, is_red, look in judged]


def _convincing(scene: Scene, levels: Sequence[_Level]) -> bool:
    """Whether the most stained of the nuclei with these `levels`, if any, is more than a red cell can be."""
    reds = scene.stain.density[scene.reds]
    if not levels or not reds.size:
        return True
    stain, hue = max(levels)
    least = _CONVINCING * np.sqrt(max(quantile(reds, 0.5), LEAST_STAINED))
    return bool(stain > least or hue > _NUCLEAR)


def _level(scene: Scene, n: int) -> _Level:
    """That of nucleus `n`."""
    window = scene.windows[n - 1]
    own = scene.nuclei[window] == n
    nuclear, density = scene.stain.nuclear[window][own], scene.stain.density[window][own]
    return quantile(nuclear, 0.5), _hue(nuclear, density)


def _are_red(scene: Scene, looks: Sequence[_Look]) -> list[bool]:
    """Whether each nucleus is a red cell; never all of them."""
    nuclear, density = scene.stain.nuclear[scene.reds], scene.stain.density[scene.reds]
    reds = min(_REDDEST, _hue(nuclear, density)) if nuclear.size else 0.0
    limit = min(_REDDISH * reds, _OUTDONE * max(look.hue for look in looks))
    return [look.hue < limit for look in looks]


def _usual(looks: list[_Look]) -> _Look:
    """What most of the nuclear stain of the picture looks like, then most of the area that is alike."""
    sound = [look for look in looks if look.solid > _SOUND] or looks
    hue = max(_LEAST, _median([(look.hue, look.area * look.stain) for look in sound]))
    alike = [look for look in sound if look.hue > _ALIKE * hue]
    stain, nucleus_edge, cell_edge = (
        max(_LEAST, _median([(getattr(look, name), look.area) for look in alike]))
        for name in ("stain", "nucleus_edge", "cell_edge")
    )
    return _Look(stain, hue, 1.0, nucleus_edge, cell_edge, 1)


def _median(weighted: list[tuple[float, float]]) -> float:
    """Of (value, weight) pairs, the value at which half of the weight is reached."""
    values, weights = np.array(sorted(weighted)).T
    reached = np.cumsum(weights)
    return float(values[int(np.searchsorted(reached, reached[-1] / 2))])


def _is_like(look: _Look, usual: _Look) -> bool:
    stain, hue = look.stain / usual.stain, look.hue / usual.hue
    if stain <= _FAINT or hue <= _ALIKE:
        return False
    ragged = max(0.0, 1 - look.solid)
    # pale chromatin in much cytoplasm has a dull edge, but the cell a crisp one
    crisp = max(look.nucleus_edge / usual.nucleus_edge, look.cell_edge / usual.cell_edge)
    smudge = stain < _PALE and (1 - stain) + ragged + max(0.0, 1 - crisp) > _SMUDGED
    deposit = hue < _NEARLY and (1 - hue) + ragged > _DEPOSITED
    return not (smudge or deposit)


def _looks(scene: Scene, outlines: Sequence[Polygon], levels: Sequence[_Level]) -> list[_Look]:
    stain, parts = scene.stain, scene.nuclei
    # the two pixels at the border show no slope
    inner = np.zeros(parts.shape, bool)
    inner[2:-2, 2:-2] = True
    slope = _slope(stain.nuclear)
    # the outline may run a pixel beside the edge
    body_slope = np.asarray(cv2.dilate(_slope(stain.density), np.ones((3, 3), np.uint8)), np.float32)
    looks = []
    known = zip(scene.windows, outlines, levels, strict=True)
    for n, (window, outline, (level, hue)) in enumerate(known, 1):
        own = parts[window] == n
        density = quantile(stain.density[window][own], 0.5)
        looks.append(
            _Look(
                stain=level,
                hue=hue,
                solid=solidity(own),
                nucleus_edge=_along_nucleus(slope, parts, n, window, inner) / max(level, LEAST_STAINED),
                cell_edge=_along(body_slope, outline) / max(density, LEAST_STAINED),
                area=int(np.count_nonzero(own)),
            )
        )
    return looks


def _hue(nuclear: Map, density: Map) -> float:
    """Median share of the stain (N,) that is nuclear."""
    share = nuclear / np.maximum(density, np.float32(LEAST_STAINED))
    return quantile(np.asarray(share, np.float32), 0.5)


def _slope(values: Map) -> Map:
    """Size of the gradient, per pixel (Sobel)."""
    across, down = (cv2.Sobel(values, cv2.CV_32F, dx, 1 - dx, scale=1 / 8) for dx in (1, 0))
    return np.asarray(cv2.magnitude(across, down), np.float32)


def _along_nucleus(slope: Map, parts: Labels, n: int, window: tuple[slice, ...], inner: Mask) -> float:
    """Median slope along the outline of nucleus `n`, where it meets neither others nor the border."""
    ys, xs = (slice(max(0, s.start - 3), s.stop + 3) for s in window)
    own = parts[ys, xs] == n
    others = (parts[ys, xs] > 0) & ~own
    edge = cv2.morphologyEx(own.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    free = edge & (cv2.dilate(others.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0)
    free &= inner[ys, xs]
    return quantile(slope[ys, xs][free if free.any() else edge], 0.5)


def _along(slope: Map, outline: Polygon) -> float:
    """Median slope at the points of `outline` that the border does not cut."""
    height, width = slope.shape
    x, y = np.rint(outline).astype(np.intp).T
    inside = (x > 1) & (x < width - 2) & (y > 1) & (y < height - 2)
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    return quantile(slope[y[inside], x[inside]] if inside.any() else slope[y, x], 0.5)
