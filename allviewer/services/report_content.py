"""What a report says of a session: gathered from the file at once, its pictures read afterwards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import numpy as np

from allviewer.core import agreement, crop, differential, image, review
from allviewer.core.agreement import Agreement
from allviewer.core.differential import Count, Unit
from allviewer.core.errors import ImageError
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Cell, Model, Pixels, Status, Triage
from allviewer.core.rows import CellSummary
from allviewer.core.table import Table
from allviewer.services.session import Session

TILES = 24
"""At most so many cells of a class are shown."""

_SIDE = 128  # pixels of a tile: sharp on paper at 2 cm
_MARGIN = 1.25  # a tile's side in diameters of a large cell


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """A cell to be shown: where its picture lies, and by which hash it is known."""

    path: Path
    sha256: str
    cell: Cell
    um_per_px: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Gallery:
    """Some of a class's `total` cells; `tiles` are uint8 (S, S, 3), None where the picture is gone."""

    label: str
    total: int
    picks: tuple[Pick, ...]
    tiles: tuple[Pixels | None, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """All that a report says. `head` is the hash of the session's latest step, which stands for all
    decisions up to it. `every`, `blind` and `seen` are reviewer against model. `certain_first` is as
    `core.review` has it. A tile shows `side_um`
    micrometres; None where the scale of some picture is not known: there each cell fills its tile.
    `cards` are Markdown by name.
    """

    title: str
    made_at: datetime
    session_id: str
    head: str
    reviewers: tuple[str, ...]
    count: Count
    units: tuple[Count, ...]
    every: Agreement
    blind: Agreement
    seen: Agreement
    galleries: tuple[Gallery, ...]
    side_um: float | None
    certain_first: bool = False
    model: Model | None = None
    cards: Mapping[str, str] = field(default_factory=dict)
    images: tuple[tuple[str, str], ...] = ()


def gather(
    session: Session,
    *,
    title: str,
    cards: Mapping[str, str],
    unit: Unit = Unit.SESSION,
    pattern: str = "",
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """The report but for its tiles. Raises PatternError for a pattern that is none."""
    images = session.images()
    cells = session.index()
    table = Table.of(cells, {row.id: row.name for row in images})
    labels, known = session.labels(), session.model.classes if session.model else ()
    (count,) = differential.count(table, labels, known=known)
    galleries = tuple(_gallery(session, table, name) for name in count.classes)
    return Report(
        title=title,
        made_at=now(),
        session_id=session.id,
        head=session.head,
        reviewers=table.values("reviewer"),
        count=count,
        units=differential.count(table, labels, unit=unit, pattern=pattern, known=known),
        every=agreement.with_model(table, labels),
        blind=agreement.with_model(table, labels, blind=True),
        seen=agreement.with_model(table, labels, blind=False),
        galleries=tuple(gallery for gallery in galleries if gallery.total),
        side_um=_side_um([pick for gallery in galleries for pick in gallery.picks]),
        certain_first=_certain_first(cells),
        model=session.model,
        cards=cards,
        images=tuple((row.name, row.sha256) for row in images if row.sha256 and not row.superseded),
    )


def _certain_first(cells: Sequence[CellSummary]) -> bool:
    decided = [cell for cell in cells if cell.status is not Status.UNREVIEWED]
    certain = sum(cell.triage is Triage.CERTAIN for cell in decided)
    return review.certain_first(
        certain=certain, decided=len(decided), pressing=any(map(review.presses, cells))
    )


def _gallery(session: Session, table: Table, label: str) -> Gallery:
    """Cells with this label, spread evenly over all there are, so that no picture is favoured."""
    ids = table.ids[table.text["label"].where(label.__eq__)].tolist()
    chosen = [ids[place] for place in np.linspace(0, len(ids) - 1, min(TILES, len(ids))).round().astype(int)]
    rows = [session.cell(cell_id) for cell_id in chosen]
    images = {image.id: image for image in session.images_by_id({row.image_id for row in rows})}
    picks = (
        Pick(images[r.image_id].path, images[r.image_id].sha256, r.cell, images[r.image_id].um_per_px)
        for r in rows
    )
    return Gallery(label, len(ids), tuple(picks))


def _side_um(picks: Sequence[Pick]) -> float | None:
    """One side for all tiles, that holds nine of ten cells whole."""
    known = [_across(pick) * pick.um_per_px for pick in picks if pick.um_per_px]
    return _MARGIN * float(np.quantile(known, 0.9)) if picks and len(known) == len(picks) else None


def _across(pick: Pick) -> float:
    return float(max(pick.cell.box.width, pick.cell.box.height))


def with_tiles(report: Report, *, tell: Tell = untold) -> Report:
    """The report with its tiles cut from the pictures, each picture read once; any thread may do it.

    A picture that is gone, cannot be read or is another one now leaves its tiles empty. `tell`
    counts the pictures; raises what it raises.
    """
    picks = {id(pick): pick for gallery in report.galleries for pick in gallery.picks}
    tiles: dict[int, Pixels | None] = {}
    paths = len({pick.path for pick in picks.values()})
    by_path = groupby(sorted(picks.values(), key=lambda pick: pick.path), lambda pick: pick.path)
    for done, (path, same) in enumerate(by_path):
        tell(done, paths)
        tiles |= _cut(path, list(same), report)
    tell(paths, paths)
    galleries = (
        replace(gallery, tiles=tuple(tiles.get(id(pick)) for pick in gallery.picks))
        for gallery in report.galleries
    )
    return replace(report, galleries=tuple(galleries))


def _cut(path: Path, picks: Iterable[Pick], report: Report) -> dict[int, Pixels | None]:
    try:
        read = image.read(path)
    except ImageError:
        return {}
    return {
        id(pick): crop.cut_square(
            read.pixels,
            crop.square_around(pick.cell, side=_side(pick, report.side_um)),
            size=_SIDE,
        )
        for pick in picks
        if pick.sha256 == read.sha256
    }


def _side(pick: Pick, side_um: float | None) -> float:
    """The pixels that a tile shows of the cell's picture."""
    return side_um / pick.um_per_px if side_um and pick.um_per_px else _MARGIN * _across(pick)
