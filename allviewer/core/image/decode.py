"""File → RGB pixels and identity: the one decoder, and every refusal of a bad file.

What is shown and what is classified both come from `read`, so they cannot differ.
"""

import hashlib
import io
import logging
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from allviewer.core.digest import sha256_of
from allviewer.core.errors import NOT_THERE, ImageError
from allviewer.core.image import scanner
from allviewer.core.image.pixels import NoPixelsError, to_rgb
from allviewer.core.image.scale import um_per_px
from allviewer.core.network import is_held_back
from allviewer.core.records import Image
from allviewer.core.remarks import first_of

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF")
"""Formats by Pillow's names; no other decoder is ever tried on a file."""
MAX_PIXELS = 250_000_000
"""A larger picture is refused: decoded it would take more than 750 MB."""
MAX_BYTES = 2_000_000_000
"""A larger file is refused before it is read."""

_BITS, _PLANES, _APART = 258, 284, 2  # TIFF 6.0
# Where a header holds width and height, for telling an empty picture from a file of another kind.
_HEADERS = {b"\x89PNG\r\n\x1a\n": (16, ">II"), b"BM": (18, "<ii"), b"GIF8": (6, "<HH")}
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "BMP": (".bmp",), "TIFF": (".tif", ".tiff")}
_ENDINGS |= {"WEBP": (".webp",), "GIF": (".gif",)}

# Pillow's own limit warns on stderr at one size and raises at another. `_open` has one clear limit.
Pillow.MAX_IMAGE_PIXELS = None
# What it logs about damage is told as the reason, once.
logging.getLogger("PIL").setLevel(logging.CRITICAL)

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


def read(path: Path) -> Image:
    """Read, identify and decode one picture file.

    Returns RGB `uint8 (H, W, 3)` with the EXIF orientation applied; deeper samples scaled to 8
    bits, transparency laid over white, CMYK and palettes converted, the first of several pages.
    `notes` says in plain words what was done. Raises `ImageError` with a plain reason for anything
    that is not such a picture.
    """
    path = Path(path)
    if is_held_back(path):
        raise ImageError(
            path,
            "The session names a place on another computer, and nobody here opened anything there. "
            "Look for the pictures in a folder that you trust.",
        )
    if path.suffix.lower() in scanner.SUFFIXES:
        return _read_slide(path)
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    _ignore_pillow_warnings()
    with _reasons(path, data):
        picture = _open(path, data)
        scale = _attempt(lambda: um_per_px(picture), None)
        pages = _attempt(lambda: _pages(data), 1)
        pixels, notes = to_rgb(picture, data)
    return Image(path, digest, pixels, _file_notes(path, picture, pages) + notes, scale)


def _read_slide(path: Path) -> Image:
    with _reachable(path):
        _ordinary(path)
        digest = sha256_of(path)  # slides may be larger than memory
        pixels, notes, scale = scanner.read_slide(path)
    return Image(path, digest, pixels, notes, scale)


def _bytes(path: Path) -> bytes:
    """The whole file at once: what is hashed is what is decoded, even if the file is being replaced."""
    with _reachable(path):
        if _ordinary(path) > MAX_BYTES:
            raise ImageError(
                path, f"The file is larger than {MAX_BYTES / 1e9:g} GB. Cut out the part you need."
            )
        data = path.read_bytes()
    if not data:
        raise ImageError(path, "The file is empty (0 bytes). Copy it again from its source.")
    return data


def _ordinary(path: Path) -> int:
    """The size of an ordinary file; anything else could block for ever or has no end."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise ImageError(path, "This folder could not be listed. Check that you may open it.")
    if not stat.S_ISREG(about.st_mode):
        raise ImageError(path, "This is not an ordinary file but a device or a pipe. Choose a picture file.")
    return about.st_size


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a plain reason."""
    try:
        yield
    except FileNotFoundError as error:
        raise ImageError(path, NOT_THERE) from error
    except PermissionError as error:
        raise ImageError(
            path, "No permission to read this file. Change its access rights or copy it."
        ) from error
    except MemoryError as error:
        raise ImageError(path, _NO_MEMORY) from error
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise ImageError(
            path, f"The disk or network did not hand the file over ({said}). Try again."
        ) from error


_NO_MEMORY = "Not enough memory to open this picture. Close other programs or make it smaller."
_CUT_SHORT = "The file is cut short: its end is missing. Copy it again from its source."
_DAMAGED = "The file is damaged and cannot be decoded. Copy it again from its source."
_ODD_TIFF = "The TIFF is damaged or of a rare kind. Save it with 8 or 16 bits per channel, or as PNG."
_NOT_A_PICTURE = "This is not a picture that can be read. Save it as JPEG, PNG, BMP, TIFF, WebP or GIF."


@contextmanager
def _reasons(path: Path, data: bytes) -> Iterator[None]:
    """Turn whatever Pillow raises on someone's bytes into a plain reason."""
    try:
        yield
    except ImageError:
        raise
    except NoPixelsError as error:
        raise ImageError(path, str(error)) from error
    except UnidentifiedImageError as error:
        raise ImageError(path, _unidentified(data)) from error
    except MemoryError as error:
        raise ImageError(path, _NO_MEMORY) from error
    except Exception as error:  # Pillow has no base class for what damaged bytes raise
        _log.debug("%s: %r", path, error)
        said = str(error).lower()
        cut = isinstance(error, EOFError) or any(word in said for word in ("truncated", "end of file", "eof"))
        raise ImageError(path, _CUT_SHORT if cut else _DAMAGED) from error


def _open(path: Path, data: bytes) -> Pillow.Image:
    picture = Pillow.open(io.BytesIO(data), formats=FORMATS)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        reason = (
            f"The picture is {width} × {height} pixels; at most {MAX_PIXELS // 1_000_000} million "
            "can be opened. Cut out the part you need."
        )
        raise ImageError(path, reason)
    if _in_deep_planes(picture):
        raise ImageError(path, _ODD_TIFF)
    return picture


def _in_deep_planes(picture: Pillow.Image) -> bool:
    """A TIFF of a plane a colour, deeper than 8 bits: Pillow and OpenCV read it wrong without a word."""
    tags = getattr(picture, "tag_v2", {})
    return tags.get(_PLANES) == _APART and len(tags.get(_BITS, ())) > 1 and max(tags[_BITS]) > 8


def _unidentified(data: bytes) -> str:
    for magic, (offset, layout) in _HEADERS.items():
        if data.startswith(magic):
            if len(data) < offset + struct.calcsize(layout):
                return _CUT_SHORT
            width, height = struct.unpack_from(layout, data, offset)
            return _DAMAGED if width and height else f"The picture has no pixels ({width} × {height})."
    if data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return _ODD_TIFF
    return _DAMAGED if data.startswith((b"\xff\xd8\xff", b"RIFF")) else _NOT_A_PICTURE


def _pages(data: bytes) -> int:
    # Opened anew: counting pages moves the picture that is about to be decoded.
    return int(getattr(Pillow.open(io.BytesIO(data), formats=FORMATS), "n_frames", 1))


def _attempt(call: Callable[[], _T], otherwise: _T) -> _T:
    """Damaged metadata is as good as none: it must not cost the picture."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001  # as in _reasons
        _log.debug("metadata: %r", error)
        return otherwise


def _file_notes(path: Path, picture: Pillow.Image, pages: int) -> tuple[str, ...]:
    notes = []
    name = "JPEG" if picture.format == "MPO" else picture.format or ""
    if path.suffix.lower() not in _ENDINGS[name]:
        notes.append(f"The file is a {name.replace('WEBP', 'WebP')} picture, whatever its name says.")
    if pages > 1:
        notes.append(first_of(pages))
    return tuple(notes)


def _ignore_pillow_warnings() -> None:
    """Pillow warns about damage on stderr; here it is told as a reason, or does not matter.

    Set per read because others (pytest, for one) replace the filters. Not `catch_warnings`:
    leaving it in one thread undoes what another one set.
    """
    if not any(f[0] == "ignore" and getattr(f[3], "pattern", None) == r"PIL\." for f in warnings.filters):
        warnings.filterwarnings("ignore", module=r"PIL\.")
