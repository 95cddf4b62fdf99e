"""What is counted of the open session, kept true by the changes that it reports."""

from collections.abc import Callable
from typing import Final

from allviewer.core import agreement, differential
from allviewer.core.differential import Unit
from allviewer.core.errors import PatternError
from allviewer.core.table import Table
from allviewer.ui import class_signs, words
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.panels.agreement_panel import WithModel
from allviewer.ui.panels.differential_panel import Differential

MANY: Final = 5_000
"""Laying out more cells than this is noticed, so it is done off the GUI thread."""


class Counts:
    """The cells laid out for counting; laid out anew only when cells came or went, or very many changed."""

    def __init__(self) -> None:
        self._table: Table | None = None
        self._changes = 0

    @property
    def ready(self) -> bool:
        """Whether counting is quick now: the table stands."""
        return self._table is not None

    def take(self, applied: Applied | None) -> None:
        """Take in a change; None when everything is other than before."""
        self._changes += 1
        if applied is None or applied.new_cells or applied.gone or len(applied.cells) > MANY:
            self._table = None
        elif applied.cells and self._table is not None:
            self._table = self._table.changed(applied.cells)

    def laying(self, desk: Desk) -> tuple[Callable[[], Table], Callable[[Table], None]]:
        """What lays the table out, in whatever thread, and what takes it unless it is out of date then."""
        cells, names, begun = list(desk.cells.values()), desk.names, self._changes

        def take(table: Table) -> None:
            if self._changes == begun:
                self._table = table

        return lambda: Table.of(cells, names), take

    def table(self, desk: Desk) -> Table:
        """The table of all cells."""
        if self._table is None:
            self._table = Table.of(desk.cells.values(), desk.names)
        return self._table

    def differential(self, desk: Desk, unit: Unit, pattern: str, *, blind: bool = False) -> Differential:
        """Counts per unit; for a pattern that is none, those of the session with the reason."""
        table, labels, known = self.table(desk), desk.classes, desk.model.classes if desk.model else ()
        signs = class_signs.signs(labels, desk.own_labels)
        try:
            counts = differential.count(table, labels, unit=unit, pattern=pattern, known=known)
            problem = ""
        except PatternError as error:
            counts = differential.count(table, labels, known=known)
            problem = words.said(str(error))
        return Differential(counts, unit, pattern, signs, problem, blind, desk.tally().certain_first)

    def agreement(self, desk: Desk) -> WithModel:
        """Reviewer against model: all decisions, those made blind, and those with its prediction in sight."""
        table, labels = self.table(desk), desk.classes
        every, blind, seen = (agreement.with_model(table, labels, blind=b) for b in (None, True, False))
        known = desk.model.classes if desk.model is not None else ()
        return WithModel(every, blind, seen, known, class_signs.signs(labels, desk.own_labels))
