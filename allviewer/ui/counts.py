"""What is counted of the open session, kept true by the changes that it reports."""

from allviewer.core import agreement, differential
from allviewer.core.differential import Unit
from allviewer.core.errors import PatternError
from allviewer.core.table import Table
from allviewer.ui import theme, words
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.panels.agreement_panel import WithModel
from allviewer.ui.panels.differential_panel import Differential


class Counts:
    """The cells laid out for counting; laid out anew only when cells came or went."""

    def __init__(self) -> None:
        self._table: Table | None = None

    @property
    def ready(self) -> bool:
        """Whether counting is quick now: the table stands."""
        return self._table is not None

    def take(self, applied: Applied | None) -> None:
        """Take in a change; None when everything is other than before."""
        if applied is None or applied.new_cells or applied.gone:
            self._table = None
        elif applied.cells and self._table is not None:
            self._table = self._table.changed(applied.cells)

    def table(self, desk: Desk) -> Table:
        """The table of all cells."""
        if self._table is None:
            names = {image_id: row.name for image_id, row in desk.images.items()}
            self._table = Table.of(desk.cells.values(), names)
        return self._table

    def differential(self, desk: Desk, unit: Unit, pattern: str) -> Differential:
        """Counts per unit; for a pattern that is none, those of the session with the reason."""
        table, labels = self.table(desk), desk.classes
        signs = theme.signs(labels, desk.own_labels)
        try:
            counts, problem = differential.count(table, labels, unit=unit, pattern=pattern), ""
        except PatternError as error:
            counts, problem = differential.count(table, labels), words.said(str(error))
        return Differential(counts, unit, pattern, signs, problem)

    def agreement(self, desk: Desk) -> WithModel:
        """Reviewer against model: all decisions, those made blind, and the others."""
        table, labels = self.table(desk), desk.classes
        every, blind, seen = (agreement.with_model(table, labels, blind=b) for b in (None, True, False))
        return WithModel(every, blind, seen, theme.signs(labels, desk.own_labels))
