"""The pipeline: pictures in, events out. The window and the command line both run this generator."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TypeAlias

from allviewer.core import company, crop, image
from allviewer.core.classifier import Classifier
from allviewer.core.errors import ImageError
from allviewer.core.records import Cell, Crop, Image, Kind, Model, Pixels, Prediction
from allviewer.services.events import (
    CellsClassified,
    CellsFound,
    Event,
    ImageFailed,
    ImageRead,
    Notice,
    Work,
)

Seen: TypeAlias = Callable[[Image, Sequence[Cell]], None]
"""Called in a reading thread with each picture and its cells, while it is decoded."""

_COMPANY_S = 1.0
"""Where pictures come slowly, cells wait so long for others to be classified with."""
_AHEAD = 32
"""Crops of one picture that are cut ahead; a crowded field's others are cut when their turn comes."""
_BUDGET = 256 * 1024 * 1024
"""Bytes of decoded pictures that may wait, about; at least one always may."""
_PATIENCE_S = 0.05


def never() -> bool:
    """Do not stop."""
    return False


def untaken(image: Image, cells: Sequence[Cell]) -> None:
    """Where nobody wants to see the pictures."""


def analyse(
    works: Iterable[Work],
    *,
    classifier: Callable[[], Classifier],
    batch_size: int = 16,
    seen: Seen = untaken,
    stop: Callable[[], bool] = never,
) -> Iterator[Event]:
    """Read, find cells in and classify pictures, in their order; memory does not grow with their number.

    Per picture: ImageRead, CellsFound, then CellsClassified for some cells at a time until one is
    `last`, or once for all where the model judges them `by_field`; or ImageFailed. Batches are filled
    across pictures, so the first events of later pictures come before the last of earlier ones.
    `classifier` is called once, in a thread of its own beside the reading of the first pictures, for
    both take their time; `seen` with each picture that is read. `stop` is asked between batches and
    pictures. Raises what the classifier raises (DeviceError, BundleError) where the first cell needs it.
    """
    pool = ThreadPoolExecutor(_threads(), thread_name_prefix="allviewer-read")
    run = _Run(classifier, batch_size)
    try:
        for picture in _read_ahead(works, pool, run, seen=seen, stop=stop):
            if picture is not None:
                yield from picture.events
                run.add(picture)
            while (run.full or run.late) and not stop():
                yield from run.classify()
            if stop():
                return
        while run.waiting and not stop():
            yield from run.classify()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        run.close()


def _threads() -> int:
    """Decoding and finding leave the interpreter's lock, and on a CPU cost as much as classifying.

    No more than the cores that this process may use: a container's or a scheduler's share, not all.
    """
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return min(8, len(allowed(0)) if allowed else os.cpu_count() or 1)


@dataclass(eq=False)
class _Picture:
    """A picture on its way: what to say of it at once, and what of it is still to be classified."""

    work: Work
    events: tuple[Event, ...]
    sha256: str = ""
    pixels: Pixels | None = None
    cells: tuple[Cell, ...] = ()
    crops: tuple[Crop, ...] = ()
    remaining: int = field(init=False)
    held: dict[int, Prediction] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.remaining = len(self.cells)

    @property
    def size(self) -> int:
        """Bytes that its pixels take."""
        return 0 if self.pixels is None else self.pixels.nbytes


def _prepare(work: Work, model: Model | None, seen: Seen) -> _Picture:
    """Read one picture and find its cells, in a thread of the pool."""
    try:
        size, mtime_ns = _stat(work)
        read = image.read(work.path)
    except ImageError as error:
        return _Picture(work, (ImageFailed(work, error.reason),))
    kind, cells = _cells(work, read.sha256, read.pixels, read.um_per_px)
    height, width = read.pixels.shape[:2]
    events = (
        ImageRead(work, read, size, mtime_ns),
        CellsFound(work, read.sha256, kind, width, height, cells, read.um_per_px),
    )
    crops = tuple(_cut(read.pixels, cell, model) for cell in cells[:_AHEAD]) if model else ()
    seen(read, cells)
    return _Picture(work, events, read.sha256, read.pixels, cells, crops)


def _stat(work: Work) -> tuple[int, int]:
    """Size and time before reading, so that a file replaced meanwhile is looked at again later."""
    try:
        about = work.path.stat()
    except OSError:  # read says why, in its own words
        return 0, 0
    return about.st_size, about.st_mtime_ns


def _cells(work: Work, sha256: str, pixels: Pixels, um_per_px: float | None) -> tuple[Kind, tuple[Cell, ...]]:
    given = work.cells_for(sha256)
    if given is not None:
        return work.kind or Kind.FIELD, given
    from allviewer.core import segment  # with the first picture, not while the window starts

    found = segment.find_cells(pixels, kind=work.kind, um_per_px=um_per_px)
    return found.kind, found.cells


def _cut(pixels: Pixels, cell: Cell, model: Model) -> Crop:
    return crop.cut(pixels, cell, factor=model.crop_factor, size=model.input_size)


def _read_ahead(
    works: Iterable[Work],
    pool: ThreadPoolExecutor,
    run: "_Run",
    *,
    seen: Seen,
    stop: Callable[[], bool],
) -> Iterator[_Picture | None]:
    """Pictures in the order of `works`, a bounded number being read or waiting; None while one is slow."""
    remaining = iter(works)
    begun: deque[Future[_Picture]] = deque()
    size = _BUDGET // _threads()  # of a picture; what it really is, the first tells
    while not stop():
        most = _threads() + run.ahead
        while _room(begun, most=most, size=size) and (work := next(remaining, None)) is not None:
            begun.append(pool.submit(_prepare, work, run.model, seen))
            run.open()
        if not begun:
            return
        if not wait([begun[0]], timeout=_PATIENCE_S).done:
            yield None
            continue
        picture = begun.popleft().result()
        size = picture.size
        yield picture


def _room(begun: Sequence[Future[_Picture]], *, most: int, size: int) -> bool:
    """Whether one more may be read; those that are not read yet are taken to be of `size` bytes."""
    held = sum(one.result().size if one.done() else size for one in begun)
    return not begun or (len(begun) < most and held + size <= _BUDGET)


class _Run:
    """The cells that wait for the classifier, and the classifier once it was needed."""

    def __init__(self, open_classifier: Callable[[], Classifier], batch_size: int) -> None:
        self._open = open_classifier
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="allviewer-open")
        self._opening: Future[Classifier] | None = None
        self._batch_size = batch_size
        self._classifier: Classifier | None = None
        self._device = ""
        self._done = 0
        self._since = 0.0
        self.waiting: deque[tuple[_Picture, int]] = deque()

    def open(self) -> None:
        """Begin to open the classifier: there is something to be done."""
        self._opening = self._opening or self._opener.submit(self._open)

    def close(self) -> None:
        """Let the thread that opens end."""
        self._opener.shutdown(wait=True, cancel_futures=True)

    @property
    def model(self) -> Model | None:
        """The model, once it is open."""
        return self._classifier.model if self._classifier else None

    @property
    def ahead(self) -> int:
        """How many pictures to read while others are classified.

        0 before the classifier is open: their threads would take Python's lock from its opening, and
        the first cell waits for that.
        """
        return self._batch_size if self._classifier else 0

    @property
    def full(self) -> bool:
        """Whether a whole batch waits."""
        return len(self.waiting) >= self._size

    @property
    def late(self) -> bool:
        """Whether some cell has waited long enough."""
        return bool(self.waiting) and time.monotonic() - self._since > _COMPANY_S

    @property
    def _size(self) -> int:
        """The first cell is shown at once; from there batches double until they are whole.

        Cancel waits for one pass. On a CPU an ensemble's passes count for each of its members.
        """
        members = 1 + self.model.sha256.count("+") if self.model and self._device == "cpu" else 1
        return max(1, min(self._batch_size // members, self._done))

    def add(self, picture: _Picture) -> None:
        """Queue the cells of a picture."""
        if not self.waiting:
            self._since = time.monotonic()
        self.waiting.extend((picture, index) for index in range(len(picture.cells)))

    def classify(self) -> Iterator[Event]:
        """Classify one batch of what waits."""
        if self._classifier is None:
            self.open()
            assert self._opening is not None
            self._classifier = self._opening.result()
        batch = [self.waiting.popleft() for _ in range(min(self._size, len(self.waiting)))]
        self._done, self._since = self._done + len(batch), time.monotonic()
        model = self._classifier.model
        answer = self._classifier.classify([_crop(picture, index, model) for picture, index in batch])
        # with the first cells, not before: those would wait for the next delivery
        if answer.notice or answer.device != self._device:
            yield Notice(answer.notice, answer.device)
        self._device = answer.device
        yield from _classified(batch, answer.predictions, model)


def _crop(picture: _Picture, index: int, model: Model) -> Crop:
    if index < len(picture.crops):
        return picture.crops[index]
    assert picture.pixels is not None  # there are cells, so it was read
    return _cut(picture.pixels, picture.cells[index], model)


def _classified(
    batch: Sequence[tuple[_Picture, int]], predictions: Sequence[Prediction], model: Model
) -> Iterator[Event]:
    """One event per picture of the batch."""
    by_picture: dict[_Picture, dict[int, Prediction]] = {}
    for (picture, index), prediction in zip(batch, predictions, strict=True):
        by_picture.setdefault(picture, {})[picture.cells[index].number] = prediction
    for picture, answers in by_picture.items():
        picture.remaining -= len(answers)
        last = picture.remaining == 0
        picture.held |= answers
        if last or not model.by_field:
            told = _settled(picture) if model.by_field else picture.held
            picture.held = {}
            yield CellsClassified(picture.work, picture.sha256, model.sha256, told, last)


def _settled(picture: _Picture) -> dict[int, Prediction]:
    settled = company.settled(list(picture.held.values()), others=picture.work.company_for(picture.sha256))
    return dict(zip(picture.held, settled, strict=True))
