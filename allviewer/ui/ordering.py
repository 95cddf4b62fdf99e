"""The gallery's order: put once, kept while a person works in it, put anew when he asks."""

from collections.abc import Sequence

from allviewer.core.rows import CellSummary
from allviewer.ui import arrangement
from allviewer.ui.arrangement import Arrangement, Section
from allviewer.ui.background import Failure, Task
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.reading import Read
from allviewer.ui.showing import Showing
from allviewer.ui.turn import Turns
from allviewer.ui.views import GalleryView, Long


class Ordering:
    """What came in or changed stays where it stands, and the gallery says of how many cells that is so."""

    def __init__(self, gallery: GalleryView, showing: Showing, turn: Turns, *, refused: Failure) -> None:
        self._gallery, self._showing, self._turn, self._refused = gallery, showing, turn, refused
        self._desk: Desk | None = None
        self._order = gallery.arrangement()
        self._stood: dict[int, CellSummary] = {}  # what changed since, as it was when it was put there
        self._late: set[int] = set()  # what came since and stands at the end
        self._stale: set[int] = set()
        gallery.arranged.connect(self.arrange)
        gallery.refreshRequested.connect(self.arrange)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self._stood, self._late, self._stale = {}, set(), set()

    def begin(self, found: Read) -> None:
        """Show what was read in its order, unless another was chosen since."""
        if found.order == self._gallery.arrangement() and not self._showing.blind.on:
            self._show(found.order, found.sections)
        else:
            self.arrange()

    def arrange(self) -> None:
        """Put the gallery into the order that was chosen."""
        self._turn.then(self._arrange)

    def tidy(self) -> None:
        """A run is over: sort what came in, unless that would move things under the person's hand."""
        gallery = self._gallery
        if self._stale and not gallery.under_cursor and len(gallery.selected()) <= 1:
            self.arrange()

    def elsewhere(self, applied: Applied) -> list[int]:
        """Which of the cells of a change would stand elsewhere by now than where they do.

        In whatever thread, as long as nothing is taken in meanwhile.
        """
        assert self._desk is not None
        stood = self._showing.blind.seen([self._stood.get(cell.id, cell) for cell in applied.before])
        moved = arrangement.moved(
            stood, self._showing.blind.seen(applied.cells), self._order, self._desk.names_of(stood)
        )
        return [*moved, *(cell.id for cell in applied.cells if cell.id in self._late)]

    def take(self, applied: Applied, moved: Sequence[int] | None) -> None:
        """Show a change where the cells stand; `moved` is what `elsewhere` says, if it was asked."""
        gallery, desk = self._gallery, self._desk
        assert desk is not None
        if applied.gone:
            gallery.remove_cells(applied.gone)
        if applied.cells:
            gallery.change_cells(applied.cells)
        come = self._showing.blind.seen(applied.new_cells)
        new = arrangement.shown(come, self._order, desk.names_of(come))
        if new:
            gallery.add_cells(new)
        # where a cell stands may depend on its prediction and decision: it stays put and the note says so
        moved = self.elsewhere(applied) if moved is None else moved
        self._stood = {cell.id: cell for cell in applied.before} | self._stood
        self._late.update(cell.id for cell in new)
        self._stale.difference_update(cell.id for cell in applied.cells)
        self._stale.update(moved, (cell.id for cell in new))
        self._stale.difference_update(applied.gone)
        gallery.set_stale(len(self._stale))

    def _arrange(self) -> None:
        if self._desk is None:
            return
        desk, order = self._desk, self._gallery.arrangement()
        cells, names, classes = list(desk.cells.values()), desk.names, desk.classes

        def work(_task: Task) -> tuple[Section, ...]:
            return arrangement.arrange(self._showing.blind.seen(cells), order, names=names, classes=classes)

        def done(sections: tuple[Section, ...]) -> None:
            if self._desk is desk:
                self._show(order, sections)

        self._turn.run(Long.ARRANGE, work, done=done, failed=self._refused)

    def _show(self, order: Arrangement, sections: tuple[Section, ...]) -> None:
        assert self._desk is not None
        self._order = order
        self._stood, self._late, self._stale = {}, set(), set()
        self._gallery.set_cells(sections, self._desk.cells)
        self._gallery.set_stale(0)
        self._gallery.select(self._showing.cell)
        self._showing.reordered()
