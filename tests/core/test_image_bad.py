"""Bad files: each is refused with its reason, and nothing crashes."""

import contextlib
import io
import os
import struct
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from allviewer.core import image
from allviewer.core.errors import ImageError
from tests.core.pictures import corners, png, reason, saved


def test_reasons_are_plain(tmp_path: Path) -> None:
    empty, text, folder = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    empty.touch()
    text.write_text("dear diary")
    folder.mkdir()
    assert "empty" in reason(empty)
    assert "not a picture" in reason(text)
    assert "folder" in reason(folder)
    assert "no such file" in reason(tmp_path / "gone.png")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "a.tif", "a.webp", "a.gif"])
def test_truncated_files_say_so(tmp_path: Path, name: str) -> None:
    noise = Pillow.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    path = saved(noise, tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert any(word in reason(path) for word in ("cut short", "damaged"))


def test_kind_of_tiff_that_is_not_supported(tmp_path: Path) -> None:
    import tifffile

    tifffile.imwrite(tmp_path / "a.tif", np.zeros((4, 4)))
    assert "rare kind" in reason(tmp_path / "a.tif")


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.uint32])
def test_deep_colour_that_is_not_supported(tmp_path: Path, kind: type) -> None:
    import tifffile

    tifffile.imwrite(tmp_path / "a.tif", np.zeros((8, 8, 3), kind), photometric="rgb")
    assert "Save it with 8 or 16 bits" in reason(tmp_path / "a.tif")


def test_deep_planes_are_refused_and_not_read_wrong(tmp_path: Path) -> None:
    import tifffile

    planes = np.moveaxis(np.asarray(corners()), 2, 0)
    tifffile.imwrite(tmp_path / "a.tif", planes, photometric="rgb", planarconfig="separate")
    assert np.array_equal(image.read(tmp_path / "a.tif").pixels, np.asarray(corners()))
    deep = planes.astype(np.uint16) * 257
    tifffile.imwrite(tmp_path / "b.tif", deep, photometric="rgb", planarconfig="separate")
    assert "rare kind" in reason(tmp_path / "b.tif")


def test_no_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(struct.pack(">IIBBBBB", 0, 5, 8, 2, 0, 0, 0), b""))
    assert reason(path) == "The picture has no pixels (0 × 5)."


def test_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0), b"\0" * 1000))
    tracemalloc.start()
    said = reason(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "60000 × 60000" in said
    assert peak < 1_000_000


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_pipes_do_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "pipe" in reason(tmp_path / "pipe.png")


def test_without_the_right_to_read(nobody: Path) -> None:
    locked = saved(corners(), nobody / "a.png")
    locked.chmod(0)
    assert "No permission" in reason(locked)
    closed = nobody / "closed"
    closed.mkdir()
    closed.chmod(0)
    assert list(image.find_images([nobody])) == [locked, closed]
    assert "could not be listed" in reason(closed)
    closed.chmod(0o700)


def test_damaged_metadata_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = saved(corners(), tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40)
    assert image.read(path).pixels.shape == (16, 24, 3)


def test_pillow_warns_nobody(tmp_path: Path) -> None:
    path = saved(corners(), tmp_path / "a.tif")
    broken = path.read_bytes() + b"\0"
    at = struct.unpack_from("<I", broken, 4)[0]  # the directory: claim more entries than there are
    path.write_bytes(broken[:at] + struct.pack("<H", 60) + broken[at + 2 :])
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with contextlib.suppress(ImageError):
            image.read(path)
    assert said == []


@given(st.binary(max_size=2000))
def test_any_bytes_never_crash(tmp_path: Path, data: bytes) -> None:
    check_never_crashes(tmp_path / "any.png", data)


def encoded(name: str) -> bytes:
    buffer = io.BytesIO()
    corners().save(buffer, name)
    return buffer.getvalue()


SEEDS = {name: encoded(name) for name in image.FORMATS}


@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 3000),
)
def test_damaged_pictures_never_crash(
    tmp_path: Path, name: str, flips: list[tuple[int, int]], keep: int
) -> None:
    data = bytearray(SEEDS[name])
    for at, value in flips:
        data[at % len(data)] = value
    check_never_crashes(tmp_path / "any.png", bytes(data[: max(1, keep)]))


def check_never_crashes(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        read = image.read(path)
    except ImageError as error:
        assert error.reason.endswith(".")
    else:
        assert read.pixels.dtype == np.uint8
        assert read.pixels.ndim == 3
        assert read.pixels.size > 0
