"""The pipeline: pictures in, events out. The window and the command line both run this generator."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from allviewer.core import company
from allviewer.core.classifier import Classifier
from allviewer.core.outsized import doubted, outsized
from allviewer.core.records import Model, Prediction
from allviewer.services.events import CellsClassified, Event, Notice, Work
from allviewer.services.readers import Readers
from allviewer.services.reading import Reading, Seen, read, untaken

_COMPANY_S = 1.0
"""Where pictures come slowly, cells wait so long for others to be classified with."""
_BUDGET = 256 * 1024 * 1024
"""Bytes of decoded pictures that may wait, about; at least one always may."""
_PATIENCE_S = 0.05
"""How long a slow picture is waited for before others are thought of: cells that are late, and `stop`."""


def never() -> bool:
    """Do not stop."""
    return False


def analyse(
    works: Iterable[Work],
    *,
    classifier: Callable[[], Classifier],
    batch_size: int = 16,
    seen: Seen = untaken,
    stop: Callable[[], bool] = never,
    processes: bool = False,
) -> Generator[Event, None, None]:
    """Read, find cells in and classify pictures, in their order; memory does not grow with their number.

    Per picture: ImageRead, CellsFound, then CellsClassified for some cells at a time until one is
    `last`, or once for all where the model judges them `by_field`; or ImageFailed. Batches are filled
    across pictures, so the first events of later pictures come before the last of earlier ones.
    `classifier` is called once, in a thread of its own beside the reading of the first pictures, for both
    take their time; `seen` with each picture that is read. `stop` is asked between batches and pictures.
    With `processes` pictures are read in processes of their own (`Readers`), and `seen` must be picklable.
    Raises what the classifier raises (DeviceError, BundleError) where the first cell needs it.
    """
    readers = Readers(processes=processes)
    run = _Run(classifier, batch_size)
    try:
        for reading in _read_ahead(works, readers, run, seen=seen, stop=stop):
            if reading is not None:
                yield from reading.events
                run.add(reading)
            while (run.full or run.late) and not stop():
                yield from run.classify()
            if stop():
                return
        while run.waiting and not stop():
            yield from run.classify()
    finally:
        readers.close()
        run.close()


@dataclass(eq=False)
class _Picture:
    """A picture some of whose cells are still to be classified, and what others are already said to be."""

    reading: Reading
    remaining: int = field(init=False)
    outsized: frozenset[int] = field(init=False)
    held: dict[int, Prediction] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.remaining = len(self.reading.cells)
        self.outsized = outsized(self.reading.cells)

    def take(self, number: int, prediction: Prediction) -> None:
        """What is said of a cell."""
        self.held[number] = doubted(prediction) if number in self.outsized else prediction


def _read_ahead(
    works: Iterable[Work],
    readers: Readers,
    run: "_Run",
    *,
    seen: Seen,
    stop: Callable[[], bool],
) -> Iterator[Reading | None]:
    """Pictures in the order of `works`, a bounded number being read or waiting; None while one is slow."""
    remaining = iter(works)
    begun: deque[Future[Reading]] = deque()
    size = _BUDGET // readers.number  # that a picture needs; the last one tells
    while not stop():
        most = max(1, min(readers.number + run.ahead, _BUDGET // size))
        while len(begun) < most and (work := next(remaining, None)) is not None:
            begun.append(readers.submit(partial(read, work, run.model, seen)))
            run.open()
        if not begun:
            return
        if not wait([begun[0]], timeout=_PATIENCE_S).done:
            yield None
            continue
        reading = begun.popleft().result()
        size = reading.size or size
        yield reading


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

    def open(self) -> Future[Classifier]:
        """Begin to open the classifier, if that was not begun: there is something to be done."""
        self._opening = self._opening or self._opener.submit(self._open)
        return self._opening

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

    def add(self, reading: Reading) -> None:
        """Queue the cells of a picture."""
        if not self.waiting:
            self._since = time.monotonic()
        picture = _Picture(reading)
        self.waiting.extend((picture, index) for index in range(len(reading.cells)))

    def classify(self) -> Iterator[Event]:
        """Classify one batch of what waits."""
        if self._classifier is None:
            self._classifier = self.open().result()
        batch = [self.waiting.popleft() for _ in range(min(self._size, len(self.waiting)))]
        self._done, self._since = self._done + len(batch), time.monotonic()
        model = self._classifier.model
        answer = self._classifier.classify([one.reading.crop(index, model) for one, index in batch])
        # with the first cells, not before: those would wait for the next delivery
        if answer.notice or answer.device != self._device:
            yield Notice(answer.notice, answer.device)
        self._device = answer.device
        yield from _classified(batch, answer.predictions, model)


def _classified(
    batch: Sequence[tuple[_Picture, int]], predictions: Sequence[Prediction], model: Model
) -> Iterator[Event]:
    """One event per picture of the batch."""
    for (picture, index), prediction in zip(batch, predictions, strict=True):
        picture.take(picture.reading.cells[index].number, prediction)
        picture.remaining -= 1
    for picture in dict.fromkeys(picture for picture, _ in batch):
        last = picture.remaining == 0
        if last or not model.by_field:
            told = _settled(picture) if model.by_field else picture.held
            picture.held = {}
            yield CellsClassified(picture.reading.work, picture.reading.sha256, model.sha256, told, last)


def _settled(picture: _Picture) -> dict[int, Prediction]:
    others = picture.reading.work.company_for(picture.reading.sha256)
    settled = company.settled(list(picture.held.values()), others=others)
    return dict(zip(picture.held, settled, strict=True))
