"""Frames a second of the image view: 100 megapixels, 2,000 outlines, a heatmap; panning and zooming.

Each frame is a real paint of the whole widget at 1920 by 1080, as an event would cause it.
"""

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks import clock
from tests.benchmarks.record import Line, Measured, Options, at_least

if TYPE_CHECKING:
    from allviewer.core.records import Pixels, Polygon
    from allviewer.ui.image_view import CellMark, ImageView

WIDTH, HEIGHT = 1920, 1080
ROUNDS = 3
FIRST = 3
"""Frames of each movement that are not counted: the one before it began showed another place."""


def measure(options: Options) -> Sequence[Measured]:
    """One figure for each movement: the median of the rounds' own medians."""
    from PySide6.QtCore import QPointF

    from tests.benchmarks import rig

    rig.application()
    megapixels, cells = options.choose(100, 25), options.choose(2_000, 500)
    view = _scene(round(math.sqrt(megapixels * 1e6)), cells)
    middle = QPointF(WIDTH / 2, HEIGHT / 2)
    moves: dict[str, tuple[Callable[[], None], Callable[[int], None]]] = {
        "pan, whole picture": (view.fit, lambda i: view.pan(3 * math.sin(i), 2)),
        "zoom, whole picture to a cell": (view.fit, lambda i: view.zoom_about(1.05, middle)),
        "pan, 100 %": (view.actual_size, lambda i: view.pan(-9, 4)),
        "zoom, 100 % to whole": (view.actual_size, lambda i: view.zoom_about(1 / 1.05, middle)),
        "fling across, 25 %": (lambda: _quarter(view), lambda i: view.pan(-40, -25)),
    }
    found = []
    for what, (prepare, move) in moves.items():
        rounds = [_round(view, prepare, move, options.choose(120, 40)) for _ in range(ROUNDS)]
        judged = clock.percentile([one[options.processor] for one in rounds], 50)
        said = {
            "median frame:": f"{clock.percentile([one[0] for one in rounds], 50) * 1e3:.1f} ms",
            "of the processor:": f"{clock.percentile([one[1] for one in rounds], 50) * 1e3:.1f} ms",
            "99th percentile:": f"{clock.percentile([one[2] for one in rounds], 50) * 1e3:.1f} ms",
        }
        name = f"{megapixels} megapixels, {cells:,} outlines: {what}"
        found.append(Measured(name, "frames/s", at_least(60), 1 / judged, said))
    view.close()
    return found


def _round(
    view: "ImageView", prepare: Callable[[], None], move: Callable[[int], None], frames: int
) -> tuple[float, float, float]:
    """Seconds of the median frame by both clocks, and of the 99th percentile."""
    from PySide6.QtWidgets import QApplication

    prepare()
    view.picture_of_view()
    times, busy = [], []
    for i in range(frames):
        begun, worked = time.perf_counter(), time.process_time()
        move(i)
        view.repaint()
        QApplication.processEvents()
        times.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
    counted, worked_on = times[FIRST:], busy[FIRST:]
    return clock.percentile(counted, 50), clock.percentile(worked_on, 50), clock.percentile(counted, 99)


def _quarter(view: "ImageView") -> None:
    """The upper left corner at 25 %."""
    from PySide6.QtCore import QPointF

    view.fit()
    view.zoom_about(25 / view.percent, QPointF(0, 0))


def _scene(side: int, cells: int) -> "ImageView":
    from allviewer.core.records import Square
    from allviewer.ui.canvas.pyramid import build
    from allviewer.ui.image_view import ImageView, Layers

    rng = np.random.default_rng(0)
    view = ImageView()
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.set_image(build(_smear(side, rng)))
    centres = rng.uniform(60, side - 60, (cells, 2))
    view.set_cells([_mark(i, centre, rng) for i, centre in enumerate(centres)])
    heatmap = rng.integers(0, 256, (256, 256, 4), np.uint8)
    view.set_heatmap(lambda: heatmap, Square(side * 0.3, side * 0.3, side * 0.4))
    view.set_layers(Layers(masks=True, heatmap=True))
    view.select(0)
    return view


def _smear(side: int, rng: np.random.Generator) -> "Pixels":
    tile = rng.integers(120, 255, (500, 500, 3), np.uint8)
    times = math.ceil(side / 500)
    return np.ascontiguousarray(np.tile(tile, (times, times, 1))[:side, :side])


def _mark(number: int, centre: np.ndarray, rng: np.random.Generator) -> "CellMark":
    from allviewer.core.records import Status
    from allviewer.ui.image_view import CellMark

    status = list(Status)[number % 5]
    return CellMark(
        number,
        number + 1,
        _blob(centre, 45, rng),
        (_blob(centre, 28, rng),),
        number % 8,
        "B",
        status,
        uncertain=number % 4 == 0,
    )


def _blob(centre: np.ndarray, radius: float, rng: np.random.Generator) -> "Polygon":
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    reach = radius * (1 + 0.1 * np.sin(3 * angle + rng.uniform(0, 6)))
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None] + centre
    return points.astype(np.float32)


LINE = Line("canvas", "pan and zoom on a large picture", measure)
