"""Agreement beside the picture: reviewer against model, and against a second reviewer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from allviewer.core.agreement import Agreement
from allviewer.ui import theme
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels import agreement_tables, figures
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.parts import label
from allviewer.ui.panels.second_panel import SecondPanel, SecondReview


@dataclass(frozen=True, slots=True)
class WithModel:
    """Reviewer against model over all decisions, those made blind, and those made beside its prediction.

    `known` are the model's classes, `signs` those of the session's labels.
    """

    every: Agreement
    blind: Agreement
    seen: Agreement
    known: Collection[str]
    signs: Mapping[str, ClassSign] = field(default_factory=dict)

    @property
    def elsewhere(self) -> int:
        """Cells decided neither blind nor beside this model's prediction."""
        return self.every.total - self.blind.total - self.seen.total


class AgreementPanel(QWidget):
    """Two pages. `secondRequested`: open another reviewer's session; the rest is `SecondPanel`'s."""

    secondRequested = Signal()
    disputeOpened = Signal(str)
    settled = Signal(str, str)
    outcomeRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _ModelPage()
        self._second = SecondPanel()
        self._second.requested.connect(self.secondRequested)
        self._second.disputeOpened.connect(self.disputeOpened)
        self._second.settled.connect(self.settled)
        self._second.outcomeRequested.connect(self.outcomeRequested)
        self._pages = QTabWidget()
        self._scrolling = QScrollArea()
        self._scrolling.setWidgetResizable(True)
        self._scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model.setProperty("role", "panel")
        self._scrolling.setWidget(self._model)
        self._pages.addTab(self._scrolling, self.tr("Model"))
        self._pages.addTab(self._second, self.tr("Second reviewer"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def show_model(self, shown: WithModel) -> None:
        """Show other figures; the chosen line stays chosen."""
        self._model.show_model(shown)
        bar = self._scrolling.verticalScrollBar().sizeHint().width()
        self._scrolling.setMinimumWidth(self._model.minimumSizeHint().width() + bar)

    def show_second(self, shown: SecondReview | None) -> None:
        """Show what a second reviewer said; None before one was opened."""
        self._second.show_second(shown)

    def turn_to_second(self) -> None:
        """Bring the second reviewer's page to the front."""
        self._pages.setCurrentWidget(self._second)


class _ModelPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._shown: WithModel | None = None
        self._summary = Grid(self.tr("Agreement with the model"))
        self._summary.chosen.connect(self._show_details)
        self._matrix = Grid(self.tr("Confusion matrix"))
        self._rates = Grid(self.tr("Sensitivity and specificity"))
        self._said = label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        column.setSpacing(theme.M)
        for grid in (self._summary, self._matrix, self._rates):
            column.addWidget(grid)
        column.addWidget(self._said)
        column.addStretch(1)

    def show_model(self, shown: WithModel) -> None:
        self._shown = shown
        named = (
            ("every", self.tr("All"), shown.every),
            ("blind", self.tr("Blind"), shown.blind),
            ("seen", self.tr("Prediction seen"), shown.seen),
        )
        self._summary.fill(*agreement_tables.summaries(named, what=self.tr("Decisions")))
        if not self._summary.key:
            self._summary.choose("every")
        self._show_details()

    def _show_details(self) -> None:
        shown = self._shown
        if shown is None:
            return
        found = {"blind": shown.blind, "seen": shown.seen}.get(self._summary.key, shown.every)
        corner = self.tr("Reviewer ↓  model →")
        self._matrix.fill(*agreement_tables.matrix(found, shown.signs, corner=corner))
        self._rates.fill(*agreement_tables.rates(found, shown.signs, known=shown.known))
        self._matrix.setVisible(bool(found.total))
        self._rates.setVisible(bool(found.total))
        self._said.setText(self._notes(found, shown))

    def _notes(self, found: Agreement, shown: WithModel) -> str:
        """What to know of these figures."""
        if not found.total:
            return self.tr("No cell has both a prediction and a reviewer's class here yet.")
        said = self.tr(
            "Cells put down as unsure or excluded are not in here. Who sees a prediction tends to follow it."
        )
        if found is shown.every and shown.elsewhere:
            more = self.tr("Decided beside another model's prediction, or imported: {0} of {1} cells.")
            said += " " + more.format(figures.count(shown.elsewhere), figures.count(found.total))
        unknown = [name for name in found.classes if name not in shown.known]
        if unknown:
            names = ", ".join(f"“{name}”" for name in unknown)
            said += " " + self.tr("Not known to the model, so without rates: {0}.").format(names)
        if cells := sum(found.sensitivity(name).total for name in unknown):
            more = self.tr("Cells with such a class, on which it cannot agree: {0} of {1}.")
            said += " " + more.format(figures.count(cells), figures.count(found.total))
        return said
