"""Plain stand-ins for all that the controller knows: no Qt, no threads, a real session."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from allviewer.core.errors import AllviewerError
from allviewer.services.events import Event, Work
from allviewer.services.session import Session
from allviewer.services.settings import Settings
from allviewer.ui.arrangement import Arrangement, Sort
from allviewer.ui.background import Task
from allviewer.ui.controller import Controller
from allviewer.ui.preferences import Preferences
from allviewer.ui.running import Jobs
from allviewer.ui.views import Long, Views
from tests.services.helpers import MODEL


class Plain:
    """A signal: whoever is connected is called."""

    def __init__(self) -> None:
        self._slots: list[Callable[..., object]] = []

    def connect(self, slot: Callable[..., object]) -> None:
        self._slots.append(slot)

    def emit(self, *values: object) -> None:
        for slot in list(self._slots):
            slot(*values)


SIGNALS = (
    *("imageChosen", "cellClicked", "labelChosen", "noteWritten", "cellChosen", "cellOpened"),
    *("selectionChanged", "arranged", "refreshRequested", "labelDropped", "thumbnailsWanted"),
    *("unreadRequested", "cellMeant", "cellsSeen"),
)


class View:
    """Remembers every call: `calls` as (name, arguments), `last[name]` the latest arguments."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.last: dict[str, Any] = {}
        for name in SIGNALS:
            setattr(self, name, Plain())

    def __getattr__(self, name: str) -> Callable[..., None]:
        def told(*values: object, **named: object) -> None:
            self.calls.append(name)
            self.last[name] = named or (values[0] if len(values) == 1 else values)

        return told


class Gallery(View):
    """Keeps the order it is given, as the real one does."""

    under_cursor = False
    chosen: Sequence[int] = ()
    arranged_as = Arrangement(sort=Sort.IMAGE)

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[int] = []

    def arrangement(self) -> Arrangement:
        return self.arranged_as

    def set_cells(self, sections: Any, cells: Any) -> None:
        self.last["set_cells"] = (sections, cells)
        self.ids = [one for section in sections for one in section.cells]

    def add_cells(self, cells: Any) -> None:
        self.ids += [cell.id for cell in cells]

    def selected(self) -> Sequence[int]:
        return self.chosen

    def order(self) -> Sequence[int]:
        return self.ids

    def place_of(self, cell_id: int | None) -> int | None:
        return self.ids.index(cell_id) if cell_id in self.ids else None


class Window(View):
    """Says who reviews, and keeps what is allowed."""

    name = "RM"
    agreeing = True

    def __init__(self) -> None:
        super().__init__()
        self.allowed: dict[str, bool] = {}
        self.asked = 0
        self.questions: list[tuple[int, int]] = []

    def ask_reviewer(self, name: str) -> str:
        self.asked += 1
        return self.name

    def agrees(self, *, cells: int, unseen: int) -> bool:
        self.questions.append((cells, unseen))
        return self.agreeing

    def allow(self, **actions: bool) -> None:
        self.allowed |= actions


class StandInWorker(View):
    """A worker that runs nothing until it is told what happened."""

    def __init__(self) -> None:
        super().__init__()
        self.events, self.finished, self.failed = Plain(), Plain(), Plain()
        self.number = 0
        self.cancelled = 0

    def start(self, job: object) -> int:
        self.number += 1
        return self.number

    def cancel(self) -> None:
        self.cancelled += 1


class AtOnce:
    """Does long work at once."""

    busy = False

    def run(self, kind: Long, work: Any, *, done: Any, failed: Any, final: bool = False) -> None:
        try:
            found = work(Task())
        except AllviewerError as error:
            failed(error)
        else:
            done(found)

    def then(self, act: Callable[[], object]) -> None:
        act()

    def cancel(self) -> None:
        raise AssertionError("nothing runs")


A, B = "a" * 64, "b" * 64
"""The hashes of two pictures."""


class Made(SimpleNamespace):
    """Everything a test looks at."""

    controller: Controller
    worker: StandInWorker
    window: Window
    gallery: Gallery
    session_file: Path

    def happen(self, *events: Event) -> None:
        self.worker.events.emit(events)

    def end(self) -> None:
        self.worker.finished.emit(self.worker.number)


@contextmanager
def made_in(folder: Path) -> Iterator[Made]:
    """A controller whose session lies in `folder`, and nobody else."""
    window, gallery = Window(), Gallery()
    images, picture, cell, run, notices = View(), View(), View(), View(), View()
    worker, pictures = StandInWorker(), View()
    asked: list[tuple[str, list[str]]] = []

    def analyse(works: Iterator[Work], _pictures: int, model: str, device: str) -> Any:
        asked.append((model, [one.name for one in works]))
        return lambda stop: iter(())

    jobs = Jobs(
        survey=lambda paths, known: lambda stop: iter(()),
        analyse=analyse,
        describe=lambda name: MODEL,
        find=lambda folder, known: lambda stop: iter(()),
    )
    preferences = Preferences(Settings(reviewer="RM"), save=lambda settings: None)
    file = folder / "kept.allviewer"
    controller = Controller(
        Views(window, images, picture, cell, gallery, run, notices),
        worker=worker,
        turn=AtOnce(),
        pictures=pictures,
        jobs=jobs,
        preferences=preferences,
        session_for=lambda paths: Session.open(file),
    )
    yield Made(
        controller=controller,
        window=window,
        gallery=gallery,
        images=images,
        picture=picture,
        cell=cell,
        run=run,
        notices=notices,
        worker=worker,
        pictures=pictures,
        asked=asked,
        preferences=preferences,
        session_file=file,
    )
    controller.close()
