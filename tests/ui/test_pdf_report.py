"""The PDF: what it says, that every page is signed, and that the old file outlives a failure."""

import shutil
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from allviewer import RESEARCH_USE
from allviewer.core.agreement import with_model
from allviewer.core.differential import Unit, count
from allviewer.core.errors import OutputError
from allviewer.core.progress import CancelledError
from allviewer.core.records import Model, Status
from allviewer.core.table import Table
from allviewer.services.report_content import Gallery, Report
from allviewer.ui import pdf_report
from tests.core.rows import Row
from tests.ui.conftest import numbers_in

CLASSES = ("blast", "normal")


@pytest.fixture
def report(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Report:
    rows = [
        Row(
            n,
            n % 3,
            status=Status.ACCEPTED if n % 4 else Status.CORRECTED,
            label="blast" if n % 4 else "normal",
        )
        for n in range(1, 61)
    ]
    table = Table.of(rows, {0: "a/1.png", 1: "a/2.png", 2: "b/<b>3</b>.png"})
    tile = np.full((32, 32, 3), (200, 60, 120), np.uint8)
    return Report(
        title="Slide 7 <i>not italic</i>",
        made_at=datetime(2026, 11, 21, 3, 0, tzinfo=UTC),
        session_id="the-session",
        head="c" * 64,
        reviewers=("AB", "RM"),
        count=count(table, CLASSES)[0],
        units=count(table, CLASSES, unit=Unit.FOLDER),
        every=with_model(table, CLASSES),
        blind=with_model(table, CLASSES, blind=True),
        seen=with_model(table, CLASSES, blind=False),
        galleries=(Gallery("blast", 45, (), (tile,) * 20 + (None,)), Gallery("normal", 15, (), (tile,) * 15)),
        side_um=None,
        model=Model("all_b3", "d" * 64, CLASSES, 1.5, 160, 8.0),
        cards={"all_b3": "# all_b3\n\n| what | value |\n|---|---|\n| AUROC | 0.97 |\n\n" + "Limits. " * 900},
        images=tuple((f"a/{n}.png", f"{n:064x}") for n in range(500)),
    )


def read(path: Path) -> list[str]:
    """The text of each page, by Poppler."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the PDF's text cannot be read back")
    found = subprocess.run([tool, "-layout", path, "-"], check=True, capture_output=True, text=True)
    # a font may join letters ("fi"): NFKC parts them again
    return unicodedata.normalize("NFKC", found.stdout).split("\f")[:-1]


@pytest.mark.usefixtures("english_numbers")
def test_says_what_was_counted_and_what_it_stands_on(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    pdf_report.write(report, path)
    pages = read(path)
    assert all(RESEARCH_USE in page and f"Page {n}" in page for n, page in enumerate(pages, start=1))
    text = "\n".join(" ".join(line.split()) for page in pages for line in page.splitlines())
    for said in (
        "Slide 7 <i>not italic</i>",
        "Reviewer: AB, RM",
        "blast 45 75.0 % 62.1–85.3 60",
        "normal 15 25.0 % 14.7–37.9 0",
        "Counted 60 · unidentified 0 · not counted 0 · not reviewed yet 0",
        "blast: 21 of 45",
        "AUROC 0.97",
        "Session the-session",
        "c" * 64,
        "d" * 64,
        f"a/399.png {399:064x}",
        "And 100 more images",
    ):
        assert said in text, said


@pytest.mark.usefixtures("english_numbers")
def test_in_blind_review_no_prediction_is_counted(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    pdf_report.write(report, path, blind=True)
    text = "\n".join(" ".join(line.split()) for page in read(path) for line in page.splitlines())
    assert "blast 45 75.0 % 62.1–85.3 –" in text and "normal 15 25.0 % 14.7–37.9 –" in text


@pytest.mark.usefixtures("english_numbers")
def test_classes_that_the_model_does_not_know_are_told_apart(report: Report, tmp_path: Path) -> None:
    other = Model("wbc8", "e" * 64, ("blast", "monocyte"), 1.5, 160, 8.0)
    rows = [Row(n, 1, status=Status.CORRECTED, label="normal" if n < 7 else "blast") for n in range(10)]
    table = Table.of(rows, {1: "a.png"})
    (counted,) = count(table, CLASSES, known=other.classes)
    every = with_model(table, CLASSES)
    path = tmp_path / "report.pdf"
    pdf_report.write(replace(report, model=other, count=counted, units=(), every=every), path)
    text = " ".join(" ".join(read(path)).split())
    assert "blast 3 30.0 % 6.7–65.2 10 normal 7 70.0 % 34.8–93.3 –" in text
    assert "Not known to the model, so that it cannot agree: “normal”. Cells: 7 of 10." in text
    pdf_report.write(report, path)
    assert "cannot agree" not in " ".join(read(path))


def test_a_report_of_nothing_is_still_whole(report: Report, tmp_path: Path) -> None:
    empty = Table.of([], {})
    bare = replace(
        report,
        count=count(empty, ())[0],
        units=(),
        every=with_model(empty),
        galleries=(),
        model=None,
        cards={},
        images=(),
    )
    data = pdf_report.render(bare)
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


def test_what_cannot_be_written_leaves_the_old_file(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder"):
        pdf_report.write(report, tmp_path / "missing" / "report.pdf")
    taken = tmp_path / "taken.pdf"
    taken.mkdir()
    with pytest.raises(OutputError):
        pdf_report.write(report, taken)


def test_numbers_are_written_as_the_language_does(report: Report, tmp_path: Path) -> None:
    with numbers_in(QLocale.Language.Spanish):
        pdf_report.write(report, tmp_path / "report.pdf")
    text = "\n".join(
        " ".join(line.split()) for page in read(tmp_path / "report.pdf") for line in page.splitlines()
    )
    assert "blast 45 75,0 % 62,1–85,3 60" in text


def test_cancelled_report_leaves_nothing_behind(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_text("of yesterday")
    told: list[tuple[int, int]] = []
    pdf_report.render(report, tell=lambda done, total: told.append((done, total)))
    assert told[0][0] == 0 and told[-1][0] == told[-1][1] == len(told) - 1 > 4
    for last in range(len(told)):

        def tell(done: int, _total: int, last: int = last) -> None:
            if done == last:
                raise CancelledError

        with pytest.raises(CancelledError):
            pdf_report.write(report, path, tell=tell)
        assert path.read_text() == "of yesterday" and list(tmp_path.iterdir()) == [path]


@pytest.mark.qt_log_level_fail("WARNING")
def test_laid_out_in_another_thread_with_every_line_whole(report: Report, tmp_path: Path) -> None:
    code = "\n".join(f" {n}: " + "why " * 60 + f"end{n}" for n in range(200))
    carded = replace(report, cards={"all_b3": f"# all_b3\n\n```\n{code}\n```\n"})
    path = tmp_path / "report.pdf"
    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(pdf_report.write, carded, path).result()
    text = "".join("".join(page.split()) for page in read(path))
    assert all(f"end{n}" in text for n in range(200))
