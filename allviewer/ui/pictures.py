"""Decodes pictures for the screen off the GUI thread and keeps the last ones."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from allviewer.core import image
from allviewer.core.errors import ImageError
from allviewer.core.records import Image
from allviewer.ui.canvas.pyramid import Pyramid, build
from allviewer.ui.canvas.pyramid_builder import AT_ONCE_PIXELS

MEMORY_BYTES = 256 * 1024 * 1024
"""Pixels kept at most, their smaller levels besides; the one shown last is kept whatever its size."""
GLANCE_S: Final = 0.3
"""Who presses a key sooner than this after another cell came has not looked for it: he typed ahead."""
_LATER_MS = 40
"""What is wanted next is read once what is wanted now is on the screen: both may have one core."""


@dataclass(frozen=True, slots=True, eq=False)
class Readied(Image):
    """A picture with the levels that its view paints, built in the thread that read it.

    None for a large one, which the view shows roughly before its levels are built.
    """

    pyramid: Pyramid | None = None

    @classmethod
    def of(cls, read: Image) -> "Readied":
        """Build them, where that takes no longer than a frame or two."""
        small = read.pixels.shape[0] * read.pixels.shape[1] <= AT_ONCE_PIXELS
        levels = build(read.pixels) if small else None
        return cls(read.path, read.sha256, read.pixels, read.notes, read.um_per_px, levels)


class Pictures(QObject):
    """Lives on the GUI thread. `ready(path, Image or ImageError)` answers a `want` that had to wait."""

    ready = Signal(object, object)
    _read = Signal(object, object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        read: Callable[[Path], Image] = image.read,
        memory: int = MEMORY_BYTES,
    ) -> None:
        super().__init__(parent)
        self._reader, self._memory = read, memory
        # two: what is wanted now need not wait for what is being read ahead
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="allviewer-picture")
        self._kept: OrderedDict[Path, Image] = OrderedDict()
        self._wanted: Path | None = None
        self._since = 0.0
        self._ahead: tuple[Path, ...] = ()
        self._running: dict[Path, Future[None]] = {}
        # not begun anew while it runs: a key that is held must not put off what it will show
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._read_ahead)
        # a slot of this object: emitted in the reading thread, it is called in the GUI's
        self._read.connect(self._take)

    def want(self, path: Path, *, ahead: Sequence[Path] = ()) -> Image | None:
        """A picture to show, if it is there; else it is read. A little later those likely to be next."""
        if path != self._wanted:
            self._since = time.monotonic()
        self._wanted, self._ahead = path, tuple(ahead)
        for waiting, future in list(self._running.items()):
            if waiting not in (path, *ahead) and future.cancel():
                del self._running[waiting]
        found = self._kept.get(path)
        if found is not None:
            self._kept.move_to_end(path)
        self._begin(path)
        if ahead and not self._later.isActive():
            self._later.start()
        return found

    def late(self, path: Path) -> bool:
        """Whether this picture is still being read, so long after it was wanted that a person sees so."""
        running = self._running.get(path)
        return running is not None and not running.done() and time.monotonic() - self._since > GLANCE_S

    def _read_ahead(self) -> None:
        for path in self._ahead:
            self._begin(path)

    def _begin(self, path: Path) -> None:
        if path not in self._kept and path not in self._running:
            self._running[path] = self._executor.submit(self._decode, path)

    def forget(self) -> None:
        """Drop all that is kept (another session was opened, files may have changed)."""
        self._wanted, self._ahead = None, ()
        self._kept.clear()

    def close(self) -> None:
        """Let the thread end."""
        self._wanted, self._ahead = None, ()
        self._later.stop()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _decode(self, path: Path) -> None:
        try:
            self._read.emit(path, Readied.of(self._reader(path)), None)
        except ImageError as error:
            self._read.emit(path, None, error)
        # any other exception is a bug: it travels to the GUI thread and is raised there
        except Exception as error:  # noqa: BLE001
            self._read.emit(path, None, error)

    @Slot(object, object, object)
    def _take(self, path: Path, found: Image | None, error: Exception | None) -> None:
        self._running.pop(path, None)
        if error is not None and not isinstance(error, ImageError):
            raise error
        if found is not None:
            self._put(found)
        if path == self._wanted:
            self.ready.emit(path, found if found is not None else error)

    def _put(self, found: Image) -> None:
        self._kept[found.path] = found
        if self._wanted is not None and self._wanted in self._kept:
            self._kept.move_to_end(self._wanted)
        size = sum(kept.pixels.nbytes for kept in self._kept.values())
        while size > self._memory and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            size -= dropped.pixels.nbytes
