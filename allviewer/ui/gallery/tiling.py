"""Where the tiles of a grid stand: under each heading its cells, in rows of equal tiles."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize

from allviewer.ui import theme
from allviewer.ui.gallery.model import Heading

HEADING: Final = 28
"""A heading's height in logical pixels; of one without words nothing is seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiling:
    """Tiles of one size, `columns` side by side, in the coordinates of the whole grid (logical pixels).

    `tops` are the headings' upper edges and `height` is the grid's. Rows are the model's, a tile each.
    """

    headings: Sequence[Heading]
    tile: QSize
    columns: int
    tops: Sequence[int]
    height: int

    @classmethod
    def of(cls, headings: Sequence[Heading], tile: QSize, *, width: int) -> "Tiling":
        """As many tiles side by side as a grid of this width holds, one at least."""
        columns = max(1, (width - 2 * theme.S) // tile.width())
        tops, top = [], 0
        for heading in headings:
            tops.append(top)
            top += _foot(heading) + -(-heading.count // columns) * tile.height()
        return cls(headings, tile, columns, tops, top + theme.S)

    def place(self, row: int) -> QRect:
        """Where a tile is."""
        group = self.group_of(row)
        heading = self.headings[group]
        line, column = divmod(row - heading.start, self.columns)
        top = self.tops[group] + _foot(heading) + line * self.tile.height()
        return QRect(QPoint(theme.S + column * self.tile.width(), top), self.tile)

    def row_at(self, point: QPoint) -> int:
        """The row whose tile is at a point, or -1."""
        column = (point.x() - theme.S) // self.tile.width()
        if not self.headings or not 0 <= column < self.columns:
            return -1
        group = self._group_at(point.y())
        heading = self.headings[group]
        line = (point.y() - self.tops[group] - _foot(heading)) // self.tile.height()
        place = line * self.columns + column
        return heading.start + place if line >= 0 and 0 <= place < heading.count else -1

    def rows_between(self, top: int, bottom: int) -> range:
        """Rows that touch this strip of the grid."""
        if not self.headings:
            return range(0)
        return range(self._edge(top, down=False), self._edge(bottom, down=True))

    def group_of(self, row: int) -> int:
        """Which heading a row is under, counted from 0."""
        return bisect_right(self.headings, row, key=lambda heading: heading.start) - 1

    def headings_from(self, y: int) -> Iterator[tuple[Heading, int]]:
        """The headings with their tops, from the one that the height `y` is under."""
        first = self._group_at(y)
        return zip(self.headings[first:], self.tops[first:], strict=True)

    def _group_at(self, y: int) -> int:
        return max(0, bisect_right(self.tops, y) - 1)

    def _edge(self, y: int, *, down: bool) -> int:
        """The first row of the line of tiles at height `y`; with `down` the first below that line."""
        group = self._group_at(y)
        heading = self.headings[group]
        line = max(0, y - self.tops[group] - _foot(heading)) // self.tile.height() + (1 if down else 0)
        return heading.start + min(heading.count, line * self.columns)


def _foot(heading: Heading) -> int:
    """How far below its top a heading's tiles begin."""
    return HEADING if heading.text else 0
