"""All cells of the session side by side: shown in an order, chosen by one or many."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPixmap, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from allviewer.core.filters import Filter
from allviewer.core.labels import Label
from allviewer.core.records import Status, Triage
from allviewer.core.rows import CellSummary
from allviewer.ui import theme, words
from allviewer.ui.arrangement import Arrangement, Group, Section
from allviewer.ui.gallery.bar import GalleryBar
from allviewer.ui.gallery.grid import GalleryGrid
from allviewer.ui.gallery.model import CELL, GalleryModel
from allviewer.ui.gallery.tile import FOOT, TileDelegate
from allviewer.ui.panels import figures
from allviewer.ui.panels.claimed_keys import LeaveKeys
from allviewer.ui.panels.parts import label

_ASK_MS = 40


class Gallery(QWidget):
    """Told what to show in which order; says what was chosen and how it should be arranged.

    `cellChosen(id)` by a click or key, `cellMeant` by a click, also on the one that is chosen,
    `cellOpened(id)` by a double click, `thumbnailsWanted(ids)` for crops that are in sight, `cellsSeen(ids)`
    for those whose crops are painted. `filtering` is checked while a filter holds.
    """

    cellChosen = Signal(int)
    cellMeant = Signal()
    cellOpened = Signal(int)
    cellsSeen = Signal(object)
    selectionChanged = Signal()
    arranged = Signal()
    refreshRequested = Signal()
    thumbnailsWanted = Signal(object)

    def __init__(
        self, *, crop: Callable[[int], QPixmap | None], filtering: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._names: Callable[[int], str] = str
        self._crop = crop
        self._settled = False  # the choice comes from elsewhere, or is being passed on
        self._model = GalleryModel(self, crop=crop, said=self._said)
        self.grid = GalleryGrid(self._model)
        self.grid.setObjectName("galleryGrid")
        self.grid.setAccessibleName(self.tr("Cells"))
        self._tiles = TileDelegate(self.grid)
        self.grid.setItemDelegate(self._tiles)
        self.bar = GalleryBar(filtering)
        self._build()
        self.grid.selectionModel().currentChanged.connect(self._chosen)
        self.grid.selectionModel().selectionChanged.connect(self.selectionChanged)
        self.grid.clicked.connect(lambda _index: self.cellMeant.emit())
        self.grid.doubleClicked.connect(lambda index: self.cellOpened.emit(index.data(CELL).id))
        self._in_sight = (0, 0)
        # asked for at rest or now and then, not at each frame of a scroll
        self._asking = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._asking.timeout.connect(self._ask_thumbnails)
        self.grid.seen.connect(self._seen)

    def _build(self) -> None:
        self._empty = label(self.tr("No cells to show."), role="muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.XS, 0, 0)
        layout.setSpacing(theme.XS)
        layout.addWidget(self.bar)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._empty, 1)
        for choice in self.bar.stops:
            LeaveKeys(choice, to=self.grid)
        self.bar.arranged.connect(self.arranged)
        self.bar.refreshRequested.connect(self.refreshRequested)
        self.bar.sideChanged.connect(self._set_side)
        self._set_side(self.bar.side)
        self._show_count()

    # --- told by the controller ---

    @property
    def under_cursor(self) -> bool:
        """Whether the person's pointer is on the cells."""
        return self.grid.underMouse()

    def arrangement(self) -> Arrangement:
        """What the person chose."""
        return self.bar.arrangement()

    def set_filter(self, chosen: Filter) -> None:
        """Show only cells that pass, besides the quick choice."""
        self.bar.set_filter(chosen)

    def set_names(self, names: Callable[[int], str]) -> None:
        """How a picture's id becomes its name, for headings and tooltips."""
        self._names = names

    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None:
        """The classes in their order; `own` are those a person added."""
        self._tiles.set_classes(classes, own)
        self.grid.viewport().update()

    def set_hidden(self, hidden: Callable[[int], bool]) -> None:
        """Of which cells the prediction stays out of sight."""
        self._tiles.hidden = hidden
        self.grid.viewport().update()

    def set_cells(self, sections: Sequence[Section], cells: Mapping[int, CellSummary]) -> None:
        """Show these cells in this order."""
        chosen, current = self.selected(), self.grid.currentIndex()
        marked = self._model.order[current.row()] if current.isValid() else -1
        titles = [self._title(section.key) for section in sections]
        self._model.set_cells(sections, titles, cells)
        if len(chosen) > 1:
            selection, flags = self.grid.selectionModel(), QItemSelectionModel.SelectionFlag
            self._settled = True  # chosen they were before
            selection.setCurrentIndex(self._model.index_of(marked), flags.NoUpdate)
            selection.select(self._model.rows_of(chosen), flags.Select)
            self._settled = False
        self._show_count()

    def add_cells(self, cells: Sequence[CellSummary]) -> None:
        """More cells came in: at the end, where they move nothing."""
        self._model.add_cells(cells, self.tr("New") if self.arrangement().group is not Group.NONE else "")
        self._show_count()

    def change_cells(self, cells: Sequence[CellSummary]) -> None:
        """Some cells were predicted or decided anew."""
        self._model.change_cells([cell.id for cell in cells])

    def remove_cells(self, ids: Sequence[int]) -> None:
        """Some cells are gone."""
        self._model.remove_cells(ids)
        self._show_count()

    def set_stale(self, count: int) -> None:
        """So many cells do not stand where the order says; a click puts them there."""
        self.bar.set_stale(count)

    def select(self, cell_id: int | None) -> None:
        """Mark the cell that is in the panel, without choosing it anew."""
        index = self._model.index_of(-1 if cell_id is None else cell_id)
        selection = self.grid.selectionModel()
        there = not index.isValid() or self._settled or selection.isSelected(index)
        if index == self.grid.currentIndex() and there:
            return
        self._settled = True
        if index.isValid():
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            selection.clear()
        self._settled = False
        self.grid.scrollTo(index)

    def select_all(self) -> None:
        """Choose every cell that is shown."""
        self.grid.selectAll()

    def select_one(self) -> None:
        """Choose just the cell that is in the panel, or none if it is not shown."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.grid.selectionModel().select(self.grid.currentIndex(), flags)

    def selected(self) -> Sequence[int]:
        """Ids of the chosen cells, in the order they stand."""
        # by ranges: an index each of 100,000 cells takes seconds
        ranges = sorted((one.top(), one.bottom()) for one in self.grid.selectionModel().selection().toList())
        return [cell_id for top, bottom in ranges for cell_id in self._model.order[top : bottom + 1]]

    def order(self) -> Sequence[int]:
        """Ids of all shown cells, in the order they stand."""
        return self._model.order

    def in_sight(self) -> Sequence[int]:
        """Ids of the cells whose tiles are in sight, in the order they stand."""
        rows = self.grid.in_sight() if self.grid.isVisible() else range(0)
        return self._model.order[rows.start : rows.stop]

    def place_of(self, cell_id: int | None) -> int | None:
        """Where a cell stands in that order, at once; None where it is not shown."""
        index = self._model.index_of(-1 if cell_id is None else cell_id)
        return index.row() if index.isValid() else None

    def crops_made(self, ids: Sequence[int]) -> None:
        """Some crops are there now."""
        self._model.change_cells(ids)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel make the crops larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.bar.enlarge(8 if event.angleDelta().y() > 0 else -8)
            event.accept()

    # --- inside ---

    def _set_side(self, side: int) -> None:
        self.grid.set_tile(QSize(side + 8, side + FOOT + 6))

    def _chosen(self) -> None:
        index = self.grid.currentIndex()
        if index.isValid() and not self._settled:
            self._settled = True  # the view still has to select it: `select` must not come between
            self.cellChosen.emit(index.data(CELL).id)
        self._settled = False

    def _seen(self, first: int, end: int) -> None:
        self.cellsSeen.emit([one for one in self._model.order[first:end] if self._crop(one) is not None])
        self._in_sight = (first, end + (end - first))  # and as many again, which are likely next
        if not self._asking.isActive():
            self._asking.start()

    def _ask_thumbnails(self) -> None:
        first, end = self._in_sight
        self.thumbnailsWanted.emit(list(self._model.order[first:end]))

    def _show_count(self) -> None:
        count = self._model.rowCount()
        self.bar.set_count(count)
        self.grid.setVisible(count > 0)
        self._empty.setVisible(count == 0)

    def _title(self, key: str) -> str:
        group = self.arrangement().group
        if group is Group.IMAGE:
            return self._names(int(key))
        titles = {
            "": self.tr("not classified") if group is not Group.NONE else "",
            Status.UNSURE.value: self.tr("unidentified"),
            Status.EXCLUDED.value: self.tr("not counted"),
            Status.UNREVIEWED.value: self.tr("not reviewed"),
        }
        return titles.get(key, key)

    def _said(self, cell: CellSummary) -> str:
        lines = [self.tr("{0}, cell {1}").format(self._names(cell.image_id), cell.number)]
        hidden = self._tiles.hidden(cell.id)
        if cell.best and not hidden:
            lines.append(
                self.tr("predicted {0}, {1}").format(cell.best, figures.decimal(cell.probability, 2))
            )
        if cell.triage is Triage.REVIEW and not hidden:
            lines.append(self.tr("to review: {0}").format(words.said(cell.reason)))
        lines.append(cell.label or words.status(cell.status))
        return "\n".join(lines)
