"""The middle of the window: the welcome, or the picture with its cells."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from allviewer.core import overlay
from allviewer.core.crop import square_of
from allviewer.core.errors import NOT_THERE
from allviewer.core.image.colour import COLOURLESS
from allviewer.core.records import Box, Status, Triage
from allviewer.core.rows import CellRow, ImageRow, State
from allviewer.ui import class_signs, words
from allviewer.ui.image_view import CellMark, ImageView
from allviewer.ui.panels import figures
from allviewer.ui.pictures import Readied
from allviewer.ui.views import CellShown, PictureShown
from allviewer.ui.welcome import Welcome

_HEATMAP_SIDE = 256


class PictureArea(QWidget):
    """Tells the image view what to draw, in its own terms. `cellClicked(id)`; `holds(why)` says why a
    picture is shown without its cells.
    """

    cellClicked = Signal(int)
    holds = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.welcome = Welcome(actions)
        self.view = ImageView()
        self.view.cellClicked.connect(self.cellClicked)
        self.view.cellOpened.connect(lambda _: self.view.zoom_to_cell())
        self.view.set_tooltip(self._told_of)
        self._pages = QStackedWidget()
        for page in (self.welcome, self.view):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._pages, 1)
        self._picture: object = None
        self._shown: PictureShown | None = None
        self._opacity, self._klass = 0.75, 0
        self._cell: CellShown | None = None
        self._place: tuple[int, Box] | None = None

    def show_welcome(self) -> None:
        """Nothing is open."""
        self._pages.setCurrentWidget(self.welcome)

    # --- told by the controller ---

    def show_picture(self, shown: PictureShown | None) -> None:
        """Another picture; until it is decoded the place is empty, and a reason is said in words."""
        self._pages.setCurrentWidget(self.view)
        if shown is None:
            self._picture = None
            self.view.set_image(None)
            self.view.fit()
        elif shown.image is None:
            self._picture = None
            if shown.reason:
                self.view.show_message(shown.row.name, self._why(shown.reason), failed=True)
            else:
                self.view.show_loading(shown.row.name)
        else:
            if shown.image is not self._picture:
                self._picture = shown.image
                levels = shown.image.pyramid if isinstance(shown.image, Readied) else None
                self.view.set_image(levels or shown.image.pixels, um_per_px=shown.row.um_per_px)
            if shown.reason:
                self.holds.emit(f"{shown.row.name}: {shown.reason}")
            self.show_cells(shown)

    def show_cells(self, shown: PictureShown) -> None:
        """Draw these cells on the picture that is there."""
        if shown.image is not None and shown.image is self._picture:
            letters = class_signs.class_letters(shown.classes)
            self._shown = shown
            colours = [sign.colour for sign in class_signs.signs(shown.classes, shown.own).values()]
            self.view.set_cells([_mark(row, shown, letters, colours) for row in shown.cells])
            self.view.set_scale(shown.row.um_per_px)
            searched = shown.row.state is State.DONE and not shown.cells and not shown.reason
            self.view.set_note(self._why_none(shown.row) if searched else "")

    def _why_none(self, row: ImageRow) -> str:
        return words.said(COLOURLESS) if COLOURLESS in row.notes else self.tr("No white cell was found here.")

    def show_place(self, image_id: int, box: Box) -> None:
        """Frame a place of a picture, as soon as that is on the screen; choosing a cell ends it."""
        self._place = image_id, box
        self._frame_place()

    def select(self, cell_id: int | None, *, stay: bool = False) -> None:
        """Make one cell stand out, and bring it in view unless the view is to `stay`."""
        if cell_id is not None:
            self._place = None
            self.view.show_place(None)
        self.view.select(cell_id, stay=stay)
        self._frame_place()

    def end_drawing(self) -> None:
        """Keep the outline that is being painted: another cell is shown next, or this one is decided."""
        self.view.end_drawing()

    def show_heatmap_of(self, shown: CellShown | None) -> None:
        """The heatmap over the selected cell in the picture, when that layer is on."""
        self._cell = shown
        self._draw_heatmap()

    def set_heatmap(self, *, klass: int, opacity: float) -> None:
        """Which class, how strongly: as chosen in the cell panel."""
        self._klass, self._opacity = klass, opacity
        self._draw_heatmap()

    def _why(self, reason: str) -> str:
        said = words.said(reason)
        if reason == NOT_THERE:
            said += " " + self.tr("If it was moved, File › Find moved pictures looks for it.")
        return said

    def _frame_place(self) -> None:
        shown = self._shown
        if self._place is None or shown is None or shown.image is not self._picture:
            return
        image_id, box = self._place
        if shown.row.id == image_id:
            self._place = None
            self.view.show_place(QRectF(box.x, box.y, box.width, box.height))

    def _told_of(self, cell_id: int) -> str:
        """What the cursor is told of a cell: its number, what was said of it, and how sure the model is."""
        shown = self._shown
        row = next((row for row in shown.cells if row.id == cell_id), None) if shown else None
        if shown is None or row is None:
            return ""
        lines = [self.tr("Cell {0}").format(row.cell.number)]
        decision, prediction = row.decision, row.prediction
        if decision is not None and decision.status is not Status.UNREVIEWED:
            lines.append(f"{words.status(decision.status)} {decision.label}".strip())
        if prediction is not None and row.id not in shown.hidden:
            best = shown.classes[prediction.best]
            lines.append(f"{best} {figures.decimal(prediction.probabilities[prediction.best], 2)}")
            if prediction.triage is Triage.REVIEW:
                lines.append(self.tr("Look closely: {0}").format(words.said(prediction.reason)))
        if row.cell.truncated:
            lines.append(self.tr("cut by the picture's edge"))
        return "\n".join(lines)

    def _draw_heatmap(self) -> None:
        shown = self._cell
        prediction = shown.row.prediction if shown and not shown.hidden else None
        model = shown.model if shown else None
        if shown is None or model is None or prediction is None or prediction.heatmap is None:
            self.view.set_heatmap(None, None)
            return
        heatmap, opacity = prediction.heatmap, self._opacity
        klass, limit = min(self._klass, len(model.classes) - 1), model.heatmap_range

        def drawn() -> npt.NDArray[np.uint8]:
            evidence = overlay.evidence(heatmap, klass)
            size = (_HEATMAP_SIDE, _HEATMAP_SIDE)
            return overlay.heatmap_rgba(evidence, limit=limit, size=size, opacity=opacity)

        self.view.set_heatmap(drawn, square_of(shown.row.cell, factor=model.crop_factor))


def _mark(row: CellRow, shown: PictureShown, letters: Sequence[str], colours: Sequence[str]) -> CellMark:
    status = row.decision.status if row.decision else Status.UNREVIEWED
    hidden = row.id in shown.hidden
    label = row.decision.label if row.decision else ""
    klass: int | None = None
    if label in shown.classes:
        klass = shown.classes.index(label)
    elif row.prediction is not None and not hidden and status is Status.UNREVIEWED:
        klass = row.prediction.best
    return CellMark(
        row.id,
        row.cell.number,
        row.cell.outline,
        row.cell.nuclei,
        klass,
        letters[klass] if klass is not None else class_signs.foreign_letters(label),
        status,
        row.prediction is not None and row.prediction.triage is Triage.REVIEW and not hidden,
        row.cell.truncated,
        colours[klass] if klass is not None else class_signs.FOREIGN.colour if label else "",
    )
