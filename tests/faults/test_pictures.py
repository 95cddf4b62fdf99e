"""Two thousand damaged pictures: each a plain reason or a right result; no crash, no hang, no growth.

They are read in a process of their own, so that even a crash of a library would be seen for what it is.
"""

import io
import json
import os
import random
import resource
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from allviewer.core import image
from allviewer.core.errors import ImageError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX limits")

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF")
SLOWEST_S = 5.0
"""Of processor time, whatever else the machine does: a damaged header may claim 250 million pixels."""
MEMORY = 3 * 1024**3
GROWTH = 60 * 1024**2


def bases() -> dict[str, bytes]:
    """Good files of every format and several kinds, to be damaged."""
    noise = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    colour = Pillow.fromarray(noise)
    deep = Pillow.fromarray(noise[..., 0].astype(np.uint16) * 257)
    real = Pillow.fromarray(noise[..., 0].astype(np.float32))
    frames = [colour, colour.rotate(90), colour.rotate(180)]
    made = {name: saved(colour, name) for name in FORMATS}
    made |= {
        f"{c} TIFF": saved(colour, "TIFF", compression=c) for c in ("tiff_lzw", "jpeg", "tiff_adobe_deflate")
    }
    made |= {
        f"animated {n}": saved(colour, n, save_all=True, append_images=frames) for n in ("GIF", "WEBP", "PNG")
    }
    made |= {"pages": saved(colour, "TIFF", save_all=True, append_images=frames)}
    made |= {
        "16-bit PNG": saved(deep, "PNG"),
        "16-bit TIFF": saved(deep, "TIFF"),
        "float TIFF": saved(real, "TIFF"),
    }
    made |= {
        "palette PNG": saved(colour.convert("P"), "PNG"),
        "CMYK JPEG": saved(colour.convert("CMYK"), "JPEG"),
    }
    return made


def saved(picture: Pillow.Image, name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, name, **options)
    return buffer.getvalue()


Damage = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def header_flipped(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(4):
        damaged[chance.randrange(min(64, len(damaged)))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
    return bytes(damaged)


def shuffled(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.randrange(1, 200)
    return data[:at] + chance.randbytes(length) + data[at + chance.randrange(length) :]


def headless(data: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(1, 16) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] + data


DAMAGES: tuple[Damage, ...] = (truncated, flipped, header_flipped, shuffled, headless, doubled)


def damaged_pictures(count: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(20_261_121)
    good = sorted(bases().items())
    for number in range(count):
        name, data = good[number % len(good)]
        damage = DAMAGES[number // len(good) % len(DAMAGES)]
        yield f"{damage.__name__} {name}", damage(data, chance)


# Read in a child: one line of JSON a picture, on a memory limit, with the seconds each took.
CHILD = """
import json, resource, sys, time
from pathlib import Path
from allviewer.core import image
from allviewer.core.errors import ImageError
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
for path in sorted(Path(sys.argv[1]).iterdir(), key=lambda p: p.name):
    began = time.process_time()
    try:
        pixels = image.read(path).pixels
        told = [str(pixels.dtype), *pixels.shape]
    except ImageError as error:
        told = error.reason
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.exists() else 0
    memory = pages * resource.getpagesize()
    print(json.dumps([path.name, told, time.process_time() - began, memory]), flush=True)
"""


def check(folder: Path, count: int) -> None:
    names = {}
    for number, (name, data) in enumerate(damaged_pictures(count)):
        path = folder / f"{number:05}.png"
        path.write_bytes(data)
        names[path.name] = name
    command = [sys.executable, "-W", "error", "-c", CHILD, str(folder), str(MEMORY)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    last = names.get(f"{len(lines):05}.png")
    assert done.returncode == 0, f"died at {last}: {done.stderr}"
    assert "Python" not in done.stderr  # libtiff mutters there; the interpreter must have nothing to say
    assert "Warning" not in done.stderr
    assert len(lines) == count
    for name, told, seconds, _ in lines:
        assert seconds < SLOWEST_S, names[name]
        if isinstance(told, str):
            assert told.endswith("."), names[name]
        else:
            assert told[0] == "uint8", names[name]
            assert min(told[1:]) > 0, names[name]
    settled = len(lines) // 2
    assert lines[-1][3] - lines[settled][3] < GROWTH


def test_damaged_pictures_quickly(tmp_path: Path) -> None:
    check(tmp_path, 240)


@pytest.mark.slow
def test_two_thousand_damaged_pictures(tmp_path: Path) -> None:
    check(tmp_path, 2000)


def test_undamaged_ones_are_read(tmp_path: Path) -> None:
    for name, data in bases().items():
        path = tmp_path / "a"
        path.write_bytes(data)
        assert image.read(path).pixels.shape == (48, 64, 3), name


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(100_000, 100_000), (2**31 - 1, 1), (1, 2**31 - 1), (15_000, 17_000)])
def test_huge_dimensions_are_refused_at_once(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(*size, b"\0" * 100_000))
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImageError, match=r"at most 250 million|damaged"):
        image.read(path)
    assert time.perf_counter() - began < SLOWEST_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_file_replaced_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash and pixels are of the same bytes, whatever happens to the file in between."""
    first, second = (
        saved(Pillow.new("RGB", (4, 4), "red"), "PNG"),
        saved(Pillow.new("RGB", (4, 4), "blue"), "PNG"),
    )
    path = tmp_path / "a.png"
    path.write_bytes(first)
    real = Path.read_bytes

    def replaced(self: Path) -> bytes:
        data = real(self)
        path.write_bytes(second)
        return data

    monkeypatch.setattr(Path, "read_bytes", replaced)
    read = image.read(path)
    assert read.pixels[0, 0].tolist() == [255, 0, 0]
    import hashlib

    assert read.sha256 == hashlib.sha256(first).hexdigest()


def test_share_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(saved(Pillow.new("RGB", (4, 4)), "PNG"))

    def gone(self: Path) -> bytes:
        raise OSError(116, os.strerror(116))

    monkeypatch.setattr(Path, "read_bytes", gone)
    with pytest.raises(ImageError, match="did not hand the file over"):
        image.read(path)
