"""Reading pictures: each format, mode and depth comes out right, upright and whole."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from allviewer.core import image
from tests.core.pictures import BLUE, GREEN, RED, WHITE, corners, png, reason, saved


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


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_white_may_be_zero(tmp_path: Path, kind: type[np.unsignedinteger]) -> None:
    import tifffile

    samples = np.array([[0, 51, 153, 255]], kind) * kind(np.iinfo(kind).max // 255)
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric="miniswhite")
    assert image.read(tmp_path / "a.tif").pixels[0, :, 0].tolist() == [255, 204, 102, 0]


@pytest.mark.parametrize("most", [1, 255])
def test_floating_point_grey_as_imagej_saves_it(tmp_path: Path, most: float) -> None:
    import tifffile

    samples = np.array([[0, 0.2, 0.6, 1]], np.float32) * most
    tifffile.imwrite(tmp_path / "a.tif", samples, imagej=True)
    found = image.read(tmp_path / "a.tif")
    assert found.pixels[0, :, 0].tolist() == [0, 51, 153, 255]
    assert found.notes == ()


def deep_png(rgb: np.ndarray) -> bytes:
    """A 16-bit RGB PNG (Pillow does not write them)."""
    height, width, _ = rgb.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in rgb)
    return png(struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0), rows)


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


@pytest.mark.slow
def test_a_hundred_megapixels(tmp_path: Path) -> None:
    path = saved(Pillow.new("RGB", (10_000, 10_000), RED), tmp_path / "a.png")
    assert image.read(path).pixels[9_999, 9_999].tolist() == list(RED)
