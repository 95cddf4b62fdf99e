"""Painted smears: red cells, white cells with lobes, platelets and scale bars where we want them."""

from collections.abc import Sequence

import cv2
import numpy as np

from allviewer.core.records import Pixels

BACKGROUND = (250, 232, 212)
RED = (226, 170, 160)
CYTOPLASM = (200, 190, 222)
NUCLEUS = (92, 52, 140)


def smear(
    height: int = 240,
    width: int = 320,
    *,
    cells: Sequence[tuple[int, int]] = (),
    reds: Sequence[tuple[int, int]] = (),
    red: int = 14,
) -> Pixels:
    """A field with round white cells (nucleus 1.1, cell 1.6 red cells wide) and red cells at `x, y`."""
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = BACKGROUND
    for x, y in reds:
        cv2.circle(canvas, (x, y), red, RED, cv2.FILLED, cv2.LINE_AA)
    for x, y in cells:
        cv2.circle(canvas, (x, y), round(1.6 * red), CYTOPLASM, cv2.FILLED, cv2.LINE_AA)
    for x, y in cells:
        cv2.circle(canvas, (x, y), round(1.1 * red), NUCLEUS, cv2.FILLED, cv2.LINE_AA)
    return grained(canvas)


def lobed(centre: tuple[int, int], canvas: Pixels, *, red: int = 14) -> Pixels:
    """`canvas` with a neutrophil: three small lobes in one round body."""
    x, y = centre
    cv2.circle(canvas, centre, round(1.8 * red), CYTOPLASM, cv2.FILLED, cv2.LINE_AA)
    for angle in (0.3, 2.4, 4.5):
        lobe = (round(x + 0.95 * red * np.cos(angle)), round(y + 0.95 * red * np.sin(angle)))
        cv2.circle(canvas, lobe, round(0.55 * red), NUCLEUS, cv2.FILLED, cv2.LINE_AA)
    return canvas


def grained(canvas: Pixels) -> Pixels:
    """The optics' blur and the camera's noise."""
    noise = np.random.default_rng(7).normal(0, 2, canvas.shape)
    blurred = cv2.GaussianBlur(canvas, (0, 0), 0.8).astype(np.float32)
    return np.clip(blurred + noise, 0, 255).astype(np.uint8)


REDS = ((30, 30), (80, 40), (40, 120), (290, 60), (260, 120), (60, 210), (200, 215), (290, 210), (120, 210))
