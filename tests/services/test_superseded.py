"""A picture overwritten by another: what was decided of it is kept, and counts again once it is back."""

import json
from pathlib import Path

import pytest

from allviewer.core import report
from allviewer.core.export import Export
from allviewer.core.records import Status
from allviewer.services import audit, label_import, report_content, second_opinion
from allviewer.services.export import export
from allviewer.services.session import Session
from tests.services.helpers import MODEL, read, take_up, work

OLD, NEW, OTHER = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """`a.png` was decided whole before another picture with two cells came to lie there."""
    made = Session.open(tmp_path / "s.allviewer")
    made.use_model(MODEL)
    take_up(made, "a.png", OLD, cells=3)
    take_up(made, "z.png", OTHER, cells=1)
    made.decide([row.id for row in made.index()][:3], Status.CORRECTED, "normal", reviewer="RM")
    take_up(made, "a.png", NEW, cells=2)
    return made


def counted(session: Session) -> tuple[tuple[int, ...], int, list[str]]:
    """Labels, cells and picture hashes that a report counts."""
    found = report_content.gather(session, title="", cards={})
    return found.count.labels, found.count.cells, [sha256 for _, sha256 in found.images]


def test_what_counts_is_what_lies_there_now(session: Session) -> None:
    assert counted(session) == ((0, 0), 3, [NEW, OTHER])
    old, new, other = session.images()
    assert [(row.state, row.reviewed) for row in (old, new, other)] == [
        ("changed", 3),
        ("done", 0),
        ("done", 0),
    ]
    assert {row.image_id for row in session.index()} == {place.image_id for place in session.places()}
    assert old.id not in {row.image_id for row in session.index()}
    assert [row.decision.label for row in session.cells(old.id) if row.decision] == ["normal"] * 3


def test_the_original_put_back_counts_again_and_the_other_no_longer(session: Session) -> None:
    session.decide([row.id for row in session.index()][1:], Status.ACCEPTED, reviewer="RM")
    assert counted(session) == ((2, 0), 3, [NEW, OTHER])
    session.store(read(work("a.png"), OLD))
    assert counted(session) == ((0, 3), 4, [OLD, OTHER])
    session.store(read(work("a.png"), NEW))
    assert counted(session) == ((2, 0), 3, [NEW, OTHER])
    assert session.verify() == []


def test_the_table_keeps_what_was_decided_and_all_else_leaves_it_out(
    session: Session, tmp_path: Path
) -> None:
    cells, images = tmp_path / "cells.csv", tmp_path / "images.csv"
    coco, folder = tmp_path / "all.json", tmp_path / "shapes"
    export(session, Export(cells, summary=images, coco=coco, geojson=folder))
    assert [line["image_sha256"] for line in report.read_csv(cells)] == [OLD] * 3 + [NEW] * 2 + [OTHER]
    assert [line["image_sha256"] for line in report.read_csv(images)] == [NEW, OTHER]
    said = json.loads((tmp_path / "cells.csv.json").read_text("utf-8"))
    assert said["superseded"] == [{"image": "a.png", "image_sha256": OLD}]
    drawn = json.loads(coco.read_text("utf-8"))
    assert (len(drawn["images"]), len(drawn["annotations"])) == (2, 3)
    assert sorted(path.name for path in folder.iterdir()) == ["a.geojson", "z.geojson"]
    for table in (cells, images):
        assert list(audit.audit_csv(table, session=session.path)) == []


def test_no_second_opinion_and_no_label_is_about_it(session: Session, tmp_path: Path) -> None:
    second = Session.open(tmp_path / "second.allviewer")
    second.use_model(MODEL)
    take_up(second, "a.png", OLD, cells=3)
    take_up(second, "z.png", OTHER, cells=1)
    second.decide([row.id for row in second.index()], Status.UNSURE, reviewer="AB")
    compared = second_opinion.compare(session, second)
    assert {pair.sha256 for pair in compared.pairs} == {OTHER}
    table = tmp_path / "labels.csv"
    table.write_text(f"image_sha256,cell,label\n{OLD},1,blast\n{NEW},1,blast\n", "utf-8")
    planned = label_import.plan(session, table)
    assert [proposal.line.sha256 for proposal in planned.proposals] == [NEW]
    assert [refused.reason for refused in planned.refused] == ["No picture of this session has this hash."]
