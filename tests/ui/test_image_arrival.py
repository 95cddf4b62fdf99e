"""What the image view shows while a picture is on its way, and when it is large or finely shown."""

import os
import subprocess
import sys
import threading
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Pixels
from allviewer.ui import theme
from allviewer.ui.canvas.pyramid import build
from allviewer.ui.image_view import ImageView


def test_words_stand_in_for_a_picture(view: ImageView) -> None:
    view.set_image(None)
    empty = view.picture_of_view()
    view.show_message("IM_7.tif", "The file is empty. Copy it again.", failed=True)
    assert view.picture_of_view() != empty
    assert "IM_7.tif" in view.accessibleDescription()
    assert view.cell_at(QPointF(400, 350)) is None


def test_loading_says_nothing_at_first(view: ImageView, qtbot: Any) -> None:
    view.set_image(None)
    empty = view.picture_of_view()
    view.show_loading("IM_8.tif")
    assert view.picture_of_view() == empty and view.arriving
    qtbot.waitUntil(lambda: view.picture_of_view() != empty, timeout=2000)
    view.show_message("IM_8.tif", "The file is empty. Copy it again.", failed=True)
    assert not view.arriving


def test_a_large_picture_is_there_at_once_and_gets_better(view: ImageView, qtbot: Any) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (2600, 2600, 1), np.uint8)
    pixels = np.repeat(noise, 3, axis=2)
    view.set_image(pixels)
    rough = view.picture_of_view()
    assert view.arriving
    assert rough.pixelColor(400, 350) != QColor(theme.of(view.palette()).surround)
    qtbot.waitUntil(lambda: _spread(view.picture_of_view()) < 0.7 * _spread(rough), timeout=10_000)
    assert not view.arriving
    whole = build(pixels)
    view.set_image(whole)
    assert _spread(view.picture_of_view()) < 0.7 * _spread(rough)


def test_a_late_pyramid_never_replaces_the_picture_shown(
    view: ImageView, qtbot: Any, picture: Pixels
) -> None:
    view.set_image(np.zeros((2600, 2600, 3), np.uint8))
    view.set_image(picture)
    bare = view.picture_of_view()
    late: list[object] = []
    view._builder.built.connect(late.append)
    view._builder._arrived(view._builder._job - 2, build(np.zeros((2600, 2600, 3), np.uint8)))
    qtbot.waitUntil(lambda: not _building(), timeout=10_000)
    QApplication.processEvents()
    assert late == [] and view.picture_of_view() == bare


_AT_TWICE = """
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from allviewer.ui.image_view import CellMark, ImageView, Layers
app = QApplication([])
view = ImageView()
view.resize(300, 300)
view.show()
pixels = np.full((200, 200, 3), 255, np.uint8)
pixels[::2, ::2] = 0
view.set_image(pixels)
view.actual_size()
image = view.picture_of_view()
assert image.width() == 600 and image.devicePixelRatio() == 2.0
assert view.percent == 100.0 and view.view.scale == 0.5
corner = view.view.to_widget(QPointF(-0.5, -0.5)) * 2
x, y = round(corner.x()), round(corner.y())
seen = [image.pixelColor(x + i, y + j).red() for i in range(20) for j in range(20)]
assert seen == [int(pixels[j, i, 0]) for i in range(20) for j in range(20)], seen
outline = np.array([[50, 50], [150, 50], [150, 150], [50, 150]], np.float32)
view.set_cells([CellMark(3, 1, outline)])
assert view.cell_at(view.view.to_widget(QPointF(100, 100))) == 3
view.set_image(np.full((200, 200, 3), 255, np.uint8))
view.set_cells([CellMark(3, 1, outline, klass=0)])
view.set_layers(Layers(numbers=False))
image = view.picture_of_view()
row = round(view.view.to_widget(QPointF(0, 100)).y() * 2)
inked = [x for x in range(300) if image.pixelColor(x, row).blue() < 120]
assert 3 <= len(inked) <= 5, inked  # a line of two logical pixels
"""


def test_one_image_pixel_is_one_device_pixel_at_twice_the_resolution() -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _AT_TWICE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _building() -> bool:
    return any(t.name.startswith("pyramid") for t in threading.enumerate())


def _spread(image: QImage) -> float:
    greys = [image.pixelColor(x, y).red() for x in range(250, 550, 3) for y in range(200, 500, 30)]
    return float(np.std(greys))
