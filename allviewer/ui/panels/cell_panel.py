"""The panel of one cell: how it looks, what the model says and why, what was measured and decided."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from allviewer.core.labels import Label
from allviewer.core.records import Cell, Triage
from allviewer.ui import theme, words
from allviewer.ui.panels import figures
from allviewer.ui.panels.bars import ProbabilityBars
from allviewer.ui.panels.decide import DecidePanel
from allviewer.ui.panels.parts import heading, label
from allviewer.ui.panels.pictures import CellPictures
from allviewer.ui.panels.scrolled import Foot, Scrolled
from allviewer.ui.views import CellShown


class CellPanel(QWidget):
    """Told which cell to show. `labelChosen(name)`, `noteWritten(text)`, `labelDropped(ids, name)`;
    the other buttons are actions. `cellMeant` as soon as a button is pressed: a person looks at this cell.

    `heatmapChanged` when another class or opacity was chosen.
    """

    labelChosen = Signal(str)
    noteWritten = Signal(str)
    labelDropped = Signal(object, str)
    cellMeant = Signal()
    heatmapChanged = Signal()

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setObjectName("cellPanel")
        self.setMinimumWidth(272)
        self._place = label(role="muted", name="cellPlace")
        self.pictures = CellPictures()
        self.pictures.chosen.connect(self.heatmapChanged)
        self.bars = ProbabilityBars()
        self._triage = label(role="small", name="triage", wrap=True)
        self._measured = label(role="muted", name="measured", wrap=True)
        self.decide = DecidePanel(actions)
        self.decide.labelChosen.connect(self.labelChosen)
        self.decide.noteWritten.connect(self.noteWritten)
        self.decide.labelDropped.connect(self.labelDropped)
        self.decide.cellMeant.connect(self.cellMeant)
        self._none = label(self.tr("No cell is chosen."), role="muted")
        self._none.setContentsMargins(theme.M, 0, theme.M, 0)
        self._lay_out()
        self.show_cell(None)

    def _lay_out(self) -> None:
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(theme.M, 0, theme.M, theme.M)
        body.setSpacing(theme.S)
        for widget in (self.pictures, self.bars, self.pictures.scale, self._measured):
            body.addWidget(widget)
        body.addStretch(1)
        foot = QWidget()
        last = QVBoxLayout(foot)
        last.setContentsMargins(theme.M, 0, theme.M, theme.M)
        last.setSpacing(theme.S)
        last.addWidget(self._triage)
        last.addWidget(self.decide)
        self._scroll = Scrolled(self._body)
        self._scroll.resized.connect(self._share_height)
        self._foot = Foot(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.S, 0, 0)
        layout.setSpacing(theme.S)
        layout.addLayout(heading(self.tr("Cell"), self._place))
        layout.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)

    def set_classes(self, classes: Sequence[str], own: Sequence[Label] = ()) -> None:
        """The labels a reviewer may choose; `own` are those a person added."""
        self.decide.set_classes(classes, own)

    def show_cell(self, shown: CellShown | None) -> None:
        """Show a cell, or that none is chosen."""
        for part in (self._scroll, self._foot):
            part.setVisible(shown is not None)
        self._none.setVisible(shown is None)
        self._place.setText("" if shown is None else self.tr("{0} of {1}").format(shown.place, shown.count))
        self.pictures.show_cell(shown)
        self.decide.show_cell(shown)
        prediction = shown.row.prediction if shown and not shown.hidden else None
        model = shown.model if shown else None
        self.bars.setVisible(prediction is not None)
        if prediction is not None and model is not None:
            self.bars.show_probabilities(model.classes, prediction.probabilities)
        self._share_height()
        self._triage.setText("" if shown is None else "  ·  ".join(self._place_words(shown)))
        self._measured.setText("" if shown is None else self._measurements(shown.row.cell))

    def _share_height(self) -> None:
        """Where it is short the pictures are smaller, and all that the model says is in sight with them."""
        bars = 0 if self.bars.isHidden() else self.bars.sizeHint().height() + theme.S
        self.pictures.pair.set_most(self._scroll.height() - bars)

    def end_note(self) -> None:
        """Hand over the note that is being typed."""
        self.decide.end_note()

    def show_many(self, *, chosen: int, undecided: int) -> None:
        """Several cells are chosen in the gallery."""
        self.decide.show_many(chosen=chosen, undecided=undecided)

    def _place_words(self, shown: CellShown) -> list[str]:
        """Why the cell comes when it comes."""
        cut = [self.tr("cut off by the border")] if shown.row.cell.truncated else []
        return [self._triage_words(shown), *cut]

    def _triage_words(self, shown: CellShown) -> str:
        if shown.hidden:
            return self.tr("Blind: the prediction shows once you have decided.")
        prediction = shown.row.prediction
        if prediction is None:
            return self.tr("Not classified yet")
        if prediction.triage is Triage.CERTAIN:
            return self.tr("Certain")
        return self.tr("Look closely: {0}").format(words.said(prediction.reason) or self.tr("not certain"))

    def _measurements(self, cell: Cell) -> str:
        found = cell.measurements
        parts = []
        if "nucleus_ratio" in found:
            parts.append(self.tr("N:C {0}").format(figures.decimal(found["nucleus_ratio"], 2)))
        if "cell_diameter_um" in found:
            parts.append(f"⌀ {figures.decimal(found['cell_diameter_um'], 1)} µm")
        elif "cell_diameter_px" in found:
            parts.append(f"⌀ {figures.decimal(found['cell_diameter_px'], 0)} px")
        if "cell_diameter_red_cells" in found:
            parts.append(
                self.tr("{0} red cells wide").format(figures.decimal(found["cell_diameter_red_cells"], 1))
            )
        return "  ·  ".join(parts)
