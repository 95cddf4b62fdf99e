"""Frames a second of the image view: 100 megapixels, 2,000 outlines, a heatmap; panning and zooming.

`python -m tests.benchmarks.canvas [--megapixels N] [--cells N] [--frames N]` prints a table. Each frame
is a real paint of the whole widget at 1920 by 1080, as an event would cause it.
"""

import argparse
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Pixels, Polygon, Square, Status
from allviewer.ui import theme
from allviewer.ui.canvas_pyramid import build
from allviewer.ui.image_view import CellMark, ImageView, Layers

WIDTH, HEIGHT = 1920, 1080
MIDDLE = QPointF(WIDTH / 2, HEIGHT / 2)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: median frames a second, processor time a frame, and the slowest frames.

    On a busy machine the processor time says more than the clock.
    """

    what: str
    frames_per_second: float
    cpu_ms: float
    p99_ms: float
    worst_ms: float


def measure(*, megapixels: float = 100.0, cells: int = 2000, frames: int = 120) -> list[Line]:
    """Build the scene and move in it; needs a QApplication."""
    side = round(math.sqrt(megapixels * 1e6))
    view = _scene(side, cells)
    moves: list[tuple[str, Callable[[int], None]]] = [
        ("pan, whole picture", lambda i: view.pan(3 * math.sin(i), 2)),
        ("zoom, whole picture to a cell", lambda i: view.zoom_about(1.05, MIDDLE)),
        ("pan, 100 %", lambda i: view.pan(-9, 4)),
        ("zoom, 100 % to the whole picture", lambda i: view.zoom_about(1 / 1.05, MIDDLE)),
        ("fling across, 25 %", lambda i: view.pan(-40, -25)),
    ]
    before: list[Callable[[], None]] = [view.fit, view.fit, view.actual_size, view.actual_size, view.fit]
    lines = []
    for (what, move), prepare in zip(moves, before, strict=True):
        prepare()
        if what.startswith("fling"):
            view.zoom_about(3, QPointF(0, 0))
        view.picture_of_view()
        lines.append(_line(what, view, move, frames))
    view.close()
    return lines


def _line(what: str, view: ImageView, move: Callable[[int], None], frames: int) -> Line:
    times, busy = [], []
    for i in range(frames):
        began, worked = time.perf_counter(), time.process_time()
        move(i)
        view.repaint()
        QApplication.processEvents()
        times.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    p99 = float(np.percentile(times, 99)) * 1e3
    return Line(what, 1 / float(np.median(times)), float(np.median(busy)) * 1e3, p99, max(times) * 1e3)


def _scene(side: int, cells: int) -> ImageView:
    rng = np.random.default_rng(0)
    view = ImageView()
    view.resize(WIDTH, HEIGHT)
    view.show()
    view.set_image(build(_smear(side, rng)))
    centres = rng.uniform(60, side - 60, (cells, 2))
    view.set_cells([_mark(i, centre, rng) for i, centre in enumerate(centres)])
    heatmap = rng.integers(0, 256, (256, 256, 4), np.uint8)
    view.set_heatmap(heatmap, Square(side * 0.3, side * 0.3, side * 0.4))
    view.set_layers(Layers(masks=True, heatmap=True))
    view.select(0)
    return view


def _smear(side: int, rng: np.random.Generator) -> Pixels:
    tile = rng.integers(120, 255, (500, 500, 3), np.uint8)
    times = math.ceil(side / 500)
    return np.ascontiguousarray(np.tile(tile, (times, times, 1))[:side, :side])


def _mark(number: int, centre: np.ndarray, rng: np.random.Generator) -> CellMark:
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


def _blob(centre: np.ndarray, radius: float, rng: np.random.Generator) -> Polygon:
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    reach = radius * (1 + 0.1 * np.sin(3 * angle + rng.uniform(0, 6)))
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None] + centre
    return points.astype(np.float32)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megapixels", type=float, default=100.0)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--frames", type=int, default=120)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    lines = measure(megapixels=arguments.megapixels, cells=arguments.cells, frames=arguments.frames)
    print(f"{'movement':36}{'frames/s':>10}{'CPU ms':>10}{'p99 ms':>10}{'worst ms':>10}")
    for line in lines:
        print(
            f"{line.what:36}{line.frames_per_second:10.0f}{line.cpu_ms:10.1f}{line.p99_ms:10.1f}{line.worst_ms:10.1f}"
        )


if __name__ == "__main__":
    main()
