"""What the gallery's crops are made from: which square of which picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allviewer.core.crop import square_of
from allviewer.core.records import Square
from allviewer.ui.desk import Desk

_FACTOR = 1.6
"""How much wider than its cell a crop is while no model says so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a thumbnail is made from: a square of a picture, in its pixels."""

    cell_id: int
    path: Path
    sha256: str
    square: Square


def wanted(desk: Desk | None, ids: Sequence[int]) -> list[Wanted]:
    """From what the thumbnails of these cells are made, in their order; cells that are gone are left out."""
    if desk is None:
        return []
    factor = desk.model.crop_factor if desk.model else _FACTOR
    found = {cell_id: (image_id, cell) for cell_id, image_id, cell in desk.session.outlines(ids)}
    made = []
    for cell_id in (one for one in ids if one in found):
        image_id, cell = found[cell_id]
        image = desk.images[image_id]
        made.append(Wanted(cell_id, image.path, image.sha256, square_of(cell, factor=factor)))
    return made
