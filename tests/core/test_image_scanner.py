"""Slides: refused with a hint without OpenSlide, read at the finest level that fits with it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from allviewer.core import image
from allviewer.core.errors import ImageError
from allviewer.core.image import scanner


def test_hint_without_openslide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "available", lambda: False)
    path = tmp_path / "a.svs"
    path.write_bytes(b"II*\0")
    with pytest.raises(ImageError, match="extra “scanner”"):
        image.read(path)
    with pytest.raises(ImageError, match="no such file"):
        image.read(tmp_path / "gone.svs")


def slide(path: Path, side: int = 2048) -> np.ndarray:
    """A tiled pyramid of two levels, as scanners write them."""
    import tifffile

    grid = np.indices((side, side), dtype=np.uint16).sum(0)
    pixels = np.stack([grid // 32 % 256, grid // 16 % 256, 255 - grid // 32 % 256], 2).astype(np.uint8)
    with tifffile.TiffWriter(path) as file:
        options = {"tile": (256, 256), "photometric": "rgb", "compression": None}
        file.write(pixels, resolution=(40_000, 40_000), resolutionunit="CENTIMETER", **options)
        file.write(pixels[::4, ::4], subfiletype=1, **options)
    return pixels


def test_slide_is_read_at_the_level_that_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openslide", reason="OpenSlide, an extra, is not installed")
    pixels = slide(tmp_path / "a.svs")
    whole = image.read(tmp_path / "a.svs")
    np.testing.assert_array_equal(whole.pixels, pixels)
    assert whole.um_per_px == pytest.approx(0.25)
    assert whole.notes == ()
    assert list(image.find_images([tmp_path])) == [tmp_path / "a.svs"]
    monkeypatch.setattr(scanner, "MAX_PIXELS", 1_000_000)
    reduced = image.read(tmp_path / "a.svs")
    np.testing.assert_array_equal(reduced.pixels, pixels[::4, ::4])
    assert reduced.um_per_px == pytest.approx(1.0)
    assert reduced.notes == ("A slide of 2048 × 2048 pixels, at 1/4 of its resolution.",)
    monkeypatch.setattr(scanner, "MAX_PIXELS", 1000)
    with pytest.raises(ImageError, match="No level"):
        image.read(tmp_path / "a.svs")


def test_what_is_no_slide(tmp_path: Path) -> None:
    pytest.importorskip("openslide", reason="OpenSlide, an extra, is not installed")
    Pillow.new("RGB", (4, 4)).save(tmp_path / "a.svs", format="PNG")
    with pytest.raises(ImageError, match="damaged, or of a scanner"):
        image.read(tmp_path / "a.svs")
