"""Small crops for the gallery, cut off the GUI thread, kept in bounded memory and on disk by hash."""

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from allviewer.core import crop, image
from allviewer.core.errors import ImageError
from allviewer.core.records import Box, Cell, Image
from allviewer.ui.views import Wanted

SIDE = 160
"""Pixels a side: a tile of 80 at twice the resolution, and smaller ones."""
MEMORY_BYTES = 96 * 1024 * 1024
DISK_BYTES = 300 * 1024 * 1024
"""Crops kept on disk at most; at each start the oldest beyond it go."""
_DECODED = 3


class Thumbnails(QObject):
    """Lives on the GUI thread, which alone makes QPixmaps. `made(ids)` after each picture's crops.

    One job runs at a time; the next is always chosen from what was wanted last, so what has
    scrolled out of sight is never waited for.
    """

    made = Signal(object)
    _cut = Signal(object, int)

    def __init__(self, parent: QObject | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._hopeless: set[int] = set()
        self._wanted: dict[Path, list[Wanted]] = {}
        self._busy = False
        self._closed = False
        self._generation = 0  # counts up when all is forgotten: late crops of before are dropped
        self._decoded: OrderedDict[Path, Image] = OrderedDict()  # the job's thread only
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="allviewer-thumbnail")
        # a slot of this object: emitted in the job's thread, it is called in the GUI's
        self._cut.connect(self._take)
        if folder is not None:
            self._executor.submit(trim, folder, most=DISK_BYTES)

    def pixmap(self, cell_id: int) -> QPixmap | None:
        """The crop of a cell, if it is there."""
        found = self._kept.get(cell_id)
        if found is not None:
            self._kept.move_to_end(cell_id)
        return found

    def lacking(self, ids: Sequence[int]) -> list[int]:
        """Those of `ids` that have no crop yet and may get one."""
        return [one for one in ids if one not in self._kept and one not in self._hopeless]

    def want(self, wanted: Sequence[Wanted]) -> None:
        """Ask for the crops that are in sight; earlier wishes that are not met yet are dropped."""
        by_path: defaultdict[Path, list[Wanted]] = defaultdict(list)
        for one in wanted:
            by_path[one.path].append(one)
        self._wanted = dict(by_path)
        self._next()

    def forget(self, ids: Sequence[int] | None = None) -> None:
        """Drop some crops (an outline was redrawn), or all."""
        for cell_id in list(self._kept) if ids is None else ids:
            self._kept.pop(cell_id, None)
        self._hopeless.difference_update(set(self._hopeless) if ids is None else ids)
        if ids is None:
            self._wanted = {}
            self._generation += 1

    def close(self) -> None:
        """Let the thread end."""
        self._closed, self._wanted = True, {}
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> None:
        if self._busy or self._closed or not self._wanted:
            return
        path = next(iter(self._wanted))
        self._busy = True
        self._executor.submit(self._make, self._wanted.pop(path), self._generation)

    def _make(self, wanted: list[Wanted], generation: int) -> None:
        try:
            self._cut.emit([(one.cell_id, self._one(one)) for one in wanted], generation)
        except Exception as error:  # noqa: BLE001  # a bug: raised again in the GUI thread, which reports it
            self._cut.emit(error, generation)

    def _one(self, wanted: Wanted) -> QImage | None:
        file = self._file(wanted)
        if file is not None and file.exists():
            stored = QImage(str(file))
            if not stored.isNull():
                return stored
        try:
            found = self._picture(wanted.path)
        except ImageError:  # the list of pictures says why
            return None
        if wanted.sha256 not in ("", found.sha256):
            return None
        made = to_image(cut_square(found, wanted))
        if file is not None:
            store(made, file)
        return made

    def _picture(self, path: Path) -> Image:
        if path not in self._decoded:
            self._decoded[path] = image.read(path)
            while len(self._decoded) > _DECODED:
                self._decoded.popitem(last=False)
        return self._decoded[path]

    def _file(self, wanted: Wanted) -> Path | None:
        if self._folder is None or not wanted.sha256:
            return None
        text = f"{wanted.sha256} {wanted.x:.2f} {wanted.y:.2f} {wanted.side:.2f} {SIDE}"
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        return self._folder / name[:2] / f"{name}.jpg"

    @Slot(object, int)
    def _take(self, made: "list[tuple[int, QImage | None]] | Exception", generation: int) -> None:
        self._busy = False
        if isinstance(made, Exception):
            raise made
        if generation != self._generation:
            self._next()
            return
        for cell_id, found in made:
            if found is None:
                self._hopeless.add(cell_id)
            else:
                self._kept[cell_id] = QPixmap.fromImage(found)
        while len(self._kept) * SIDE * SIDE * 4 > MEMORY_BYTES:
            self._kept.popitem(last=False)
        self.made.emit(tuple(cell_id for cell_id, _ in made))
        self._next()


def store(made: QImage, file: Path) -> None:
    """Keep a crop for the next time: whole, or on a full or read-only disk not at all."""
    beside = file.with_suffix(f".{threading.get_native_id()}.part")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if made.save(str(beside), "JPEG", 90):  # type: ignore[call-overload]  # str is accepted
            beside.replace(file)
        else:
            beside.unlink(missing_ok=True)


def trim(folder: Path, *, most: int) -> None:
    """Remove the oldest files under `folder` until no more than `most` bytes are left."""
    found = []
    for path in folder.rglob("*.*"):  # crops, and what a kill left of one
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


def cut_square(found: Image, wanted: Wanted) -> np.ndarray:
    """The square `wanted` of a picture, uint8 (SIDE, SIDE, 3)."""
    side = max(1, round(wanted.side))
    box = Box(round(wanted.x), round(wanted.y), side, side)
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    cell = Cell(0, box, corners + np.array([box.x, box.y], np.float32))
    # the outline is the square itself, so that its diameter times the factor is the square's side
    factor = side / crop.equivalent_diameter(cell.outline)
    return crop.cut(found.pixels, cell, factor=factor, size=SIDE).pixels


def to_image(pixels: np.ndarray) -> QImage:
    """RGB uint8 (H, W, 3) as an image that owns its memory."""
    height, width = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels)
    return QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
