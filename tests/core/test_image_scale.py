"""What a file says of its scale: micrometres a pixel where it is sure, nothing otherwise."""

from pathlib import Path

import pytest
from PIL import TiffImagePlugin

from allviewer.core import image
from tests.core.pictures import corners, saved


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
