"""Reading pictures: each format and mode comes out right, each bad file with its reason, nothing crashes."""

import contextlib
import hashlib
import io
import os
import struct
import tracemalloc
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import TiffImagePlugin

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


def test_identity_is_the_hash_of_the_bytes(tmp_path: Path) -> None:
    path = saved(corners(), tmp_path / "a.png")
    read = image.read(path)
    assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (read.path, read.notes, read.um_per_px) == (path, (), None)


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif", "a.TIFF", "a.gif"])
def test_lossless_formats_are_exact(tmp_path: Path, name: str) -> None:
    pixels = image.read(saved(corners(), tmp_path / name)).pixels
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert pixels.flags.writeable
    np.testing.assert_array_equal(pixels, np.asarray(corners()))


@pytest.mark.parametrize(
    ("name", "options"), [("a.webp", {"lossless": True}), ("a.tif", {"compression": "tiff_lzw"})]
)
def test_lossless_compressions_are_exact(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    np.testing.assert_array_equal(
        image.read(saved(corners(), tmp_path / name, **options)).pixels, np.asarray(corners())
    )


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_lossy_formats_keep_colours(tmp_path: Path, name: str) -> None:
    pixels = image.read(saved(corners(32), tmp_path / name, quality=95)).pixels
    assert abs(pixels[16, 16].astype(int) - RED).max() < 12
    assert abs(pixels[48, 16].astype(int) - BLUE).max() < 12


def test_golden(samples: Path) -> None:
    """The decoder is pinned: a change of a library that alters what is classified must be noticed."""
    read = image.read(samples / "cells" / "neutrophil.jpg")
    assert read.pixels.shape == (363, 360, 3)
    centre = read.pixels[181, 180].tolist()
    assert centre == pytest.approx(GOLDEN_CENTRE, abs=2)  # JPEG decoders may round differently
    assert read.pixels.mean((0, 1)).tolist() == pytest.approx(GOLDEN_MEAN, abs=0.2)


GOLDEN_CENTRE = [67, 21, 153]
GOLDEN_MEAN = [221.87, 189.15, 183.07]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
def test_exif_orientation_is_applied(tmp_path: Path, orientation: int, name: str) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpose that lays the upright picture down
    lying = corners(16) if orientation == 1 else corners(16).transpose(Pillow.Transpose(undo[orientation]))
    exif = Pillow.Exif()
    exif[274] = orientation
    options = {"lossless": True} if name == "a.webp" else {"quality": 95} if name == "a.jpg" else {}
    pixels = image.read(saved(lying, tmp_path / name, exif=exif, **options)).pixels
    assert pixels.shape == (32, 48, 3)
    difference = abs(pixels.astype(int) - np.asarray(corners(16)))
    assert np.median(difference) < 8  # blocks of a JPEG bleed at their borders only
    assert difference[8, 8].max() < 12
    assert difference[8, 24].max() < 12


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr", "LA", "PA", "RGBA", "RGBX"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    picture = corners().convert("P" if mode == "PA" else mode)
    if mode == "PA":
        picture.info["transparency"] = 255
    pixels = image.read(
        saved(picture, tmp_path / ("a.tif" if mode in ("CMYK", "YCbCr", "RGBX") else "a.png"))
    ).pixels
    assert pixels.shape == (16, 24, 3)
    assert pixels.dtype == np.uint8
    if mode not in ("1", "L", "LA", "P", "PA"):
        np.testing.assert_allclose(pixels[2, 2], RED, atol=2)


def test_cmyk_jpeg_is_not_inverted(tmp_path: Path) -> None:
    pixels = image.read(saved(corners(32).convert("CMYK"), tmp_path / "a.jpg", quality=95)).pixels
    np.testing.assert_allclose(pixels[16, 16], RED, atol=12)
    np.testing.assert_allclose(pixels[16, 80], WHITE, atol=6)


def test_transparency_lies_over_white_and_is_said(tmp_path: Path) -> None:
    rgba = np.zeros((2, 3, 4), np.uint8)
    rgba[:, 1] = (200, 0, 0, 255)
    rgba[:, 2] = (200, 0, 0, 128)
    read = image.read(saved(Pillow.fromarray(rgba), tmp_path / "a.png"))
    assert read.pixels[0].tolist() == [[255, 255, 255], [200, 0, 0], [227, 127, 127]]
    assert read.notes == ("Transparent parts are shown white.",)


def grey16(values: list[int]) -> Pillow.Image:
    return Pillow.fromarray(np.array([values, values], np.uint16))


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_sixteen_bit_grey(tmp_path: Path, name: str) -> None:
    read = image.read(saved(grey16([0, 257, 32_896, 65_535]), tmp_path / name))
    assert read.pixels[0, :, 0].tolist() == [0, 1, 128, 255]
    assert read.notes == ()
    twelve = image.read(saved(grey16([0, 16, 2048, 4095]), tmp_path / name))
    assert twelve.pixels[0, :, 1].tolist() == [0, 1, 128, 255]
    assert "12-bit" in twelve.notes[0]


def deep_png(rgb: np.ndarray) -> bytes:
    """A 16-bit RGB PNG (Pillow does not write them)."""
    height, width, _ = rgb.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in rgb)
    return png(struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0), rows)


def png(header: bytes, rows: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("factor", "note"), [(257, 0), (16, 1)])
def test_sixteen_bit_colour_keeps_its_range(tmp_path: Path, factor: int, note: int) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(deep_png(np.asarray(corners()).astype(np.uint16) * factor))
    read = image.read(path)
    assert len(read.notes) == note
    np.testing.assert_allclose(read.pixels, np.asarray(corners()), atol=1)


@pytest.mark.parametrize(
    ("values", "shown"),
    [([0, 128, 255], [0, 128, 255]), ([0, 32768, 65535], [0, 128, 255]), ([-5, 95, 195], [0, 128, 255])],
    ids=["8 bits of them", "16 bits of them", "below zero"],
)
def test_thirty_two_bit_integers(tmp_path: Path, values: list[int], shown: list[int]) -> None:
    path = saved(Pillow.fromarray(np.array([values] * 2, np.int32)), tmp_path / "a.tif")
    np.testing.assert_allclose(image.read(path).pixels[0, :, 1], shown, atol=1)


def test_float_with_gaps(tmp_path: Path) -> None:
    values = np.array([[0.0, 0.5, 1.0, np.nan], [0.0, 0.5, 1.0, np.inf]], np.float32)
    read = image.read(saved(Pillow.fromarray(values), tmp_path / "a.tif"))
    assert read.pixels[0, :, 2].tolist() == [0, 128, 255, 0]
    assert read.notes == ("Gaps (NaN) are shown black.",)
    wide = image.read(saved(Pillow.fromarray(values * 4000 - 1000), tmp_path / "b.tif"))
    assert wide.pixels[0, :, 0].tolist() == [0, 128, 255, 0]
    assert "-1000 to 3000" in wide.notes[1]
    only = saved(Pillow.fromarray(np.full((4, 4), np.nan, np.float32)), tmp_path / "c.tif")
    assert "no numbers" in reason(only)


@pytest.mark.parametrize("name", ["a.tif", "a.gif", "a.webp", "a.png"])
def test_of_several_pages_the_first_is_read_and_said(tmp_path: Path, name: str) -> None:
    pages = [
        Pillow.new("RGB", (8, 8), RED),
        Pillow.new("RGB", (8, 8), BLUE),
        Pillow.new("RGB", (8, 8), GREEN),
    ]
    options = {"lossless": True} if name == "a.webp" else {}
    read = image.read(saved(pages[0], tmp_path / name, save_all=True, append_images=pages[1:], **options))
    assert read.notes == ("The file holds 3 pictures: this is the first.",)
    assert read.pixels[4, 4].tolist() == list(RED)


def test_content_counts_not_the_name(tmp_path: Path) -> None:
    read = image.read(saved(corners(), tmp_path / "a.jpg", format="PNG"))
    assert read.notes == ("The file is a PNG picture, whatever its name says.",)


@pytest.mark.parametrize("size", [(1, 1), (32_768, 1), (1, 32_768), (32_768, 2)])
def test_odd_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    pixels = image.read(saved(Pillow.new("RGB", size, RED), tmp_path / "a.png")).pixels
    assert pixels.shape == (size[1], size[0], 3)
    assert (pixels == RED).all()


# What a file says of its scale


def tiff(path: Path, description: str = "", **tags: object) -> Path:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    if description:
        info[270] = description
    return saved(corners(), path, tiffinfo=info, **tags)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (
            '<?xml version="1.0"?><OME><Image><Pixels ID="P:0" PhysicalSizeX="0.25"/></Image>',
            0.25,
        ),
        ('<OME><Pixels PhysicalSizeX="110" PhysicalSizeXUnit="nm"/>', 0.11),
        ("Aperio Image Library v11|AppMag = 40|MPP = 0.2520", 0.252),
        ('<OME><Pixels PhysicalSizeX="nonsense"/>', None),
        ('<OME><Pixels PhysicalSizeX="1e999"/>', None),
        ("a holiday", None),
    ],
)
def test_scale_from_the_description(tmp_path: Path, description: str, expected: float | None) -> None:
    assert image.read(tiff(tmp_path / "a.tif", description)).um_per_px == pytest.approx(expected)


def test_scale_from_imagej_and_resolution(tmp_path: Path) -> None:
    described = tiff(tmp_path / "a.tif", "ImageJ=1.54f\nunit=micron\n", x_resolution=8.0, resolution_unit=1)
    assert image.read(described).um_per_px == pytest.approx(0.125)
    per_centimetre = tiff(tmp_path / "b.tif", x_resolution=50_000.0, resolution_unit=3)
    assert image.read(per_centimetre).um_per_px == pytest.approx(0.2)
    printed = saved(corners(), tmp_path / "c.jpg", dpi=(300, 300))
    assert image.read(printed).um_per_px is None
    zero = tiff(tmp_path / "d.tif", x_resolution=0.0, resolution_unit=3)
    assert image.read(zero).um_per_px is None


# Bad files


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


@pytest.mark.slow
def test_a_hundred_megapixels(tmp_path: Path) -> None:
    path = saved(Pillow.new("RGB", (10_000, 10_000), RED), tmp_path / "a.png")
    assert image.read(path).pixels[9_999, 9_999].tolist() == list(RED)
