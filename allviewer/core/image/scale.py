"""How many micrometres a pixel is, where a file clearly says so.

Sources: OME-XML `PhysicalSizeX` (OME data model 2016-06), ImageJ's TIFF description (`unit=` with
the TIFF resolution), Aperio's `MPP`, and TIFF, JPEG or PNG resolution.
"""

import math
import re

from PIL import Image as Pillow
from PIL import TiffImagePlugin

# A pixel of a light microscope is far smaller than a dot of a printer: 72 or 300 dpi is 353 or
# 85 um, a default of some program and no measurement. Outside this range a figure says nothing.
PLAUSIBLE_UM = (0.01, 5.0)

_UM = {
    "µm": 1.0,
    "μm": 1.0,
    "um": 1.0,
    "micron": 1.0,
    "microns": 1.0,
    "nm": 1e-3,
    "mm": 1e3,
    "cm": 1e4,
    "pm": 1e-6,
}
_INCH_UM, _CM_UM = 25_400.0, 10_000.0
_DESCRIPTION, _X_RESOLUTION, _RESOLUTION_UNIT = 270, 282, 296


def um_per_px(picture: Pillow.Image) -> float | None:
    """Micrometres per pixel of an opened Pillow picture, or None where it does not say."""
    tags = picture.tag_v2 if isinstance(picture, TiffImagePlugin.TiffImageFile) else {}
    description = str(tags.get(_DESCRIPTION, ""))
    for scale in (_described(description), _imagej(description, tags.get(_X_RESOLUTION)), _printed(picture)):
        if scale is not None and PLAUSIBLE_UM[0] <= scale <= PLAUSIBLE_UM[1]:
            return scale
    return None


def _described(text: str) -> float | None:
    """OME's physical size or Aperio's microns per pixel."""
    if pixels := re.search(r"<(?:\w+:)?Pixels\b[^>]*>", text):
        size = re.search(r'\bPhysicalSizeX="([^"]+)"', pixels[0])
        unit = re.search(r'\bPhysicalSizeXUnit="([^"]+)"', pixels[0])
        return _product(size[1] if size else None, _UM.get(unit[1] if unit else "µm"))
    if mpp := re.search(r"\|\s*MPP\s*=\s*([0-9.]+)", text):
        return _product(mpp[1], 1.0)
    return None


def _imagej(text: str, x_resolution: object) -> float | None:
    if not text.startswith("ImageJ=") or x_resolution is None:
        return None
    unit = re.search(r"^unit=(.+)$", text, re.MULTILINE)
    name = unit[1].strip().replace(r"\u00B5", "µ") if unit else ""
    return _inverse(x_resolution, _UM.get(name))


def _printed(picture: Pillow.Image) -> float | None:
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        unit = {2: _INCH_UM, 3: _CM_UM}.get(picture.tag_v2.get(_RESOLUTION_UNIT, 2))
        return _inverse(picture.tag_v2.get(_X_RESOLUTION), unit)
    dpi = picture.info.get("dpi")
    return _inverse(dpi[0], _INCH_UM) if dpi else None


def _product(number: object, factor: float | None) -> float | None:
    try:
        value = float(str(number)) * factor if factor else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _inverse(number: object, factor: float | None) -> float | None:
    try:
        return factor / float(number) if factor else None  # type: ignore[arg-type]  # int, float or IFDRational
    except (TypeError, ValueError, ZeroDivisionError):
        return None
