"""What runs: listing, then classifying, one job of the worker after the other, and how far it has come."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from allviewer.core.records import Model
from allviewer.services.events import (
    CellsClassified,
    CellsFound,
    Event,
    FileChecked,
    ImageFailed,
    Known,
    Listed,
    Notice,
    Work,
)
from allviewer.ui.meter import Meter
from allviewer.ui.views import RunView, Said

Job = Callable[[Callable[[], bool]], Generator[Event, None, None]]


class Runs(Protocol):
    """The worker, as far as it is needed here."""

    @property
    def events(self) -> Said: ...
    @property
    def finished(self) -> Said: ...
    @property
    def failed(self) -> Said: ...
    def start(self, job: Job, /) -> int: ...
    def cancel(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs there are, and how a bundle's name becomes its public face without loading it.

    `analyse` is told how many pictures are to come, the bundle's name and the device.
    """

    survey: Callable[[Sequence[Path], Sequence[Known]], Job]
    analyse: Callable[[Iterator[Work], int, str, str], Job]
    describe: Callable[[str], Model]
    find: Callable[[Path, Sequence[Known]], Job]


class Running:
    """Starts jobs one at a time and keeps the run view true. `listed` is called when listing is through."""

    def __init__(self, worker: Runs, view: RunView, jobs: Jobs, *, listed: Callable[[], None]) -> None:
        self._worker, self._view, self._jobs, self._listed = worker, view, jobs, listed
        self._number = 0
        self._meter: Meter | None = None
        self._listing = False
        self._pictures = 0
        self.device = ""
        self.found: int | None = None
        """How many pictures the last look in another folder knew again; None after a listing."""
        self.renamed = 0
        """How many the last listing knew again under another name."""

    @property
    def busy(self) -> bool:
        """Whether a job has been started that did not end."""
        return self._number != 0

    def survey(self, paths: Sequence[Path], known: Sequence[Known]) -> None:
        """List what lies in the opened folders."""
        self._listing, self._pictures, self._meter, self.found, self.renamed = True, 0, None, None, 0
        self._view.show_listing(0)
        self._number = self._worker.start(self._jobs.survey(paths, known))

    def find(self, folder: Path, known: Sequence[Known]) -> None:
        """Look for known pictures in another folder; then what is pending goes on."""
        self._listing, self._pictures, self._meter, self.found = True, 0, None, 0
        self._view.show_listing(0)
        self._number = self._worker.start(self._jobs.find(folder, known))

    def analyse(self, works: Generator[Work, None, None], pictures: int, *, model: str, device: str) -> None:
        """Classify so many pictures, in their order; `works` is asked, and closed, by the job's thread."""
        self._listing, self._meter = False, Meter(pictures)
        self._view.show_run(self._meter.standing())
        self._number = self._worker.start(_closing(works, self._jobs.analyse(works, pictures, model, device)))

    def cancel(self) -> None:
        """Stop what runs; the view answers at once."""
        self._worker.cancel()
        self._end()

    def take(self, events: Sequence[Event]) -> None:
        """Count what was done; call once for each batch of events."""
        for event in events:
            if isinstance(event, Listed):
                self._pictures += len(event.works)
            elif isinstance(event, FileChecked) and self.found is not None:
                self.found += 1
            elif isinstance(event, FileChecked):
                self.renamed += event.renamed
            elif isinstance(event, Notice):
                self.device = event.device
            elif self._meter:
                self._meter.add(
                    pictures=_pictures_done(event), found=_cells_found(event), cells=_cells_done(event)
                )
        if self._meter:
            self._view.show_run(self._meter.standing())
        elif self._listing:
            self._view.show_listing(self._pictures)

    def ended(self, number: int) -> bool:
        """A job ended; whether it was the current one and so something is over."""
        if number != self._number:
            return False
        listing = self._listing
        self._end()
        if listing:
            self._listed()
        return True

    def failed(self, number: int) -> bool:
        """A job broke off; whether it was the current one."""
        current = number == self._number
        if current:
            self._end()
        return current

    def _end(self) -> None:
        self._number, self._meter, self._listing = 0, None, False
        self._view.show_idle()


def _closing(works: Generator[Work, None, None], job: Job) -> Job:
    """The job, and then the end of what it was given: a session that is read there must be closed there."""

    def run(stop: Callable[[], bool]) -> Generator[Event, None, None]:
        with closing(works):
            yield from job(stop)

    return run


def _pictures_done(event: Event) -> int:
    if isinstance(event, CellsFound):
        return int(not event.cells)
    return int(isinstance(event, ImageFailed) or (isinstance(event, CellsClassified) and event.last))


def _cells_found(event: Event) -> int:
    return len(event.cells) if isinstance(event, CellsFound) else 0


def _cells_done(event: Event) -> int:
    return len(event.predictions) if isinstance(event, CellsClassified) else 0
