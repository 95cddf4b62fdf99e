"""Slides from scanners, through OpenSlide: an extra (`pip install 'allviewer[scanner]'`).

A slide at full resolution does not fit in memory. The finest level that does is read, and said.
"""

from importlib.util import find_spec
from pathlib import Path

from allviewer.core.errors import ImageError
from allviewer.core.image.pixels import eight_bit
from allviewer.core.records import Pixels

SUFFIXES = frozenset({".svs", ".ndpi", ".mrxs", ".scn", ".bif", ".vms", ".vmu", ".svslide"})
"""Endings, lower case, of formats that only OpenSlide reads."""
MAX_PIXELS = 100_000_000
"""The finest level under this size is read."""


def available() -> bool:
    """Whether OpenSlide is installed."""
    return find_spec("openslide") is not None


def read_slide(path: Path) -> tuple[Pixels, tuple[str, ...], float | None]:
    """Pixels, notes and micrometres per pixel of a slide. Raises ImageError."""
    if not available():
        said = "A slide from a scanner: install the extra “scanner” to open it, or export a region as TIFF."
        raise ImageError(path, said)
    import openslide

    try:
        with openslide.OpenSlide(path) as slide:
            width, height = slide.dimensions
            level = _level(path, slide.level_dimensions)
            picture = slide.read_region((0, 0), level, slide.level_dimensions[level])
            reduced = float(slide.level_downsamples[level])
            mpp = slide.properties.get(openslide.PROPERTY_NAME_MPP_X)
    except openslide.OpenSlideError as error:
        reason = (
            "The slide is damaged, or of a scanner that OpenSlide does not know. Export a region as TIFF."
        )
        raise ImageError(path, reason) from error
    pixels, _ = eight_bit(picture)
    notes = (f"A slide of {width} × {height} pixels, at 1/{reduced:.3g} of its resolution.",) if level else ()
    return pixels, notes, _scale(mpp, reduced)


def _level(path: Path, sizes: tuple[tuple[int, int], ...]) -> int:
    fitting = [level for level, (width, height) in enumerate(sizes) if width * height <= MAX_PIXELS]
    if not fitting:
        most = MAX_PIXELS // 1_000_000
        raise ImageError(
            path, f"No level of this slide has under {most} million pixels. Export a region as TIFF."
        )
    return fitting[0]


def _scale(mpp: str | None, reduced: float) -> float | None:
    try:
        return float(mpp) * reduced if mpp else None
    except ValueError:
        return None
