"""Blind review: of which cells the prediction stays out of sight until somebody decided."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from allviewer.core.records import Status
from allviewer.core.rows import CellSummary
from allviewer.ui.desk import Desk


def _nothing(_cell_id: int) -> bool:
    return False


class Blind:
    """Set for all cells of what lies open or for a share of them, or off."""

    def __init__(self) -> None:
        self._desk: Desk | None = None
        self._share = 100
        self.on = False
        self.drawn: Callable[[int], bool] = _nothing
        """Whether a cell's prediction hides until it is decided, as it is set now; ask it in any thread."""

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self.drawn = self._draw()

    def set(self, on: bool, *, share: int) -> None:
        """Hide the prediction of `share` percent of the undecided cells, or of none."""
        self.on, self._share = on, share
        self.drawn = self._draw()

    def hidden(self, cell_id: int) -> bool:
        """Whether a cell's prediction is out of sight."""
        summary = self._desk.cells.get(cell_id) if self._desk is not None else None
        return summary is not None and summary.status is Status.UNREVIEWED and self.drawn(cell_id)

    def seen(self, cells: Sequence[CellSummary]) -> Sequence[CellSummary]:
        """The cells as a person may see them: where one stands must not tell a prediction that hides.

        In any thread.
        """
        drawn = self.drawn
        if drawn is _nothing:
            return cells
        return [
            replace(cell, best="", probability=0.0, uncertainty=0.0, triage=None, reason="")
            if cell.status is Status.UNREVIEWED and drawn(cell.id)
            else cell
            for cell in cells
        ]

    def _draw(self) -> Callable[[int], bool]:
        """Which cells are in the share is told by a hash, so that it stays the same when the session is
        opened again.
        """
        if not self.on or self._desk is None:
            return _nothing
        session_id, share = self._desk.session.id, self._share
        return lambda cell_id: zlib.crc32(f"{session_id} {cell_id}".encode()) % 100 < share
