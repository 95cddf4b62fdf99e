"""Pictures to be read, whole and broken, and why one could not be."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from allviewer.core import image
from allviewer.core.errors import ImageError

RED, GREEN, BLUE, WHITE = (200, 30, 20), (10, 180, 40), (20, 40, 190), (255, 255, 255)
CORNERS = np.array([[RED, GREEN, WHITE], [BLUE, WHITE, WHITE]], np.uint8)


def corners(scale: int = 8) -> Pillow.Image:
    """Red top left, green beside it, blue below: neither channels nor axes can swap unseen."""
    return Pillow.fromarray(CORNERS.repeat(scale, 0).repeat(scale, 1))


def saved(picture: Pillow.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def reason(path: Path) -> str:
    with pytest.raises(ImageError) as caught:
        image.read(path)
    assert str(path) in str(caught.value)
    return caught.value.reason


def png(header: bytes, rows: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
