"""Masks and heatmaps are no pictures of a smear: how a file says that this program wrote it."""

import os
from pathlib import Path
from typing import Final

from PIL.PngImagePlugin import PngInfo

MASK_ENDINGS: Final = ("_cells.png", "_nuclei.png")
HEATMAP_ENDINGS: Final = ("_heatmap.png",)
_NAME, _WORD = "Software", "allviewer"
_CHUNK: Final = f"tEXt{_NAME}\0{_WORD}".encode()
_HEAD: Final = 128
"""Bytes within which the word stands: it comes before the pixels."""


def said() -> PngInfo:
    """The word, to be written into a PNG (keyword `Software`, PNG specification 11.3.4.2)."""
    info = PngInfo()
    info.add_text(_NAME, _WORD)
    return info


def is_own(path: str | os.PathLike[str]) -> bool:
    """Whether this is a mask or a heatmap by its name and by what it says; never raises OSError."""
    if not os.fspath(path).endswith((*MASK_ENDINGS, *HEATMAP_ENDINGS)):
        return False
    try:
        with Path(path).open("rb") as stream:
            return _CHUNK in stream.read(_HEAD)
    except OSError:  # whoever reads it as a picture says why it cannot be read
        return False
