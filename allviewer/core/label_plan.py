"""What an import of labels would do to a session: proposals, conflicts and refusals, line by line."""

from dataclasses import dataclass

from allviewer.core.records import Box, Decision
from allviewer.core.rows import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table that says something. `row` is its number as a spreadsheet counts."""

    row: int
    image: str
    sha256: str
    number: int | None
    box: Box | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line and the cell that it speaks of."""

    line: Line
    cell_id: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell of which the session says something else already."""

    line: Line
    cell_id: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken over, with the plain reason."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: nothing of it is written before `apply`.

    `same` counts lines that the session already agrees with, `silent` rows that say nothing.
    """

    proposals: tuple[Proposal, ...]
    conflicts: tuple[Conflict, ...]
    refused: tuple[Refused, ...]
    same: int
    silent: int
