"""The CSV: the columns promised, any text back as it went in, no formula, old or new but never half."""

import csv
import string
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allviewer.core import report
from allviewer.core.errors import DataError, OutputError
from allviewer.core.morphology import MEASUREMENTS
from allviewer.core.records import Box, Cell, Decision, Kind, Model, Prediction, Status, Triage

MODEL = Model("all_b3", "ab" * 32, ("blast", "normal"), 1.5, 160, 6.0)
CLASSES = MODEL.classes
SQUARE = np.array([[0, 0], [4, 0], [4, 4]], np.float32)
CELL = Cell(7, Box(1, 2, 30, 40), SQUARE, (), {"nucleus_area_px": 1_234_567.25, "nucleus_ratio": 0.1 + 0.2})
PREDICTION = Prediction((0.25, 0.75), 0.5, Triage.REVIEW, "uncertain")
DECIDED = datetime(2026, 11, 21, 3, 4, 5, 6, timezone(timedelta(hours=2)))


def cell_row(
    *,
    name: str = "a/b.png",
    note: str = "",
    reviewer: str = "RM",
    label: str = "blast",
    status: Status = Status.CORRECTED,
) -> dict[str, str]:
    return report.row(
        name=name,
        sha256="cd" * 32,
        kind=Kind.FIELD,
        cell=CELL,
        model=MODEL,
        prediction=PREDICTION,
        decision=Decision(status, label, reviewer, DECIDED, note),
        classes=CLASSES,
    )


def write(path: Path, rows: list[dict[str, str]], *, bom: bool = False) -> None:
    with report.CsvWriter(path, report.columns(CLASSES), bom=bom) as writer:
        writer.write_all(rows)


def test_columns_are_those_promised() -> None:
    names = report.columns(CLASSES)
    assert names[:8] == ("image", "image_sha256", "kind", "cell", "x", "y", "width", "height")
    assert names[8 : 8 + len(MEASUREMENTS)] == MEASUREMENTS
    assert names[8 + len(MEASUREMENTS) :] == (
        *(
            "predicted_label",
            "probability",
            "probability_blast",
            "probability_normal",
            "uncertainty",
            "triage",
        ),
        *("model", "model_sha256", "status", "label", "reviewer", "decided_at", "note"),
    )


def test_every_value_of_a_row() -> None:
    found = {k: v for k, v in cell_row(note="pale").items() if v}
    assert found == {
        "image": "a/b.png",
        "image_sha256": "cd" * 32,
        "kind": "field",
        "cell": "7",
        "x": "1",
        "y": "2",
        "width": "30",
        "height": "40",
        "nucleus_area_px": "1234567.25",
        "nucleus_ratio": "0.3",
        "predicted_label": "normal",
        "probability": "0.75",
        "probability_blast": "0.25",
        "probability_normal": "0.75",
        "uncertainty": "0.5",
        "triage": "review",
        "model": "all_b3",
        "model_sha256": "ab" * 32,
        "status": "corrected",
        "label": "blast",
        "reviewer": "RM",
        "decided_at": "2026-11-21T01:04:05.000006Z",
        "note": "pale",
    }


def test_image_without_cells_and_cell_without_answers() -> None:
    nothing = {"model": None, "prediction": None, "decision": None, "classes": CLASSES}
    empty = report.row(name="a.png", sha256="00", kind=Kind.FIELD, cell=None, **nothing)
    assert {k: v for k, v in empty.items() if v} == {"image": "a.png", "image_sha256": "00", "kind": "field"}
    bare = report.row(name="a.png", sha256="00", kind=Kind.CELL, cell=CELL, **nothing)
    assert (bare["status"], bare["label"], bare["probability"]) == ("unreviewed", "", "")
    assert tuple(empty) == tuple(bare) == report.columns(CLASSES)


def test_a_mere_note_is_no_decision_with_a_time() -> None:
    noted = cell_row(status=Status.UNREVIEWED, label="", note="pale")
    assert (noted["status"], noted["label"], noted["decided_at"]) == ("unreviewed", "", "")
    assert (noted["reviewer"], noted["note"]) == ("RM", "pale")


def test_not_a_number_stays_empty() -> None:
    odd = Cell(1, Box(0, 0, 1, 1), SQUARE, (), {"nucleus_ratio": float("nan")})
    nothing = {"model": None, "prediction": None, "decision": None, "classes": ()}
    assert report.row(name="", sha256="", kind=None, cell=odd, **nothing)["nucleus_ratio"] == ""


TEXT = st.text() | st.text(alphabet="'=+-@\t\r\n\",;x \ufeff\0") | st.text(alphabet=string.printable)


@given(TEXT, TEXT, TEXT)
@example("=1+1", "'=1+1", "-5")
@example("\ufeff", "\r", "\n")
def test_any_text_comes_back_equal(tmp_path: Path, name: str, note: str, reviewer: str) -> None:
    rows = [cell_row(name=name, note=note, reviewer=reviewer), cell_row()]
    for bom in (False, True):
        write(tmp_path / "a.csv", rows, bom=bom)
        assert report.read_csv(tmp_path / "a.csv") == rows


@given(TEXT)
def test_no_cell_of_a_text_column_is_a_formula(tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.csv", [cell_row(name=text, note=text, reviewer=text, label=text)])
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        plain = next(csv.DictReader(file))
    assert not [c for c in report.TEXT_COLUMNS if plain[c].startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [cell_row() | {"x": "-12"}])
    assert b",-12," in (tmp_path / "a.csv").read_bytes()


def test_form_on_the_disk(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [cell_row(note='Ärger, "viel"\nhier')])
    data = (tmp_path / "a.csv").read_bytes()
    assert data.endswith(b'"\xc3\x84rger, ""viel""\nhier"\r\n')
    assert data.startswith(b"image,image_sha256,")
    assert data.count(b"\r\n") == 2
    write(tmp_path / "a.csv", [], bom=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfimage,")


def test_name_that_is_not_unicode(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [cell_row(name="bad\udcff.png")])
    assert report.read_csv(tmp_path / "a.csv")[0]["image"] == "bad\\udcff.png"


def test_error_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), report.CsvWriter(target, report.columns(CLASSES)) as writer:
        writer.write(cell_row())
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_rows_must_fit(tmp_path: Path) -> None:
    with pytest.raises(KeyError), report.CsvWriter(tmp_path / "a.csv", ("image", "x")) as writer:
        writer.write({"image": "a"})
    with (
        pytest.raises(ValueError, match="no such"),
        report.CsvWriter(tmp_path / "a.csv", ("image",)) as writer,
    ):
        writer.write({"image": "a", "y": ""})
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    cases = {
        tmp_path / "gone" / "a.csv": "folder does not exist",
        tmp_path / "folder.csv": "is a folder",
        tmp_path / "file" / "a.csv": "is a file",
    }
    for path, said in cases.items():
        with pytest.raises(OutputError, match=said):
            write(path, [])


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write(tmp_path / "link.csv", [])
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"image,")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"image,note\r\n\xff\xfe,\r\n", "not in UTF-8"),
        (b"image,image\r\na,b\r\n", "twice"),
        (b"image,note\r\na,b,c\r\n", "line 2: 3 values for 2 columns"),
        (b'image,note\r\na,"b"c\r\n', "not a CSV table"),
    ],
)
def test_tables_of_others_are_refused_with_a_reason(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(DataError, match=said):
        report.read_csv(tmp_path / "a.csv")
    with pytest.raises(DataError, match="could not be read"):
        report.read_csv(tmp_path / "gone.csv")


@given(st.binary(max_size=300))
def test_any_bytes_as_a_table(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    try:
        report.read_csv(tmp_path / "a.csv")
    except DataError as error:
        assert str(error).endswith(".")


def test_a_note_longer_than_the_csv_module_likes(tmp_path: Path) -> None:
    rows = [cell_row(note="x" * 200_000)]
    write(tmp_path / "a.csv", rows)
    assert report.read_csv(tmp_path / "a.csv") == rows


def test_utc_of_utc() -> None:
    assert report.utc(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"
