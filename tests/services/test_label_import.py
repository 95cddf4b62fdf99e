"""Labels from a CSV: what matches, what conflicts, what is refused and why, and one step to undo."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from allviewer.core import report
from allviewer.core.errors import DataError
from allviewer.core.records import Status
from allviewer.services import label_import
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work

HASHES = {"a.png": "a" * 64, "day 1/b.png": "b" * 64, "day 2/b.png": "c" * 64}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two cells in each of three pictures, all predicted blasts. Boxes 21 px wide at 1,1 and 30,30."""
    opened = Session.open(tmp_path / "s.allviewer")
    opened.use_model(MODEL)
    for name, sha256 in HASHES.items():
        job = work(name)
        opened.register([job])
        event = found(job, sha256, cells=2)
        far = found(job, sha256, cells=30).cells[-1]
        cells = (event.cells[0], type(far)(2, far.box, far.outline, far.nuclei, far.measurements))
        opened.store(
            read(job, sha256),
            type(event)(job, sha256, event.kind, 64, 64, cells),
            classified(job, sha256, cells=2),
        )
    yield opened
    opened.close()


def table(
    path: Path, rows: list[dict[str, object]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, names, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def box(at: int) -> dict[str, object]:
    return {"x": at, "y": at, "width": 21, "height": 21}


def ids(session: Session, name: str) -> list[int]:
    image = next(row for row in session.images() if row.name == name)
    return [cell.id for cell in session.cells(image.id)]


@pytest.mark.parametrize("status", ["", "unreviewed", "unsure"])
def test_a_bin_may_stand_where_classes_do(session: Session, tmp_path: Path, status: str) -> None:
    rows = [{"image": "a.png", **box(0), "status": status, "label": "Unsure"}]
    plan = label_import.plan(session, table(tmp_path / "labels.csv", rows))
    verdicts = [one.line.verdict for one in plan.proposals]
    assert [(said.status, said.label) for said in verdicts] == [(Status.UNSURE, "")] and not plan.refused
    rows[0]["status"] = "accepted"
    (refused,) = label_import.plan(session, table(tmp_path / "labels.csv", rows)).refused
    assert refused.row == 2


def test_matches_by_hash_and_by_name_and_box(session: Session, tmp_path: Path) -> None:
    path = table(
        tmp_path / "labels.csv",
        [
            {"image": "elsewhere.png", "image_sha256": "A" * 64, "cell": 2, "label": "normal", "note": "=x"},
            {"image": "day 2\\b.png", **box(3), "label": "blast", "reviewer": "AB"},
            {"image": "a.png", **box(0), "status": "unsure"},
            {"image": "a.png", "label": ""},
        ],
    )
    plan = label_import.plan(session, path)
    first, second = ids(session, "a.png")
    (third, _) = ids(session, "day 2/b.png")
    assert [p.cell_id for p in plan.proposals] == [second, third, first]
    assert (plan.conflicts, plan.refused, plan.same, plan.silent) == ((), (), 0, 1)
    assert not session.can_undo  # a plan writes nothing
    label_import.apply(session, plan, reviewer="RM")
    said = {row.id: (row.status, row.label, row.reviewer, row.note) for row in session.index()}
    assert said[second] == (Status.CORRECTED, "normal", "RM", "=x")
    assert said[third] == (Status.ACCEPTED, "blast", "AB", "")
    assert said[first] == (Status.UNSURE, "", "RM", "")
    session.undo("RM")
    assert {row.status for row in session.index()} == {Status.UNREVIEWED}


def test_a_class_with_other_capitals_is_the_sessions(session: Session, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"image": "a.png", **box(1), "label": "Blast"},
        {"image": "a.png", **box(1), "label": "blast"},  # says the same
        {"image": "a.png", **box(30), "label": "NORMAL"},
    ]
    plan = label_import.plan(session, table(tmp_path / "labels.csv", rows))
    assert plan.refused == ()
    label_import.apply(session, plan, reviewer="RM")
    first, second = ids(session, "a.png")
    said = {row.id: (row.status, row.label) for row in session.index()}
    assert (said[first], said[second]) == ((Status.ACCEPTED, "blast"), (Status.CORRECTED, "normal"))


def test_conflicts_are_listed_and_taken_only_on_the_persons_word(session: Session, tmp_path: Path) -> None:
    first, second = ids(session, "a.png")
    session.decide([first, second], Status.ACCEPTED, reviewer="RM")
    path = table(
        tmp_path / "labels.csv",
        [
            {"image": "a.png", **box(1), "label": "normal"},
            {"image": "a.png", **box(30), "label": "blast"},
        ],
    )
    plan = label_import.plan(session, path)
    assert plan.proposals == () and plan.same == 1
    (conflict,) = plan.conflicts
    assert (conflict.cell_id, conflict.decision.label) == (first, "blast")
    assert not label_import.apply(session, plan, reviewer="AB")
    assert session.cell(first).decision == conflict.decision
    label_import.apply(session, plan, reviewer="AB", overwrite={first})
    assert [row.label for row in session.summaries([first, second])] == ["normal", "blast"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"image": "b.png", **box(1), "label": "blast"}, "2 pictures are called"),
        ({"image": "nowhere.png", **box(1), "label": "blast"}, "called “nowhere.png”"),
        ({"image_sha256": "9" * 64, "label": "blast"}, "this hash"),
        ({"image": "a.png", **box(200), "label": "blast"}, "where this box is"),
        ({"image": "a.png", "label": "blast"}, "which: give a box"),
        ({"image": "a.png", "cell": 1, "label": "blast"}, "which: give a box"),
        ({"image_sha256": "a" * 64, "cell": 7, "label": "blast"}, "has no cell 7"),
        ({"image": "a.png", **box(1), "label": "=cmd|' /C calc'!A0"}, "is not a class"),
        ({"image": "a.png", **box(1), "label": "blast", "status": "certain"}, "is not a status"),
        ({"image": "a.png", **box(1), "label": "", "status": "accepted"}, "a label"),
        ({"image": "a.png", **box(1), "label": "blast", "status": "excluded"}, "no label"),
        ({"image": "a.png", **box(1) | {"x": "left"}, "label": "blast"}, "not a number"),
        ({"image": "a.png", **box(1) | {"x": "inf"}, "label": "blast"}, "not a number"),
        ({"image": "a.png", **box(1) | {"width": 0}, "label": "blast"}, "no width"),
    ],
)
def test_rows_that_cannot_be_taken_are_refused_with_the_reason(
    session: Session, tmp_path: Path, row: dict[str, object], reason: str
) -> None:
    plan = label_import.plan(session, table(tmp_path / "labels.csv", [row]))
    (refused,) = plan.refused
    assert refused.row == 2 and reason in refused.reason
    assert not plan.proposals and not plan.conflicts


def test_repeated_rows_count_once_and_contradicting_ones_never(session: Session, tmp_path: Path) -> None:
    one, two = {"image": "a.png", **box(1)}, {"image": "a.png", **box(30)}
    rows = [
        one | {"label": "blast"},
        one | {"label": "blast"},
        two | {"label": "blast"},
        two | {"label": "normal"},
    ]
    plan = label_import.plan(session, table(tmp_path / "labels.csv", rows))
    assert [p.line.row for p in plan.proposals] == [2]
    assert [r.row for r in plan.refused] == [4, 5]
    assert "rows 4, 5" in plan.refused[0].reason


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-8"), (",", "utf-8")])
def test_reads_what_spreadsheets_save(
    session: Session, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [{"image": "a.png", **box(1), "label": "normal", "note": "pálida; a, b"}]
    plan = label_import.plan(
        session, table(tmp_path / "labels.csv", rows, delimiter=delimiter, encoding=encoding)
    )
    assert plan.proposals[0].line.verdict.note == "pálida; a, b"


def test_files_that_are_no_such_table_are_refused_whole(session: Session, tmp_path: Path) -> None:
    rows = [{"image": "a.png", **box(1), "label": "célula"}]
    for encoding in ("latin-1", "utf-16"):
        with pytest.raises(DataError, match="UTF-8"):
            label_import.plan(session, table(tmp_path / "labels.csv", rows, encoding=encoding))
    with pytest.raises(DataError, match="needs the columns"):
        label_import.plan(session, table(tmp_path / "labels.csv", [{"picture": "a.png", "label": "blast"}]))
    with pytest.raises(DataError, match="could not be read"):
        label_import.plan(session, tmp_path / "missing.csv")


def test_an_export_comes_back_into_an_empty_session_equal(session: Session, tmp_path: Path) -> None:
    every = [row.id for row in session.index()]
    session.decide(every[:2], Status.ACCEPTED, note="+1 nucleolus", reviewer="RM")
    session.decide(every[2:3], Status.CORRECTED, "normal", reviewer="AB")
    session.decide(every[3:4], Status.EXCLUDED, reviewer="AB")
    path = tmp_path / "export.csv"
    with report.CsvWriter(path, report.columns(MODEL.classes)) as writer:
        for image in session.images():
            for cell in session.cells(image.id):
                writer.write(
                    report.row(
                        name=image.name,
                        sha256=image.sha256,
                        kind=image.kind,
                        cell=cell.cell,
                        model=MODEL,
                        prediction=cell.prediction,
                        decision=cell.decision,
                        classes=MODEL.classes,
                    )
                )
    was = [(row.status, row.label, row.reviewer, row.note) for row in session.index()]
    for _ in range(3):
        session.undo("RM")
    label_import.apply(session, label_import.plan(session, path), reviewer="CD")
    assert [(row.status, row.label, row.reviewer, row.note) for row in session.index()] == was
