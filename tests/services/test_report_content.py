"""What a report gathers from a real session of sample pictures, and the tiles it cuts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from allviewer.core import crop, image
from allviewer.core.differential import Unit
from allviewer.core.errors import PatternError
from allviewer.core.records import Pixels, Status
from allviewer.services import label_import, report_content
from allviewer.services.events import CellsFound, ImageRead, Work
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified
from tests.services.helpers import found as some_cells

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path, samples: Path) -> Iterator[Session]:
    """Two real pictures with three drawn cells each; a third file that vanished."""
    opened = Session.open(tmp_path / "s.allviewer")
    opened.use_model(MODEL)
    gone = tmp_path / "gone.jpg"
    first, second = sorted(samples.glob("*.jpg"))[:2]
    gone.write_bytes(second.read_bytes() + b" ")
    for number, path in enumerate((first, second, gone)):
        read = image.read(path)
        job = Work(path, f"P{number}/{path.name}")
        opened.register([job])
        cells = some_cells(job, read.sha256).cells
        opened.store(
            ImageRead.of(job, read, size=1, mtime_ns=1),
            CellsFound(
                job, read.sha256, some_cells(job).kind, *read.pixels.shape[1::-1], cells, read.um_per_px
            ),
            classified(job, read.sha256),
        )
    gone.unlink()
    yield opened
    opened.close()


def gather(session: Session, **rest: object) -> report_content.Report:
    return report_content.gather(session, title="Slide", cards={}, now=lambda: NOW, **rest)  # type: ignore[arg-type]


def test_gathers_counts_agreement_and_hashes(session: Session) -> None:
    cells = [row.id for row in session.index()]
    session.decide(cells[:4], Status.ACCEPTED, reviewer="RM", blind=True)
    session.decide(cells[4:6], Status.CORRECTED, "normal", reviewer="AB")
    session.decide(cells[6:7], Status.UNSURE, reviewer="AB")
    report = gather(session, unit=Unit.PATIENT, pattern="^(P.)/")
    assert report.count.labels == (4, 2) and report.count.unidentified == 1
    assert [(one.name, one.counted) for one in report.units] == [("P0", 3), ("P1", 3), ("P2", 0)]
    assert report.reviewers == ("AB", "RM")
    assert (report.every.total, report.blind.total, report.seen.overturned) == (6, 4, 2)
    assert report.head == session.head and report.session_id == session.id
    assert len({sha256 for _, sha256 in report.images}) == 3
    assert [(g.label, g.total, len(g.picks)) for g in report.galleries] == [("blast", 4, 4), ("normal", 2, 2)]
    with pytest.raises(PatternError):
        gather(session, unit=Unit.PATIENT, pattern="(")


def test_what_was_said_beside_another_model_is_not_held_against_this_one(session: Session) -> None:
    cells = [row.id for row in session.index()]
    session.decide(cells[:2], Status.ACCEPTED, reviewer="RM", blind=True)
    session.decide(cells[2:5], Status.ACCEPTED, reviewer="RM")
    other = replace(MODEL, name="other", sha256="e" * 64, classes=MODEL.classes[::-1])  # calls all otherwise
    session.use_model(other)
    report = gather(session)
    assert (report.every.total, report.seen.total) == (0, 0)  # it predicted nothing yet
    for row in session.images():
        session.store(classified(Work(row.path, row.name), row.sha256, model=other))
    report = gather(session)
    assert (report.every.total, report.every.overturned) == (5, 5)
    assert (report.blind.total, report.seen.total) == (2, 0)
    session.decide(cells[5:6], Status.ACCEPTED, reviewer="RM")
    assert gather(session).seen.total == 1
    session.use_model(MODEL)  # and back: what was said beside this one counts again
    assert (gather(session).seen.total, gather(session).seen.overturned) == (3, 0)


def test_imported_labels_were_said_neither_blind_nor_beside_the_prediction(
    session: Session, tmp_path: Path
) -> None:
    cells = session.index()
    session.decide([cells[0].id], Status.ACCEPTED, reviewer="RM")
    names = {row.id: row.sha256 for row in session.images()}
    lines = [f"{names[cell.image_id]},{cell.number},blast,AB" for cell in cells[1:4]]
    labels = tmp_path / "labels.csv"
    labels.write_text("\n".join(["image_sha256,cell,label,reviewer", *lines]), encoding="utf-8")
    label_import.apply(session, label_import.plan(session, labels), reviewer="RM")
    report = gather(session)
    assert (report.every.total, report.blind.total, report.seen.total) == (4, 0, 1)
    session.annotate([cells[1].id], "pale", reviewer="RM")
    session.undo("RM")
    session.undo("RM")
    session.redo("RM")
    assert gather(session).seen.total == 1 and session.verify() == []
    session.decide([cells[1].id], Status.CORRECTED, "blast", reviewer="RM")  # by now it was in sight
    assert gather(session).seen.total == 2


def test_a_cell_fills_its_tile_and_one_whose_picture_is_gone_has_none(session: Session) -> None:
    cells = [row.id for row in session.index()]
    session.decide(cells, Status.ACCEPTED, reviewer="RM")
    report = gather(session)
    assert report.side_um is None  # the samples' scale is not known
    (gallery,) = report_content.with_tiles(report).galleries
    assert [tile is None for tile in gallery.tiles] == [False] * 6 + [True] * 3
    for pick, tile in zip(gallery.picks[:6], gallery.tiles[:6], strict=True):
        assert tile is not None and tile.shape == (128, 128, 3)
        assert np.array_equal(tile, shown(pick, side=1.25 * max(pick.cell.box.width, pick.cell.box.height)))


def test_where_every_scale_is_known_tiles_are_at_one(session: Session) -> None:
    session.decide([row.id for row in session.index()], Status.ACCEPTED, reviewer="RM")
    session.set_um_per_px(0.2, reviewer="RM")
    report = gather(session)
    assert report.side_um == pytest.approx(1.25 * 21 * 0.2)
    (gallery,) = report_content.with_tiles(report).galleries
    for pick, tile in zip(gallery.picks[:6], gallery.tiles[:6], strict=True):
        assert tile is not None and pick.um_per_px is not None
        assert np.array_equal(tile, shown(pick, side=report.side_um / pick.um_per_px))


def shown(pick: report_content.Pick, *, side: float) -> Pixels:
    square = crop.square_around(pick.cell, side=side)
    return crop.cut_square(image.read(pick.path).pixels, square, size=128)


def test_of_many_cells_some_are_shown_spread_over_all(session: Session, tmp_path: Path) -> None:
    (first, *_) = session.images()
    job = Work(first.path, "many.jpg")
    session.register([job])
    session.store(
        ImageRead.of(job, image.read(first.path), size=1, mtime_ns=1),
        some_cells(job, first.sha256, cells=100),
    )
    many = [row.id for row in session.index() if row.image_id not in {1, 2, 3}]
    session.decide(many, Status.CORRECTED, "normal", reviewer="RM")
    (gallery,) = gather(session).galleries
    assert (gallery.total, len(gallery.picks)) == (100, report_content.TILES)
    assert [gallery.picks[0].cell.number, gallery.picks[-1].cell.number] == [1, 100]


def test_an_empty_session_has_a_report(tmp_path: Path) -> None:
    session = Session.open(tmp_path / "empty.allviewer")
    report = report_content.with_tiles(gather(session))
    assert (report.galleries, report.images, report.count.cells) == ((), (), 0)
    session.close()
