"""What the controller asks of the views: plain interfaces, so that stand-ins can take their place in tests.

A view states intentions through signals and is told what to show; it knows no session and no worker.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from allviewer.core.labels import Label
from allviewer.core.records import Image, Model, Square
from allviewer.services.session import CellRow, CellSummary, ImageRow
from allviewer.ui.arrangement import Arrangement, Section
from allviewer.ui.desk import Tally
from allviewer.ui.meter import Standing


class Said(Protocol):
    """A signal, as far as the controller needs one."""

    def connect(self, slot: Callable[..., object], /) -> object: ...


@dataclass(frozen=True, slots=True, eq=False)
class CellShown:
    """All that the cell panel shows of one cell. `place` counts from 1 among the picture's `count`.

    `image` is None until the picture is decoded. With `hidden` the prediction stays out of sight.
    """

    row: CellRow
    place: int
    count: int
    classes: tuple[str, ...]
    model: Model | None
    image: Image | None
    um_per_px: float | None
    hidden: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PictureShown:
    """One picture with its cells. `image` is None until it is decoded; `reason` says why it never will.

    Of the cells in `hidden` the prediction stays out of sight. `own` are the labels a person added.
    """

    row: ImageRow
    image: Image | None
    cells: tuple[CellRow, ...]
    classes: tuple[str, ...]
    reason: str = ""
    hidden: frozenset[int] = frozenset()
    own: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a thumbnail is made from: a square of a picture, in its pixels."""

    cell_id: int
    path: Path
    sha256: str
    square: Square


class ImagesView(Protocol):
    """The list of pictures."""

    @property
    def imageChosen(self) -> Said: ...
    def set_rows(self, rows: Sequence[ImageRow]) -> None: ...
    def add_rows(self, rows: Sequence[ImageRow]) -> None: ...
    def change_rows(self, rows: Sequence[ImageRow]) -> None: ...
    def select(self, image_id: int | None) -> None: ...
    def show_unread(self) -> None: ...


class PictureView(Protocol):
    """The picture itself."""

    @property
    def cellClicked(self) -> Said: ...
    def show_picture(self, shown: PictureShown | None) -> None: ...
    def show_cells(self, shown: PictureShown) -> None: ...
    def select(self, cell_id: int | None) -> None: ...
    def show_heatmap_of(self, shown: CellShown | None) -> None: ...


class CellView(Protocol):
    """The panel of one cell."""

    @property
    def labelChosen(self) -> Said: ...
    @property
    def noteWritten(self) -> Said: ...
    @property
    def labelDropped(self) -> Said: ...
    def show_cell(self, shown: CellShown | None) -> None: ...
    def show_many(self, count: int) -> None: ...
    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None: ...


class GalleryView(Protocol):
    """All cells, as small crops."""

    @property
    def cellChosen(self) -> Said: ...
    @property
    def cellOpened(self) -> Said: ...
    @property
    def selectionChanged(self) -> Said: ...
    @property
    def arranged(self) -> Said: ...
    @property
    def refreshRequested(self) -> Said: ...
    @property
    def thumbnailsWanted(self) -> Said: ...
    @property
    def under_cursor(self) -> bool: ...
    def arrangement(self) -> Arrangement: ...
    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None: ...
    def set_cells(self, sections: Sequence[Section], cells: Mapping[int, CellSummary]) -> None: ...
    def add_cells(self, cells: Sequence[CellSummary]) -> None: ...
    def change_cells(self, cells: Sequence[CellSummary]) -> None: ...
    def remove_cells(self, ids: Sequence[int]) -> None: ...
    def set_stale(self, count: int) -> None: ...
    def set_hidden(self, hidden: Callable[[int], bool]) -> None: ...
    def select(self, cell_id: int | None) -> None: ...
    def selected(self) -> Sequence[int]: ...
    def order(self) -> Sequence[int]: ...
    def place_of(self, cell_id: int | None) -> int | None: ...


class Long(StrEnum):
    """Work on the session that takes long where it is of very many cells."""

    OPEN = "open"
    MODEL = "model"
    ARRANGE = "arrange"
    DECIDE = "decide"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"


class WorkView(Protocol):
    """What says how far such work is. Of `total` 0 nobody knows how much it is; what is `final` cannot
    be cancelled any more.
    """

    def show_work(self, kind: Long, done: int, total: int, *, final: bool) -> None: ...
    def end_work(self) -> None: ...


class RunView(Protocol):
    """The strip that says what runs, and what was counted."""

    def show_listing(self, count: int) -> None: ...
    def show_run(self, standing: Standing) -> None: ...
    def show_idle(self) -> None: ...
    def show_tally(self, tally: Tally | None) -> None: ...
    def show_status(self, *, model: str, device: str, reviewer: str, session: str) -> None: ...


class Notices(Protocol):
    """One line above the picture for what is worth saying and no question."""

    @property
    def unreadRequested(self) -> Said: ...
    def error(self, text: str) -> None: ...
    def told(self, text: str) -> None: ...
    def unread(self, count: int) -> None: ...
    def changed(self, *, changed: int, missing: int) -> None: ...
    def found_again(self, count: int, *, of: int) -> None: ...
    def nothing_found(self) -> None: ...
    def all_reviewed(self) -> None: ...
    def clear(self) -> None: ...


class Window(Protocol):
    """What concerns the window as a whole."""

    def show_kind(self, row: ImageRow | None) -> None: ...
    def show_open(self, title: str, *, read_only: str) -> None: ...
    def show_welcome(self, recent: Sequence[str]) -> None: ...
    def ask_reviewer(self, name: str) -> str: ...
    def allow(self, **actions: bool) -> None: ...
    def report_bug(self, error: BaseException) -> None: ...


@dataclass(frozen=True, slots=True)
class Views:
    """All views of the window."""

    window: Window
    images: ImagesView
    picture: PictureView
    cell: CellView
    gallery: GalleryView
    run: RunView
    notices: Notices
