"""What the lists cost with 15,000 pictures and 100,000 cells. Run: python -m tests.benchmarks.window

Processor time, so that other programs do not count.
"""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Kind, Status, Triage
from allviewer.core.rows import CellSummary, ImageRow, State
from allviewer.ui import theme
from allviewer.ui.arrangement import Arrangement, Group, Sort, arrange
from allviewer.ui.gallery.gallery import Gallery
from allviewer.ui.image_list import ImageList

IMAGES, CELLS = 15_000, 100_000


def main() -> None:
    """Print milliseconds, and the largest memory."""
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    rows = [image(place) for place in range(IMAGES)]
    cells = {place: cell(place) for place in range(CELLS)}
    names = {row.id: row.name for row in rows}
    listed = ImageList()
    listed.resize(240, 700)
    listed.show()
    timed("15,000 rows shown", lambda: (listed.set_rows(rows), app.processEvents()))
    timed("filter typed", lambda: (listed.findChild(type(listed._text)).setText("99"), app.processEvents()))
    timed("one row changed", lambda: (listed.change_rows(rows[:1]), app.processEvents()))
    gallery = Gallery(crop=lambda _cell: None, filtering=QAction())
    gallery.set_classes(("blast", "normal"))
    gallery.resize(1000, 700)
    gallery.show()
    for group in (Group.NONE, Group.PREDICTED, Group.IMAGE):
        chosen = Arrangement(group)
        sections = timed(
            f"100,000 cells arranged, {group}", lambda c=chosen: arrange(cells.values(), c, names=names)
        )
        timed(
            f"100,000 cells laid out, {group}",
            lambda s=sections: (gallery.set_cells(s, cells), app.processEvents()),
        )
        frames(gallery, app)
    largest = Arrangement(sort=Sort.LARGEST)
    timed("100,000 cells arranged by size", lambda: arrange(cells.values(), largest, names=names))
    timed("one cell changed", lambda: (gallery.change_cells([cells[5]]), app.processEvents()))
    timed("all chosen", lambda: (gallery.select_all(), app.processEvents()))
    print(f"largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def frames(gallery: Gallery, app: QApplication) -> None:
    """Scroll through all of it in a hundred steps, painting each."""
    bar = gallery.grid.verticalScrollBar()
    taken = []
    for step in range(100):
        started = time.process_time()
        bar.setValue(bar.maximum() * step // 99)
        gallery.grid.viewport().repaint()
        taken.append((time.process_time() - started) * 1000)
    taken.sort()
    print(f"  a frame: median {taken[50]:.1f} ms, 95th percentile {taken[95]:.1f} ms")


def timed(name: str, act: Callable[[], object]) -> object:
    """Do it and say how long it took."""
    started = time.process_time()
    result = act()
    print(f"{name}: {(time.process_time() - started) * 1000:.0f} ms")
    return result


def image(place: int) -> ImageRow:
    """A picture that is done."""
    name = f"ward/IM_{place:05}.jpg"
    return ImageRow(
        place, name, Path(name), f"{place:064x}", Kind.FIELD, False, State.DONE, "", (), 640, 480, None, 7, 3
    )


def cell(place: int) -> CellSummary:
    """A cell that is classified."""
    best = "blast" if place % 5 == 0 else "normal"
    triage = Triage.REVIEW if place % 3 == 0 else Triage.CERTAIN
    values = {
        "id": place,
        "image_id": place // 7,
        "number": place % 7,
        "best": best,
        "probability": 0.5 + place % 50 / 100,
        "uncertainty": place % 97 / 97,
        "triage": triage,
        "reason": "",
        "status": Status.UNREVIEWED,
        "label": "",
        "area_px": 2000.0 + place % 89 * 50,
    }
    return CellSummary(**values)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
