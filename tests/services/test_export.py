"""What a session is exported to: the table, the summary, outlines; of one moment, and whole or not at all."""

import csv
import json
from pathlib import Path
from typing import Self

import pytest

from allviewer.core import palette, report
from allviewer.core.errors import OutputError
from allviewer.core.export import Export
from allviewer.core.interval import share
from allviewer.core.labels import Label
from allviewer.core.progress import CancelledError
from allviewer.core.records import Status
from allviewer.services import audit
from allviewer.services.export import export, pictures, write
from allviewer.services.gather import Finished
from allviewer.services.outputs import Csv
from allviewer.services.session import Session
from allviewer.services.summary import Summary
from tests.services.helpers import MODEL, take_up

PICTURES = 4


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Three pictures of five cells and one without; the first reviewed, the second in part."""
    made = Session.open(tmp_path / "s.allviewer")
    made.use_model(MODEL)
    for number in range(PICTURES):
        take_up(made, f"ward/{number}.png", f"{number:064x}", cells=5 if number else 0)
    made.set_labels([Label("smudge", "#009e73", "S")], reviewer="RM")
    ids = [row.id for row in made.index()]
    made.decide(ids[:3], Status.ACCEPTED, reviewer="RM")
    made.decide(ids[3:4], Status.CORRECTED, "smudge", reviewer="RM")
    made.decide(ids[4:5], Status.EXCLUDED, reviewer="RM")
    made.decide(ids[5:6], Status.UNSURE, reviewer="RM")
    return made


def test_the_summary_has_a_row_per_image_with_shares(session: Session, tmp_path: Path) -> None:
    summary = tmp_path / "images.csv"
    rows = export(session, Export(tmp_path / "cells.csv", summary=summary))
    assert rows == 16  # fifteen cells, and the picture without one
    lines = report.read_csv(summary)
    assert [line["image"] for line in lines] == [f"ward/{n}.png" for n in range(PICTURES)]
    empty, first, second, third = lines
    assert (empty["cells"], empty["counted"], empty["share_blast"]) == ("0", "0", "")
    assert (first["label_blast"], first["label_normal"], first["label_smudge"]) == ("3", "0", "1")
    assert (first["counted"], first["not_counted"], first["unreviewed"]) == ("4", "1", "0")
    expected = share(3, 4)
    assert float(first["share_blast"]) == 0.75
    assert float(first["share_blast_low"]) == pytest.approx(expected.low, rel=1e-5)
    assert float(first["share_blast_high"]) == pytest.approx(expected.high, rel=1e-5)
    assert (second["unidentified"], second["unreviewed"], second["counted"]) == ("1", "4", "0")
    # what is predicted is never among the labels
    assert (third["predicted_blast"], third["label_blast"], third["predicted_smudge"]) == ("5", "0", "")
    total = sum(int(line["cells"]) for line in lines)
    assert total == len(session.index())


def test_both_tables_are_verified_against_the_session(session: Session, tmp_path: Path) -> None:
    cells, images = tmp_path / "cells.csv", tmp_path / "images.csv"
    export(session, Export(cells, bom=True, summary=images))
    assert images.read_bytes().startswith(b"\xef\xbb\xbf")
    session.close()
    for table in (cells, images):
        assert list(audit.audit_csv(table, session=session.path)) == []
    data = images.read_bytes()
    images.write_bytes(data.replace(b"0.75", b"0.05"))
    said = list(audit.audit_csv(images, session=session.path))
    assert any("altered" in one for one in said) and any("ward/1.png" in one for one in said)


@pytest.mark.parametrize(
    ("column", "now"), [("cell", "1a"), ("status", None), ("label", None), ("image", None), ("cell", None)]
)
def test_a_table_altered_beyond_reading_is_told_and_not_choked_on(
    session: Session, tmp_path: Path, column: str, now: str | None
) -> None:
    table = tmp_path / "cells.csv"
    export(session, Export(table))
    session.close()
    names, *lines = csv.reader(table.read_text("utf-8").splitlines())
    place = names.index(column)
    for line in [names, *lines] if now is None else []:
        del line[place]
    if now is not None:
        lines[1][place] = now
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *lines])
    first, *others = audit.audit_csv(table, session=session.path)
    assert "altered" in first
    assert len(others) == (1 if now is not None else len(lines) - (column != "cell"))
    assert all("not what the session says" in one for one in others)


def test_only_reviewed_leaves_the_rest_out_of_table_and_outlines(session: Session, tmp_path: Path) -> None:
    asked = Export(
        tmp_path / "cells.csv",
        only_reviewed=True,
        summary=tmp_path / "images.csv",
        coco=tmp_path / "coco.json",
        geojson=tmp_path / "geojson",
    )
    assert export(session, asked) == 6
    coco = json.loads((tmp_path / "coco.json").read_text())
    assert len(coco["annotations"]) == 6
    names = {one["id"]: one["name"] for one in coco["categories"]}
    said = [(names[one["category_id"]], one["said_by"]) for one in coco["annotations"]]
    expected = [*("blast",) * 3, "smudge", "excluded", "unsure"]
    assert said == [(name, "reviewer") for name in expected]
    features = json.loads((tmp_path / "geojson" / "ward" / "1.geojson").read_text())["features"]
    assert [one["properties"]["classification"]["name"] for one in features] == expected[:5]
    assert len(report.read_csv(tmp_path / "images.csv")) == PICTURES


def test_progress_is_told_and_cancelling_leaves_nothing_half(session: Session, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "cells.csv"
    export(session, Export(path))
    before = path.read_bytes()

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise CancelledError

    asked = Export(path, summary=tmp_path / "images.csv", coco=tmp_path / "coco.json")
    with pytest.raises(CancelledError):
        export(session, asked, tell=tell)
    assert told == [(0, PICTURES), (1, PICTURES), (2, PICTURES)]
    assert path.read_bytes() == before
    assert not (tmp_path / "images.csv").exists() and not (tmp_path / "coco.json").exists()
    session.decide([session.index()[-1].id], Status.UNSURE, reviewer="RM")  # it can be written to again


def test_a_summary_that_has_no_place_is_told_before_the_work(session: Session, tmp_path: Path) -> None:
    asked = Export(tmp_path / "cells.csv", summary=tmp_path / "gone" / "images.csv")
    told: list[int] = []
    with pytest.raises(OutputError, match="folder does not exist"):
        export(session, asked, tell=lambda done, _total: told.append(done))
    assert told == [] and not asked.path.exists()


def test_a_file_that_is_refused_at_the_end_takes_no_other_with_it(session: Session, tmp_path: Path) -> None:
    class Full:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            raise OutputError("The disk is full.")

        def write(self, picture: Finished) -> None:
            pass

    table, images = tmp_path / "cells.csv", tmp_path / "images.csv"
    for turn in (1, -1):
        outputs = [Csv(table, MODEL), Summary(images, MODEL, MODEL.classes), Full()]
        with pytest.raises(OutputError, match="disk is full"):
            write(outputs[::turn], pictures(session))
        assert len(report.read_csv(table)) == 16 and len(report.read_csv(images)) == PICTURES
        table.unlink()
        images.unlink()
    assert list(tmp_path.glob(".allviewer-*")) == []


def test_an_export_is_of_one_moment(session: Session, tmp_path: Path) -> None:
    reader = Session.look(session.path)
    head, ids = session.head, [row.id for row in session.index()]

    def tell(done: int, _total: int) -> None:
        if done == 1:
            session.decide(ids, Status.EXCLUDED, reviewer="RM")

    path = tmp_path / "cells.csv"
    export(reader, Export(path), tell=tell)
    reader.close()
    assert json.loads(Path(f"{path}.json").read_text())["head"] == head != session.head
    statuses = [line["status"] for line in report.read_csv(path) if line["cell"]]
    assert statuses.count("excluded") == 1
    session.close()
    assert list(audit.audit_csv(path, session=session.path)) == []


def test_of_an_export_that_is_cancelled_no_part_of_the_outlines_stays(
    session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "geojson"
    wanted = Export(tmp_path / "t.csv", geojson=folder)

    def cancelled(done: int, _total: int) -> None:
        if done == 2:
            assert list(folder.rglob("*.geojson"))
            raise CancelledError

    with pytest.raises(CancelledError):
        export(session, wanted, tell=cancelled)
    assert not folder.exists() and not (tmp_path / "t.csv").exists()
    export(session, wanted)
    whole = sorted(folder.rglob("*.geojson"))
    with pytest.raises(CancelledError):
        export(session, wanted, tell=cancelled)
    assert sorted(folder.rglob("*.geojson")) == whole


def test_geojson_has_the_windows_colours(session: Session, tmp_path: Path) -> None:
    export(session, Export(tmp_path / "t.csv", geojson=tmp_path / "geojson"))
    found = [
        one["properties"]["classification"]
        for file in (tmp_path / "geojson").rglob("*.geojson")
        for one in json.loads(file.read_text())["features"]
    ]
    blasts = {tuple(one["color"]) for one in found if one["name"] == MODEL.classes[0]}
    assert blasts == {palette.CLASSES[0]} == {palette.ORANGE}


def test_geojson_has_the_colours_that_a_person_chose(session: Session, tmp_path: Path) -> None:
    own = [Label("smudge", "#112233", ""), Label("artefact", "#AABBCC", "")]
    session.set_labels(own, reviewer="RM")
    first, second, *_ = [row.id for row in session.index()]
    session.decide([first], Status.CORRECTED, "smudge", reviewer="RM")
    session.decide([second], Status.CORRECTED, "artefact", reviewer="RM")
    export(session, Export(tmp_path / "t.csv", geojson=tmp_path / "geojson"))
    found = [
        one["properties"]["classification"]
        for file in sorted((tmp_path / "geojson").rglob("*.geojson"))
        for one in json.loads(file.read_text())["features"]
    ]
    colours = {one["name"]: tuple(one["color"]) for one in found}
    assert colours["smudge"] == (0x11, 0x22, 0x33) and colours["artefact"] == (0xAA, 0xBB, 0xCC)
    bins = {colours.pop("excluded"), colours.pop("unsure")}  # these are no class
    assert len(bins) == 1 and bins.isdisjoint(colours.values())
    assert len(set(colours.values())) == len(colours) > 2
