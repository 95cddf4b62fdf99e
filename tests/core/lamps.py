"""Pictures as others show them: lit from one side, with darker corners, through an eyepiece, in a frame."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Pixels

Lamp = Callable[[Pixels], Pixels]


def light_at(shape: tuple[int, ...], *, side: float, corners: float) -> npt.NDArray[np.float32]:
    """The light (H, W), at most 1: it falls by `side` to the left and by `corners` to the corners."""
    height, width = shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = (1 - side * (1 - x) / 2) * (1 - corners * (x * x + y * y) / 2)
    return np.asarray(light, np.float32)


def lit(*, side: float = 0, corners: float = 0, colour: tuple[float, float, float] = (1, 1, 1)) -> Lamp:
    """Unevenly lit by a lamp of this `colour`."""

    def seen(pixels: Pixels) -> Pixels:
        light = light_at(pixels.shape, side=side, corners=corners)[..., None] * np.array(colour, np.float32)
        return (pixels * light).astype(np.uint8)

    return seen


def through_an_eyepiece(*, dark: float = 0.22, level: int = 3) -> Lamp:
    """The share `dark` of the picture around a round field at brightness `level`."""

    def seen(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        y, x = np.mgrid[:height, :width]
        outside = (x - width / 2) ** 2 + (y - height / 2) ** 2 > (1 - dark) * height * width / np.pi
        return np.where(outside[..., None], np.uint8(level), pixels)

    return seen


def framed(colour: int, *, wide: float = 0.08) -> Lamp:
    """The outermost pixels, so many as this share of the shorter side, in one grey."""

    def seen(pixels: Pixels) -> Pixels:
        wide_px = round(wide * min(pixels.shape[:2]))
        inner = pixels[wide_px:-wide_px, wide_px:-wide_px]
        sides = (wide_px,) * 4
        return np.asarray(
            cv2.copyMakeBorder(inner, *sides, cv2.BORDER_CONSTANT, value=(colour,) * 3), np.uint8
        )

    return seen


def by_phone(pixels: Pixels) -> Pixels:
    """Held to an eyepiece: a yellow lamp, darker corners, a dark ring, out of focus, compressed."""
    round_field = through_an_eyepiece(dark=0.2)(lit(corners=0.3, colour=(1, 0.9, 0.7))(pixels))
    _, packed = cv2.imencode(".jpg", cv2.GaussianBlur(round_field, (0, 0), 1), [cv2.IMWRITE_JPEG_QUALITY, 40])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


LAMPS: dict[str, Lamp] = {
    "as it is": lambda pixels: pixels,
    "from one side, 15 %": lit(side=0.15),
    "from one side, 30 %": lit(side=0.3),
    "from one side, 50 %": lit(side=0.5),
    "corners 20 % darker": lit(corners=0.2),
    "corners 40 % darker": lit(corners=0.4),
    "corners 70 % darker": lit(corners=0.7),
    "black ring": through_an_eyepiece(),
    "dark ring": through_an_eyepiece(level=35),
    "black ring, yellow lamp": lambda pixels: through_an_eyepiece()(lit(colour=(1, 0.92, 0.65))(pixels)),
    "phone": by_phone,
    "white frame": framed(255),
    "grey frame": framed(128),
    "black frame": framed(0),
}
