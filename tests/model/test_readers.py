"""The dataset readers, on made-up files of the real names and layouts."""

from pathlib import Path

import pytest

from allviewer.core.errors import DataError
from allviewer.core.records import Kind
from allviewer.model import readers
from tests.model.cells import picture, save

CELL = picture(0)


def test_folder_takes_class_names_from_folders_in_natural_order(tmp_path: Path) -> None:
    for name in ("b/2.png", "b/10.png", "a/deep/1.jpg"):
        save(tmp_path / "set" / name, CELL)
    samples = readers.read(f"folder:{tmp_path / 'set'}")
    assert [(s.label, s.path.name, s.source) for s in samples] == [
        ("a", "1.jpg", "set"),
        ("b", "2.png", "set"),
        ("b", "10.png", "set"),
    ]


def test_manifest_gives_groups_and_splits(tmp_path: Path) -> None:
    save(tmp_path / "x, y.png", CELL)
    table = tmp_path / "cells.csv"
    table.write_text('path,label,group,split\n"x, y.png",blast,P7,test\n', encoding="utf-8")
    (sample,) = readers.read(f"csv:{table}")
    assert (sample.label, sample.group, sample.split, sample.source) == ("blast", "P7", "test", "cells")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("path,group\n", "line 1: the column label is missing"),
        ("path,label\nx.png,\n", "line 2: the label is empty"),
        ("path,label\nx.png,a\ngone.png,a\n", "line 3: there is no file"),
        ("path,label,split\nx.png,a,dev\n", 'line 2: the split "dev"'),
    ],
)
def test_manifest_names_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    save(tmp_path / "x.png", CELL)
    table = tmp_path / "cells.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=told) as caught:
        readers.read(f"csv:{table}")
    assert str(table) in str(caught.value)


def test_c_nmc_takes_subjects_from_names(tmp_path: Path) -> None:
    save(tmp_path / "fold_0/all/UID_11_2_3_all.bmp", CELL)
    save(tmp_path / "fold_1/hem/UID_H6_14_1_hem.bmp", CELL)
    samples = readers.read(f"c-nmc:{tmp_path}")
    assert [(s.label, s.group, s.kind) for s in samples] == [
        ("all", "11", Kind.CELL),
        ("hem", "H6", Kind.CELL),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_manifest_is_read_as_spreadsheets_write_it(
    tmp_path: Path, separator: str, end: str, encoding: str
) -> None:
    save(tmp_path / "a, b; c.png", CELL)
    lines = [[" Path", "LABEL ", "Split", "colour"], ['"a, b; c.png"', " blast ", "Test", "red"]]
    text = "".join(separator.join(line) + end for line in lines)
    (tmp_path / "m.csv").write_bytes(text.encode(encoding))
    (sample,) = readers.read(f"csv:{tmp_path / 'm.csv'}")
    assert (sample.path.name, sample.label, sample.split) == ("a, b; c.png", "blast", "test")


def test_emptied_rows_of_a_spreadsheet_are_no_pictures(tmp_path: Path) -> None:
    save(tmp_path / "a.png", CELL)
    (tmp_path / "m.csv").write_text("path,label\n,\na.png,blast\n\n , ,\n,,\n", encoding="utf-8")
    assert [s.label for s in readers.read(f"csv:{tmp_path / 'm.csv'}")] == ["blast"]


def test_a_path_written_on_windows_leads_there(tmp_path: Path) -> None:
    save(tmp_path / "cells" / "a.png", CELL)
    (tmp_path / "m.csv").write_text("path;label\ncells\\a.png;blast\n", encoding="utf-8")
    (sample,) = readers.read(f"csv:{tmp_path / 'm.csv'}")
    assert sample.path.is_file()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("path,label\n".encode("utf-16"), "not a text in UTF-8. Save it as CSV in UTF-8"),
        (b"path,label,label\n", "the column label is there twice"),
        (b"file;class\n", "the column path is missing. It has file, class"),
        (b"", "the column path is missing. It has none"),
    ],
)
def test_a_manifest_that_says_nothing_clear_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "m.csv").write_bytes(content)
    with pytest.raises(DataError, match=reason):
        readers.read(f"csv:{tmp_path / 'm.csv'}")


def test_a_folder_is_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Give a CSV with the columns"):
        readers.read(f"csv:{tmp_path}")


def test_c_nmc_preliminary_test_is_named_by_its_table(tmp_path: Path) -> None:
    save(tmp_path / "fold_0/all/UID_11_2_3_all.bmp", CELL)
    save(tmp_path / "prelim/1.bmp", CELL)
    table = tmp_path / "prelim/labels.csv"
    table.write_text("Patient_ID,new_names,labels\nUID_57_29_1_all.bmp,1.bmp,1\n")
    samples = readers.read(f"c-nmc:{tmp_path}")
    assert [(s.path.name, s.label, s.group, s.split) for s in samples] == [
        ("UID_11_2_3_all.bmp", "all", "11", ""),
        ("1.bmp", "all", "57", "test"),
    ]
    table.write_text("Patient_ID,new_names,labels\nUID_57_29_1_all.bmp,9.bmp,1\n")
    with pytest.raises(DataError, match=r"line 2: there is no picture 9\.bmp"):
        readers.read(f"c-nmc:{tmp_path}")


def test_c_nmc_refuses_a_name_against_its_folder(tmp_path: Path) -> None:
    save(tmp_path / "fold_0/hem/UID_11_2_3_all.bmp", CELL)
    with pytest.raises(DataError, match="the name says all, its folder hem"):
        readers.read(f"c-nmc:{tmp_path}")


def test_all_idb1_takes_blasts_from_centroids(tmp_path: Path) -> None:
    save(tmp_path / "Im001_1.jpg", CELL)
    save(tmp_path / "Im002_0.jpg", CELL)
    (tmp_path / "Im001_1.xyc").write_text("12\t 34\n\n56 78\n")
    blast, normal = readers.read(f"all-idb1:{tmp_path}")
    assert (blast.label, blast.points, blast.group) == ("blast", ((12.0, 34.0), (56.0, 78.0)), "Im001")
    assert (normal.label, normal.points, normal.kind) == ("normal", None, Kind.FIELD)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "centroids are missing"),
        ("1 2\nx\n", r"Im001_1\.xyc, line 2"),
        ("1 2\nnan 4\n", r"Im001_1\.xyc, line 2"),
    ],
)
def test_all_idb1_names_what_is_wrong(tmp_path: Path, text: str | None, told: str) -> None:
    save(tmp_path / "Im001_1.jpg", CELL)
    if text is not None:
        (tmp_path / "Im001_1.xyc").write_text(text)
    with pytest.raises(DataError, match=told):
        readers.read(f"all-idb1:{tmp_path}")


def test_all_idb2_is_single_cells(tmp_path: Path) -> None:
    save(tmp_path / "Im001_1.tif", CELL)
    save(tmp_path / "Im131_0.tif", CELL)
    samples = readers.read(f"all-idb2:{tmp_path}")
    assert [(s.label, s.kind) for s in samples] == [("blast", Kind.CELL), ("normal", Kind.CELL)]


@pytest.mark.parametrize("spec", ["folder", "nothing:/tmp", "folder:/no/such/place", "folder:"])
def test_wrong_specs_are_told(spec: str) -> None:
    with pytest.raises(DataError):
        readers.read(spec)


@pytest.mark.data
def test_real_c_nmc_samples(data_dir: Path) -> None:
    samples = readers.read(f"c-nmc:{data_dir / 'cnmc_samples'}")
    assert {(s.label, s.group) for s in samples} == {("all", "1"), ("hem", "H6")}


def test_folders_of_sides_hold_those_of_the_classes(tmp_path: Path) -> None:
    for name in ("Test/a/1.png", "train/a/2.png", "train/b/3.png", "valid/b/4.png"):
        save(tmp_path / "set" / name, CELL)
    samples = readers.read(f"folder:{tmp_path / 'set'}")
    assert sorted((s.path.stem, s.label, s.split, s.source) for s in samples) == [
        ("1", "a", "test", "set"),
        ("2", "a", "train", "set"),
        ("3", "b", "train", "set"),
        ("4", "b", "val", "set"),
    ]
    save(tmp_path / "set/a/5.png", CELL)  # beside a class "train" is one too
    assert {s.label for s in readers.read(f"folder:{tmp_path / 'set'}")} == {"Test", "a", "train", "valid"}


def test_a_side_without_folders_of_classes_is_told(tmp_path: Path) -> None:
    save(tmp_path / "train/1.png", CELL)
    with pytest.raises(DataError, match="train: it holds no folders"):
        readers.read(f"folder:{tmp_path}")


@pytest.mark.parametrize("hint", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_tells_a_spreadsheet_its_separator_is_passed_over(tmp_path: Path, hint: str) -> None:
    save(tmp_path / "a.png", CELL)
    table = tmp_path / "m.csv"
    table.write_text(f"{hint}\r\npath;label;split\r\na.png;blast;Training\r\n", encoding="utf-8-sig")
    assert [(s.label, s.split) for s in readers.read(f"csv:{table}")] == [("blast", "train")]
    table.write_text(f"{hint}\npath;label\na.png;blast\ngone.png;blast\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 4: there is no file"):
        readers.read(f"csv:{table}")
