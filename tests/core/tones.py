"""Pictures as other laboratories' stains and cameras show them: other colours, exposures and sharpness."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from allviewer.core.records import Pixels
from tests.core.lamps import Lamp

_Light = npt.NDArray[np.float32]


def _changed(change: Callable[[_Light], _Light]) -> Lamp:
    """What `change` makes of the brightness (H, W, 3), 0 to 255; what is beyond that is clipped."""

    def seen(pixels: Pixels) -> Pixels:
        return np.asarray(np.clip(np.rint(change(pixels.astype(np.float32))), 0, 255), np.uint8)

    return seen


def saturated(share: float) -> Lamp:
    """Each colour so near to its own grey."""
    return _changed(lambda light: share * light + (1 - share) * light.mean(axis=2, keepdims=True))


def turned(degrees: int) -> Lamp:
    """Each hue turned on the colour circle."""

    def seen(pixels: Pixels) -> Pixels:
        circle = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)
        circle[..., 0] = (circle[..., 0] + degrees) % 360
        return np.asarray(np.rint(255 * cv2.cvtColor(circle, cv2.COLOR_HSV2RGB)), np.uint8)

    return seen


def exposed(*gains: float) -> Lamp:
    """So much light in all channels, or in each, clipped at white."""
    return _changed(lambda light: light * np.array(gains, np.float32))


def bent(gamma: float) -> Lamp:
    return _changed(lambda light: 255 * (light / 255) ** gamma)


def veiled(share: float, level: int) -> Lamp:
    """So much of the contrast, the rest a veil of one grey."""
    return _changed(lambda light: share * light + (1 - share) * level)


def stained(strength: float) -> Lamp:
    """The stain so many times as dense, on the same ground."""

    def change(light: _Light) -> _Light:
        grey = light.mean(axis=2)
        ground = np.median(light[grey >= np.quantile(grey, 0.9)], axis=0) + 1
        return np.asarray(ground * ((light + 1) / ground) ** strength - 1, np.float32)

    return _changed(change)


def compressed(quality: int) -> Lamp:
    def seen(pixels: Pixels) -> Pixels:
        _, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

    return seen


def blurred(pixels: float) -> Lamp:
    return _changed(lambda light: np.asarray(cv2.GaussianBlur(light, (0, 0), pixels), np.float32))


def noisy(level: float) -> Lamp:
    return _changed(lambda light: light + np.random.default_rng(light.size).normal(0, level, light.shape))


def sharpened(light: _Light) -> _Light:
    return np.asarray(light + 1.2 * (light - cv2.GaussianBlur(light, (0, 0), 2)), np.float32)


def scaled(by: float) -> Lamp:
    """So many times as wide and high."""

    def seen(pixels: Pixels) -> Pixels:
        how = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(pixels, None, fx=by, fy=by, interpolation=how), np.uint8)

    return seen


def in_turn(lamps: Sequence[Lamp]) -> Lamp:
    def seen(pixels: Pixels) -> Pixels:
        for lamp in lamps:
            pixels = lamp(pixels)
        return pixels

    return seen


TONES: dict[str, Lamp] = {
    "as it is": lambda pixels: pixels,
    "saturation × 0.7": saturated(0.7),
    "saturation × 0.5": saturated(0.5),
    "saturation × 0.4": saturated(0.4),
    "saturation × 1.4": saturated(1.4),
    "hue −30°": turned(-30),
    "hue −20°": turned(-20),
    "hue −10°": turned(-10),
    "hue +10°": turned(10),
    "hue +20°": turned(20),
    "hue +30°": turned(30),
    "exposure × 1.15": exposed(1.15),
    "exposure × 1.25": exposed(1.25),
    "exposure × 1.4": exposed(1.4),
    "exposure × 0.8": exposed(0.8),
    "exposure × 0.6": exposed(0.6),
    "gamma 0.7": bent(0.7),
    "gamma 1.4": bent(1.4),
    "contrast × 0.6, grey veil": veiled(0.6, 128),
    "contrast × 0.6, white veil": veiled(0.6, 255),
    "warm white balance": exposed(1.15, 1, 0.85),
    "cold white balance": exposed(0.85, 1, 1.15),
    "JPEG of quality 30": compressed(30),
    "blur 1.5 px": blurred(1.5),
    "blur 3 px": blurred(3),
    "noise 8": noisy(8),
    "sharpened": _changed(sharpened),
    "stain × 0.5": stained(0.5),
    "stain × 1.5": stained(1.5),
    "half as wide": scaled(0.5),
    "twice as wide": scaled(2),
    "pale and desaturated": in_turn([stained(0.7), saturated(0.6)]),
    "desaturated, bright": in_turn([saturated(0.6), exposed(1.15)]),
}
