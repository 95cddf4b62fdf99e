"""A picture as Pillow opened it → RGB `uint8 (H, W, 3)`, upright, with notes on what was changed.

Every mode that Pillow knows arrives here: grey, palette, 16 and 32 bit, float, CMYK, alpha. Embedded
colour profiles are left alone: microscope cameras write sRGB or nothing.
"""

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageOps

from allviewer.core.records import Pixels

_STRIP_PIXELS = 1 << 22  # converted at a time, so that no second copy of a large picture is needed
_ORIENTATION = 274  # the EXIF tag
_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0  # TIFF 6.0

_Numbers = npt.NDArray[np.uint16] | npt.NDArray[np.int32] | npt.NDArray[np.float32]


class NoPixelsError(ValueError):
    """The picture opened, and holds nothing that could be shown; the message says why."""


def to_rgb(picture: Pillow.Image, data: bytes) -> tuple[Pixels, tuple[str, ...]]:
    """Decode an opened `picture`, whose file is `data`.

    Returns the pixels and notes in plain words. Raises what Pillow raises for damaged data, and
    `NoPixelsError`.
    """
    deep = _is_deep_colour(picture)
    orientation = picture.getexif().get(_ORIENTATION, 1) if deep else 1
    # Pillow turns such pictures of 8 bits round, and not those of 16
    turned = getattr(picture, "tag_v2", {}).get(_PHOTOMETRIC) == _WHITE_IS_ZERO
    picture.load()
    if deep and (samples := _deep_samples(data, picture)) is not None:
        pixels, notes = _scaled(_upright(samples, orientation))
        return pixels, notes
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode.startswith("I;16"):
        samples = np.asarray(picture).astype(np.uint16)
        return _scaled(np.uint16(65_535) - samples if turned else samples)
    if picture.mode in ("I", "F"):
        return _scaled(np.asarray(picture))
    return eight_bit(picture)


def eight_bit(picture: Pillow.Image) -> tuple[Pixels, tuple[str, ...]]:
    """RGB of a picture of at most 8 bits a channel, transparent parts white, and notes."""
    width, height = picture.size
    see_through = picture.has_transparency_data
    pixels = np.empty((height, width, 3), np.uint8)
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = picture.crop((0, top, width, min(top + rows, height)))
        if see_through:
            pixels[top : top + rows] = _over_white(np.asarray(strip.convert("RGBA")))
        else:
            pixels[top : top + rows] = np.asarray(strip.convert("RGB"))
    return pixels, ("Transparent parts are shown white.",) if see_through else ()


def _over_white(rgba: npt.NDArray[np.uint8]) -> Pixels:
    alpha = rgba[..., 3:].astype(np.uint16)
    return ((rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def _is_deep_colour(picture: Pillow.Image) -> bool:
    """16-bit colour, of which Pillow would keep the upper 8 bits: 12-bit cameras would come out black."""
    arguments = [getattr(tile, "args", None) for tile in getattr(picture, "tile", ())]
    modes = [a if isinstance(a, str) else a[0] for a in arguments if a]
    return picture.mode in ("RGB", "RGBA") and any("16" in str(mode) for mode in modes)


def _deep_samples(data: bytes, picture: Pillow.Image) -> npt.NDArray[np.uint16] | None:
    """All 16 bits as (H, W, 3), or None where OpenCV reads the file otherwise than Pillow did."""
    raw = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if raw is None or raw.dtype != np.uint16 or raw.ndim != 3 or raw.shape[2] != 3:
        return None
    if sorted(raw.shape[:2]) != sorted(picture.size):
        return None
    return np.asarray(raw[..., ::-1], np.uint16)


def _upright(pixels: npt.NDArray[np.uint16], orientation: int) -> npt.NDArray[np.uint16]:
    """Apply an EXIF orientation (1 to 8; TIFF 6.0, tag 274)."""
    mirrored = pixels[:, ::-1] if orientation in (2, 4, 5, 7) else pixels
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.rot90(mirrored, turns)


def _scaled(values: _Numbers) -> tuple[Pixels, tuple[str, ...]]:
    """Map samples deeper than 8 bits, (H, W) or (H, W, 3), to 0…255."""
    if values.dtype == np.uint16:
        return _from_integers(values)
    finite = np.isfinite(values)
    if not finite.any():
        raise NoPixelsError("The picture holds no numbers, only gaps (NaN).")
    known = values[finite]
    low, high = float(known.min()), float(known.max())
    if values.dtype != np.float32 and low >= 0 and high <= 65_535:
        return _from_integers(values)
    notes = [] if finite.all() else ["Gaps (NaN) are shown black."]
    if low >= 0 and high <= 255:
        low, high = 0.0, 1.0 if high <= 1 else 255.0
    else:
        notes.append(f"Values {low:.4g} to {high:.4g} are shown from black to white.")
    # float64 throughout: high - low may not fit what the samples are kept in
    grey = (np.where(finite, values, low).astype(np.float64) - low) / ((high - low) or 1.0)
    grey[~finite] = 0
    return _as_rgb((grey * 255 + 0.5).astype(np.uint8)), tuple(notes)


def _from_integers(values: _Numbers) -> tuple[Pixels, tuple[str, ...]]:
    """16-bit samples by their full range, or by 8 or 12 bits where none goes beyond them.

    Bright-field pictures are mostly white background: one whose brightest sample is under 1/16 of
    the range is a 12-bit camera's, not a dark slide.
    """
    peak = int(values.max())
    top = next(t for t in (255, 4095, 65_535) if peak <= t)
    # Rounded division by a table: exact, and one look-up a pixel
    table = ((np.arange(65_536, dtype=np.uint32) * 255 + top // 2) // top).clip(max=255).astype(np.uint8)
    note = (
        () if top == 65_535 else (f"16-bit file with {8 if top == 255 else 12}-bit values: scaled to them.",)
    )
    return _as_rgb(table[values]), note


def _as_rgb(pixels: npt.NDArray[np.uint8]) -> Pixels:
    return np.ascontiguousarray(pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2))
