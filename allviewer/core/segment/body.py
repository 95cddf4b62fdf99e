"""The whole cell around a nucleus: the best closed outline on rays from its centre.

Each pixel votes for "cell" or "not cell"; on every ray the votes are summed outward, and dynamic
programming picks the radius of each ray that wins most votes while neighbours stay close, as in
star-convex active contours (Chen et al. 2001, doi 10.1109/34.946985, use the same search).
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from allviewer.core.segment.scene import Parameters, Scene
from allviewer.core.segment.split import Labels
from allviewer.core.segment.stain import Map

RAYS = 64
STEPS = 64
_TURN = np.arange(RAYS, dtype=np.float32)[:, None] * np.float32(2 * np.pi / RAYS)
_ACROSS, _DOWN = np.cos(_TURN), np.sin(_TURN)
_REPEL, _ATTRACT = -4.0, 6.0
"""Votes, in log odds, of another cell's ground and of the own nucleus."""


def bodies(scene: Scene, parameters: Parameters) -> list[npt.NDArray[np.float32]]:
    """Outline of the whole cell, (RAYS, 2) x, y in working pixels, for each nucleus of `scene`."""
    if not scene.windows:
        return []
    # what lies nearer to another cell's nucleus is that cell's, and the own nucleus is the cell's
    zones = _zones(scene.nuclei)
    fans = [_fan_of(scene, n, box, parameters) for n, box in enumerate(scene.windows, 1)]
    stack = np.stack([_votes_on(rays, n, scene, zones) for n, rays in enumerate(fans, 1)])
    # a ray ends with its first step beyond the picture
    ends = np.stack([_steps_inside(rays, scene.votes.shape) for rays in fans])
    radii = np.minimum(best_radii(stack, stiffness=parameters.stiffness), ends)
    turn = np.arange(RAYS)
    return [np.stack([rays.x[turn, r], rays.y[turn, r]], axis=1) for rays, r in zip(fans, radii, strict=True)]


def _votes_on(rays: "Rays", n: int, scene: Scene, zones: Labels) -> Map:
    height, width = scene.nuclei.shape
    column = np.clip(np.rint(rays.x), 0, width - 1).astype(np.intp)
    row = np.clip(np.rint(rays.y), 0, height - 1).astype(np.intp)
    at = row * width + column
    votes = _sample(scene.votes, rays, outside=-0.1)
    votes[zones.take(at) != n] = _REPEL
    votes[scene.nuclei.take(at) == n] = _ATTRACT
    return votes


def _steps_inside(rays: "Rays", shape: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """How many steps of each ray lie in a picture of `shape`, one less than all at most."""
    height, width = shape[:2]
    inside = (rays.x > -0.5) & (rays.x < width - 0.5) & (rays.y > -0.5) & (rays.y < height - 0.5)
    return np.asarray(np.minimum(np.count_nonzero(inside, axis=1), STEPS - 1), np.intp)


def _zones(nuclei: Labels) -> Labels:
    """For each pixel the label of the nearest nucleus."""
    if nuclei.max() == 1:
        return np.ones_like(nuclei)
    free = (nuclei == 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(free, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    inside = np.flatnonzero(nuclei)
    table = np.zeros(inside.size + 1, np.int32)
    table[nearest.take(inside)] = nuclei.take(inside)
    return np.asarray(table.take(nearest), np.int32)


def _fan_of(scene: Scene, n: int, box: tuple[slice, ...], parameters: Parameters) -> "Rays":
    ys, xs = np.nonzero(scene.nuclei[box] == n)
    centre = (float(xs.mean()) + box[1].start, float(ys.mean()) + box[0].start)
    widest = float(np.hypot(xs + box[1].start - centre[0], ys + box[0].start - centre[1]).max())
    return fan(centre, widest + parameters.rim * scene.ruler + 2)


@dataclass(frozen=True, slots=True, eq=False)
class Rays:
    """A fan of rays about one centre: pixel `x, y` of every (ray, step), and pixels per step."""

    x: Map
    y: Map
    step: float


def fan(centre: tuple[float, float], reach: float) -> Rays:
    """`RAYS` rays of `STEPS` steps from `centre` (x, y) to `reach` pixels."""
    radius = (np.arange(STEPS, dtype=np.float32)[None] + 0.5) * np.float32(reach / STEPS)
    x = np.float32(centre[0]) + _ACROSS * radius
    y = np.float32(centre[1]) + _DOWN * radius
    return Rays(x, y, reach / STEPS)


def _sample(votes: Map, rays: Rays, *, outside: float) -> Map:
    """`votes` (H, W) on `rays`, (RAYS, STEPS); past the border `outside`."""
    got = cv2.remap(
        votes, rays.x, rays.y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=outside
    )
    return np.asarray(got, np.float32)


def best_radii(votes: Map, *, stiffness: float) -> npt.NDArray[np.intp]:
    """Radius (in steps) of each ray that maximises the votes inside, for several cells at once.

    `votes` (cells, RAYS, STEPS). Neighbouring rays may differ by up to three steps, each at
    `stiffness` per step squared. The ring is closed by going a quarter turn further on both sides
    and keeping the middle.
    """
    cells, rays, steps = votes.shape
    # a step further out covers more area
    gain = np.cumsum(votes * np.linspace(0.3, 1.0, steps, dtype=np.float32), axis=2)
    cost = (stiffness * (np.arange(7) - 3) ** 2).astype(np.float32)
    # from both ends at once to where they meet: every turn costs Python the same for one as for two
    half = 3 * rays // 4
    order = np.arange(2 * half) % rays
    options = _options(np.concatenate([gain[:, order[:half]], gain[:, order[: half - 1 : -1]]]), cost)
    first, second = np.split(options[-1], 2, axis=1)
    meeting = (first - cost[:, None, None]).max(axis=0) + second[3]
    end = meeting.argmax(axis=1)
    start = end - 3 + (first[:, np.arange(cells), end].T - cost).argmax(axis=1)
    path = _traced(options, np.concatenate([start, end]), cost)
    ring = np.concatenate([path[:, :cells], path[::-1, cells:]])
    middle = rays // 4
    return np.roll(ring[middle : middle + rays].T, middle, axis=1)


def _options(gain: Map, cost: Map) -> Map:
    """The most that each way can have won, by the `gain` (ways, turns, STEPS) of its turns.

    (turns, 7, ways, STEPS): at up to three steps less and more than each step. What is no step wins nothing.
    """
    ways, turns, steps = gain.shape
    scores = np.full((turns, ways, steps + 6), -1e9, np.float32)
    inside = scores[:, :, 3:-3]
    inside[:] = np.moveaxis(gain, 1, 0)
    options = np.moveaxis(sliding_window_view(scores, 7, axis=2), -1, 1)
    # in the same two places all the way: each turn is little work
    rest, best = np.empty(options.shape[1:], np.float32), np.empty((ways, steps), np.float32)
    spent = cost[:, None, None]
    for before, here in zip(options[:-1], inside[1:], strict=True):
        np.subtract(before, spent, out=rest)
        np.maximum.reduce(rest, axis=0, out=best)
        np.add(here, best, out=here)
    return options


def _traced(options: Map, at: npt.NDArray[np.intp], cost: Map) -> npt.NDArray[np.intp]:
    """The steps (turns, ways) by which each way came to `at`."""
    turns, _, ways, _ = options.shape
    path = np.empty((turns, ways), np.intp)
    path[-1] = at
    every = np.arange(ways)
    for turn in range(turns - 2, -1, -1):
        path[turn] = at = at - 3 + (options[turn, :, every, at] - cost).argmax(axis=1)
    return path
