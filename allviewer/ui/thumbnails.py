"""Small crops for the gallery, read or cut off the GUI thread and kept in bounded memory."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from allviewer.core import image
from allviewer.core.errors import ImageError
from allviewer.core.grouped import grouped
from allviewer.core.records import Image, Square
from allviewer.services.priority import yield_to_window
from allviewer.services.thumbnails import SIDE, Packs
from allviewer.ui.wanted import Wanted

MEMORY_BYTES = 96 * 1024 * 1024
_DECODED = 3
_JOB_S = 0.03
"""A job goes from picture to picture so long: a handful whose crops are kept, one that must be decoded."""

_Made = list[tuple[int, QImage | None]]


class Thumbnails(QObject):
    """Lives on the GUI thread, which alone makes QPixmaps. `made(ids)` after some pictures' crops.

    One short job runs at a time; the next is always chosen from what was wanted last, so what has
    scrolled out of sight is never waited for.
    """

    made = Signal(object)
    _cut = Signal(object, int)

    def __init__(self, packs: Packs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._packs = packs
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._hopeless: set[int] = set()
        self._wanted: dict[Path, list[Wanted]] = {}
        self._busy = False
        self._closed = False
        self._generation = 0  # counts up when any is forgotten: late crops of before are dropped
        self._decoded: OrderedDict[Path, Image] = OrderedDict()  # the job's thread only
        self._executor = ThreadPoolExecutor(1, "allviewer-thumbnail", initializer=yield_to_window)
        # a slot of this object: emitted in the job's thread, it is called in the GUI's
        self._cut.connect(self._take)
        self._executor.submit(packs.trim)

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
        self._wanted = grouped(wanted, lambda one: one.path)
        self._next()

    def forget(self, ids: Sequence[int] | None = None) -> None:
        """Drop some crops (an outline was redrawn), or all; also one that is being made."""
        if ids is None:
            ids = [*self._kept, *self._hopeless]
            self._wanted = {}
        elif not ids:
            return
        gone = set(ids)
        for cell_id in gone:
            self._kept.pop(cell_id, None)
        self._hopeless -= gone
        left = ([one for one in same if one.cell_id not in gone] for same in self._wanted.values())
        self._wanted = {same[0].path: same for same in left if same}
        self._generation += 1

    def close(self) -> None:
        """Let the thread end."""
        self._closed, self._wanted = True, {}
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _next(self) -> None:
        if self._busy or self._closed or not self._wanted:
            return
        self._busy = True
        self._executor.submit(self._make, list(self._wanted.values()), self._generation)

    def _make(self, wanted: Iterable[Sequence[Wanted]], generation: int) -> None:
        until = time.monotonic() + _JOB_S
        made: _Made = []
        try:
            for same in wanted:
                crops = self._of(same[0].path, same)
                made += [(one.cell_id, _decoded(crops.get(one.square))) for one in same]
                if time.monotonic() > until:
                    break
            self._cut.emit(made, generation)
        except Exception as error:  # noqa: BLE001  # a bug: raised again in the GUI thread, which reports it
            self._cut.emit(error, generation)

    def _of(self, path: Path, wanted: Sequence[Wanted]) -> dict[Square, bytes]:
        """The crops of one picture that there are: all, or none where it is another or cannot be read."""
        sha256, squares = wanted[0].sha256, [one.square for one in wanted]
        kept = self._packs.find(sha256, squares)
        if len(kept) == len(set(squares)):
            return kept
        try:
            found = self._picture(path)
        except ImageError:  # the list of pictures says why
            return kept
        return self._packs.make(found, squares) if sha256 in ("", found.sha256) else kept

    def _picture(self, path: Path) -> Image:
        if path not in self._decoded:
            self._decoded[path] = image.read(path)
            while len(self._decoded) > _DECODED:
                self._decoded.popitem(last=False)
        return self._decoded[path]

    @Slot(object, int)
    def _take(self, made: "_Made | Exception", generation: int) -> None:
        self._busy = False
        if isinstance(made, Exception):
            raise made
        if generation != self._generation:
            self._next()
            return
        done = {cell_id for cell_id, _ in made}
        left = ([one for one in same if one.cell_id not in done] for same in self._wanted.values())
        self._wanted = {same[0].path: same for same in left if same}
        for cell_id, found in made:
            if found is None:
                self._hopeless.add(cell_id)
            else:
                self._kept[cell_id] = QPixmap.fromImage(found)
        while len(self._kept) * SIDE * SIDE * 4 > MEMORY_BYTES:
            self._kept.popitem(last=False)
        self.made.emit(tuple(cell_id for cell_id, _ in made))
        self._next()


def _decoded(jpeg: bytes | None) -> QImage | None:
    found = QImage.fromData(jpeg, "JPEG") if jpeg else None  # type: ignore[arg-type]
    return None if found is None or found.isNull() else found
