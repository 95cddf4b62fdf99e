"""One picture at working size: its stain maps, its nuclei, and the red cell that is its ruler."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.light import Gains
from allviewer.core.records import Mask, Pixels
from allviewer.core.segment.lobes import SplitParameters, grouped
from allviewer.core.segment.red import ENOUGH, red_diameters, typical, with_pallor
from allviewer.core.segment.shrink import shrunk
from allviewer.core.segment.split import (
    Components,
    Labels,
    along_pale_lines,
    components,
    parted,
    sharpened,
    solidity,
    windows_of,
)
from allviewer.core.segment.stain import LEAST_STAINED, Map, Stain, depth_of, otsu, purple, quantile, stain_of
from allviewer.core.segment.votes import cell_votes


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the search goes by; one set for all sources.

    Lengths are in red-cell diameters, stain in optical density, sides in pixels. `split_one` serves
    where one cell was asked for: nuclei side by side are then more likely its lobes.
    """

    glance_side: int = 144
    coarse_side: int = 512
    largest_side: int = 1600
    red_cell_side: float = 28.0
    least_stain: float = 0.16
    nucleus_level: float = 0.4
    smallest_nucleus: float = 0.55
    smallest_lobe: float = 0.22
    rim: float = 1.0
    stained_level: float = 0.3
    red_level: float = 0.5
    stiffness: float = 0.4
    split: SplitParameters = field(default_factory=SplitParameters)
    split_one: SplitParameters = field(
        default_factory=lambda: SplitParameters(
            lobe=1.6, reach=2.9, far_reach=3.2, body_neck=0.65, small_lobe=1.3, close=0.3
        )
    )


DEFAULT = Parameters()
_GAP, _HOLLOW, _BARE = 24, 0.8, 0.2
"""Area in pixels from which a hole may be a gap between nuclei, the solidity under which it is one, and
the density, as a share of the nuclei's, under which it is in any case."""
_MOST = 2000
"""More nuclei than this are a pattern or noise: they would take minutes and mean nothing."""
_GLANCE = 2
"""How much less than for the closest look must be shown for a glance to pay: it may be in vain."""
_NEAR = 1.15
"""What was looked at need not be shrunk anew to be worked on if it is as near to the working size as this."""
_DIRT = 0.002
"""Share of the picture that may be dirt darker than any nucleus."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A picture at working size.

    `scale` leads back to the picture's own pixels. `nuclei` are labels from 1, one per cell, smudge
    or deposit, each in its `windows` of rows and columns; `votes` are log odds of being a white cell.
    `reds` is what is stained as red cells are beside nuclei. `ruler` stands for a red cell's diameter
    in working pixels; `red_cell` is that diameter, where whole red cells could be measured.
    """

    stain: Stain
    scale: float
    nuclei: Labels
    windows: list[tuple[slice, ...]]
    votes: Map
    reds: Mask
    ruler: float
    red_cell: float | None


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What is stained at all, nuclei included, and what is as stained as red cells are, nuclei excluded."""

    stained: Mask
    reds: Mask


def _ground(stain: Stain, nuclei: Mask, parameters: Parameters) -> _Ground:
    """Told from the bare ground by levels on the way from it to what is stained beside nuclei."""
    beside = ~(grown(nuclei, 2) | stain.void)
    groups = otsu(stain.density, low=-0.1, high=0.5, where=beside)
    if not groups.above > groups.below:
        return _Ground(nuclei, np.zeros(nuclei.shape, bool))
    rise = groups.above - groups.below
    low, half = (
        max(LEAST_STAINED, level * rise) for level in (parameters.stained_level, parameters.red_level)
    )
    return _Ground(stain.density > groups.below + low, beside & (stain.density > groups.below + half))


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A picture shrunk by `scale`, its nuclei and what is connected of them, its ground, and the diameters
    of its red cells."""

    scale: float
    stain: Stain
    nuclei: Mask
    connected: Components
    ground: _Ground
    diameters: npt.NDArray[np.float32]


def look(pixels: Pixels, gains: Gains | None, parameters: Parameters, *, one: bool = False) -> Scene:
    """The scene of `pixels` (H, W, 3): looked at ever more closely for the ruler, then at the ruler's size.

    `gains` make its light even. `one`: the picture is said to show one cell.
    """
    for scale in _scales(pixels, parameters):
        view = _view(pixels, gains, scale, parameters)
        ruler = _ruler(view)
        if ruler.measured and _is_plain(ruler, view, parameters):
            break
    if not view.nuclei.any():
        none = view.nuclei
        return Scene(view.stain, scale, none.astype(np.int32), [], none.astype(np.float32), none, 1.0, None)
    red_cell = scale * (ruler.measured or ruler.guess)
    working = _working_scale(red_cell, pixels, parameters)
    if not 1 / _NEAR < working / scale < _NEAR:
        view = _view(pixels, gains, working, parameters)
    return _scene(view, red_cell / view.scale, parameters, parameters.split_one if one else parameters.split)


def _working_scale(red_cell: float, pixels: Pixels, parameters: Parameters) -> float:
    """That of a picture with red cells `red_cell` of its pixels wide; none is changed by under a quarter."""
    wanted = max(red_cell / parameters.red_cell_side, max(pixels.shape[:2]) / parameters.largest_side, 0.5)
    return 1.0 if 0.8 < wanted < 1.25 else wanted


def _scales(pixels: Pixels, parameters: Parameters) -> list[float]:
    """How much the picture is shrunk for each look, less and less: the last shows all that may be needed."""
    longest = max(pixels.shape[:2])
    closest, glance = max(1.0, longest / parameters.coarse_side), longest / parameters.glance_side
    if glance < _GLANCE * closest:
        return [closest]
    return [glance, float(np.sqrt(glance * closest)), closest]


def _view(pixels: Pixels, gains: Gains | None, scale: float, parameters: Parameters) -> _View:
    stain = stain_of(shrunk(pixels, scale), blur=0.8, gains=gains)
    nuclei = _nuclei(stain, parameters)
    ground = _ground(stain, nuclei, parameters)
    return _View(scale, stain, nuclei, components(nuclei), ground, red_diameters(ground.reds))


@dataclass(frozen=True, slots=True)
class _Ruler:
    """A red cell's diameter in pixels as `measured` on so many that `agree`, and as the nuclei make one
    `guess` it."""

    measured: float | None
    agree: int
    guess: float


def _ruler(view: _View) -> _Ruler:
    guess = _ruler_from(view)
    # white cells are rarely over two and a half red cells wide, and never five
    measured, agree = typical(view.diameters, within=(guess / 3, np.inf), likely=0.65 * guess)
    return _Ruler(measured, agree, guess)


def _is_plain(ruler: _Ruler, view: _View, parameters: Parameters) -> bool:
    """Whether red cells that were measured need no closer look.

    Enough of them must be seen where they are half as wide as they are worked on, any where they are as
    wide. They must be no clumps of smaller ones: those would dwarf the nuclei.
    """
    red_cell = ruler.measured or 0.0
    if red_cell < parameters.red_cell_side * (0.5 if ruler.agree >= ENOUGH else 1.0) or not view.nuclei.any():
        return False
    areas = np.sort(view.connected[1][:, cv2.CC_STAT_AREA])
    usual = float(areas[int(np.searchsorted(np.cumsum(areas), areas.sum() / 2))])
    return usual >= np.pi / 4 * (parameters.smallest_nucleus * red_cell) ** 2


def _scene(view: _View, expected: float, parameters: Parameters, split: SplitParameters) -> Scene:
    """The scene of a picture at working size, where a red cell is `expected` pixels wide."""
    stain, mask = view.stain, view.nuclei
    red_cell, _ = typical(view.diameters, within=(0.75 * expected, 1.33 * expected), likely=0.0)
    ruler = red_cell or expected
    votes = cell_votes(stain, nuclei=mask, foreground=view.ground.stained, ruler=ruler)
    cells = filled(_opened(mask | (votes > 0)))
    apart = along_pale_lines(stain.nuclear, view.connected, least=parameters.smallest_nucleus * ruler)
    parts = parted(apart, neck=split.neck, widest=split.reach * ruler)
    parts = _large_enough(parts, parameters.smallest_lobe * ruler)
    parts = grouped(parts, cells, ruler=ruler, parameters=split)
    parts = _large_enough(parts, parameters.smallest_nucleus * ruler)
    return Scene(stain, view.scale, parts, windows_of(parts), votes, view.ground.reds, ruler, red_cell)


def _kept(parts: Labels, keep: npt.NDArray[np.bool_]) -> Labels:
    """`parts` with only the labels n of which `keep[n]`, numbered anew."""
    table = np.zeros(keep.size, np.int32)
    table[keep] = np.arange(1, int(keep.sum()) + 1)
    return table.take(parts)


def _nuclei(stain: Stain, parameters: Parameters) -> Mask:
    """What holds nuclear stain, by a threshold of this picture, sharpened nucleus by nucleus."""
    least = parameters.least_stain
    # the most stained, but for what dirt there may be
    dirt = int(_DIRT * stain.nuclear.size) + 1
    high = float(np.partition(stain.nuclear, -dirt, axis=None)[-dirt])
    if high < least:
        return np.zeros(stain.nuclear.shape, bool)
    cut = max(least, otsu(stain.nuclear, low=0.5 * least, high=high).cut)
    mask = _whole(_opened((stain.nuclear > cut) & purple(stain)), stain.density)
    return _whole(sharpened(stain.nuclear, mask, level=parameters.nucleus_level), stain.density)


def _whole(nuclei: Mask, density: Map) -> Mask:
    """`nuclei` with their holes closed, but not the gaps that several leave between them.

    A gap is no round pale spot, or the bare ground shows through it.
    """
    closed = filled(nuclei)
    holes = closed & ~nuclei
    if np.count_nonzero(holes) < _GAP:
        return closed
    labels, found = components(holes, connectivity=4)
    large = np.flatnonzero(found[:, cv2.CC_STAT_AREA] >= _GAP)
    bare = _BARE * quantile(density[nuclei], 0.5) if large.size else 0.0
    for n in large:
        x, y, w, h, _ = found[n]
        window = np.s_[y : y + h, x : x + w]
        hole = labels[window] == n + 1
        if solidity(hole) < _HOLLOW or density[window][hole].min() < bare:
            closed[window] &= ~hole
    return closed


def _ruler_from(view: _View) -> float:
    """A red cell's diameter guessed from the white cells, which are about 1.6 times as wide.

    Width is twice the depth of a nucleus in what is stained: the median over all nuclear pixels.
    """
    labels, found = view.connected
    if not len(found):
        return 1.0
    depth = depth_of(with_pallor(view.ground.stained | view.nuclei))
    deepest = np.zeros(len(found), np.float32)
    np.maximum.at(deepest, labels[view.nuclei] - 1, depth[view.nuclei])
    order = np.argsort(deepest)
    areas = np.cumsum(found[order, cv2.CC_STAT_AREA])
    middle = int(np.searchsorted(areas, areas[-1] / 2))
    return max(1.0, 2 * float(deepest[order][middle]) / 1.6)


def _large_enough(parts: Labels, diameter: float) -> Labels:
    """`parts` of that width at least, and no more of them than `_MOST`, the largest."""
    areas = np.bincount(parts[parts > 0], minlength=1)
    least = np.pi / 4 * diameter**2
    if np.count_nonzero(areas >= least) > _MOST:
        least = np.partition(areas, -_MOST)[-_MOST] + 1
    keep = areas >= max(1, least)
    return parts if keep[1:].all() else _kept(parts, keep)


def grown(mask: Mask, by: int) -> Mask:
    """`mask` with `by` pixels more on each side."""
    return cv2.dilate(mask.astype(np.uint8), np.ones((2 * by + 1, 2 * by + 1), np.uint8)).astype(bool)


def _opened(mask: Mask) -> Mask:
    """`mask` less what is narrower than three pixels."""
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(opened > 0)


def filled(mask: Mask) -> Mask:
    """`mask` with its holes closed."""
    outlines, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    out = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(out, outlines, -1, 1, cv2.FILLED)
    return out.astype(bool)
