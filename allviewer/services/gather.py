"""Events → whole pictures, in the order they were asked for: what is written to files is made of these."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from allviewer.core.records import Cell, Decision, Kind, Prediction
from allviewer.services.events import CellsClassified, CellsFound, Event, ImageFailed, ImageRead, Notice, Work


@dataclass(eq=False)
class Finished:
    """One picture with all that was found out: its cells with their predictions, or why it failed.

    `notes` are the picture's, in plain words. `predictions` and `decisions` go by cell number. A
    `superseded` picture is one whose file is another now: what was decided of it is kept, and counted
    nowhere.
    """

    work: Work
    sha256: str = ""
    kind: Kind | None = None
    width: int = 0
    height: int = 0
    um_per_px: float | None = None
    notes: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    predictions: dict[int, Prediction] = field(default_factory=dict)
    decisions: dict[int, Decision] = field(default_factory=dict)
    failed: str = ""
    superseded: bool = False
    whole: bool = False


def gather(events: Iterable[Event]) -> Iterator[Finished | Notice]:
    """Put each picture's events together; pictures come in their order, notices at once."""
    begun: deque[Finished] = deque()
    by_work: dict[int, Finished] = {}
    for event in events:
        if isinstance(event, Notice):
            yield event
        elif isinstance(event, ImageRead | ImageFailed | CellsFound | CellsClassified):
            picture = by_work.get(id(event.work))
            if picture is None:
                picture = by_work[id(event.work)] = Finished(event.work)
                begun.append(picture)
            _take(picture, event)
        while begun and begun[0].whole:
            picture = begun.popleft()
            del by_work[id(picture.work)]
            yield picture


def _take(picture: Finished, event: ImageRead | ImageFailed | CellsFound | CellsClassified) -> None:
    match event:
        case ImageRead():
            picture.sha256, picture.notes = event.sha256, event.notes
        case ImageFailed():
            picture.failed, picture.whole = event.reason, True
        case CellsFound():
            picture.kind, picture.cells, picture.um_per_px = event.kind, event.cells, event.um_per_px
            picture.width, picture.height = event.width, event.height
            picture.whole = not event.cells
        case CellsClassified():
            picture.predictions.update(event.predictions)
            picture.whole = event.last
