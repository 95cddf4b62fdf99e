"""Small crops of cells on disk: one pack a picture by its hash, so that showing a crop reads no picture."""

import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import cv2

from allviewer.core import atomic, crop
from allviewer.core.records import Cell, Image, Pixels, Square

SIDE = 160
"""Pixels a side: a tile of 80 at twice the resolution, and smaller ones."""
DISK_BYTES = 300 * 1024 * 1024
"""Kept on disk at most; at each start the oldest beyond it go."""
_AT_ONCE = 64
"""Of a crowded picture so many cells' are made while it is analysed: the first result waits for them."""
_QUALITY = 90
_DATE = (1980, 1, 1, 0, 0, 0)  # the same crops are the same bytes


class Packs:
    """JPEGs of `SIDE` pixels a side by the square that they were cut from. Any thread may ask.

    Where there is no folder, or it is full or may not be written, nothing is kept and nothing fails.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, sha256: str, squares: Iterable[Square]) -> dict[Square, bytes]:
        """Those that are kept."""
        file = self._file(sha256)
        found: dict[Square, bytes] = {}
        if file is None:
            return found
        # not there yet; or another program's, or damaged: then it is made anew
        with suppress(OSError, zipfile.BadZipFile, EOFError), zipfile.ZipFile(file) as pack:
            names = set(pack.namelist())
            found.update((one, pack.read(_name(one))) for one in squares if _name(one) in names)
        return found

    def make(self, image: Image, squares: Sequence[Square]) -> dict[Square, bytes]:
        """Those that are kept, and the others cut from their picture and kept."""
        found = self.find(image.sha256, squares)
        lacking = [one for one in squares if one not in found]
        made = {one: _jpeg(crop.glance(image.pixels, one, size=SIDE)) for one in lacking}
        if made:
            self._add(image.sha256, made)
        return found | made

    def keep(self, image: Image, cells: Sequence[Cell], *, factor: float) -> None:
        """Make those of the first cells, `factor` diameters wide, while their picture is decoded."""
        if self._folder is not None:
            self.make(image, [crop.square_of(cell, factor=factor) for cell in cells[:_AT_ONCE]])

    def trim(self, *, most: int = DISK_BYTES) -> None:
        """Remove the oldest files until no more than `most` bytes are left."""
        found = []
        for path in self._folder.rglob("*.*") if self._folder else ():  # and what a kill left of one
            with suppress(OSError):  # another window may be trimming too
                about = path.stat()
                found.append((about.st_mtime, about.st_size, path))
        size = sum(bytes_ for _, bytes_, _ in found)
        for _, bytes_, path in sorted(found):
            if size <= most:
                return
            with suppress(OSError):
                path.unlink()
            size -= bytes_

    def _file(self, sha256: str) -> Path | None:
        # a session from elsewhere may hold anything in place of a hash
        if self._folder is None or not sha256.isalnum():
            return None
        return self._folder / sha256[:2] / f"{sha256[:32]}-{SIDE}.zip"

    def _add(self, sha256: str, made: dict[Square, bytes]) -> None:
        file = self._file(sha256)
        if file is None:
            return
        with suppress(OSError):
            kept = _all(file) | {_name(square): jpeg for square, jpeg in made.items()}
            file.parent.mkdir(parents=True, exist_ok=True)
            with atomic.beside(file, durable=False) as part, zipfile.ZipFile(part, "w") as pack:
                for name, jpeg in kept.items():
                    pack.writestr(zipfile.ZipInfo(name, _DATE), jpeg)


def _all(file: Path) -> dict[str, bytes]:
    with suppress(OSError, zipfile.BadZipFile, EOFError), zipfile.ZipFile(file) as pack:
        return {name: pack.read(name) for name in pack.namelist()}
    return {}


def _name(square: Square) -> str:
    return f"{square.x:.2f} {square.y:.2f} {square.side:.2f}.jpg"


def _jpeg(pixels: Pixels) -> bytes:
    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    )
    assert done  # there is nothing in it that could not be encoded
    return data.tobytes()
