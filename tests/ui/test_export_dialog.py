"""Exporting and verifying in the real window: off its thread, with progress, a way out, and plain words."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
)

from allviewer.core import report
from allviewer.ui.app import Program
from allviewer.ui.commands import exporting
from allviewer.ui.dialogs.export import ExportDialog
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.dialogs.waiting import Waiting
from tests.ui.conftest import Rig


@pytest.fixture
def opened(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    folder = tmp_path / "smears"
    folder.mkdir()
    for name in ("field_00034.jpg", "field_00044.jpg"):
        shutil.copy(samples / name, folder)
    return rig.open(folder)


def with_dialog(program: Program, act: Callable[[ExportDialog], None]) -> None:
    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        act(dialog)

    QTimer.singleShot(0, now)
    program.window.actions_by_id["export"].trigger()


def part(dialog: Any, kind: type, name: str) -> Any:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def fill(dialog: ExportDialog, path: Path, *boxes: str) -> None:
    part(dialog, QLineEdit, "exportPath").setText(str(path))
    for name in boxes:
        part(dialog, QCheckBox, name).setChecked(True)
    part(dialog, QPushButton, "exportGo").click()


def test_everything_that_is_ticked_is_written(opened: Program, rig: Rig, tmp_path: Path) -> None:
    table, named = tmp_path / "out.csv", []

    def act(dialog: ExportDialog) -> None:
        fill(dialog, table, "exportSummary", "exportCoco", "exportGeojson")
        named.append(part(dialog, QLabel, "exportPlaces").text())

    with_dialog(opened, act)
    assert named == ["out-images.csv, out-coco.json, out-geojson"]
    cells = len(opened.controller.desk.cells)  # type: ignore[union-attr]
    assert len(report.read_csv(table)) == cells
    rows = report.read_csv(tmp_path / "out-images.csv")
    assert [row["image"] for row in rows] == ["field_00034.jpg", "field_00044.jpg"]
    assert sum(int(row["cells"]) for row in rows) == cells
    assert len(json.loads((tmp_path / "out-coco.json").read_text())["annotations"]) == cells
    assert len(list((tmp_path / "out-geojson").glob("*.geojson"))) == 2
    beside = "Written beside it: out-images.csv, out-coco.json, out-geojson."
    assert opened.window.notices.text() == f"{cells} rows written to {table}. {beside}"
    assert rig.settings.option("export folder") == str(tmp_path)


def test_what_was_ticked_is_ticked_the_next_time_but_for_what_leaves_cells_out(
    opened: Program, rig: Rig, tmp_path: Path
) -> None:
    def act(dialog: ExportDialog) -> None:
        assert dialog.ticked == ("exportBom",)
        part(dialog, QCheckBox, "exportBom").setChecked(False)
        fill(dialog, tmp_path / "out.csv", "exportReviewed", "exportCoco")

    with_dialog(opened, act)
    shown: list[tuple[tuple[str, ...], bool, str]] = []

    def look(dialog: ExportDialog) -> None:
        reviewed = part(dialog, QCheckBox, "exportReviewed").isChecked()
        shown.append((dialog.ticked, reviewed, part(dialog, QLabel, "exportPlaces").text()))
        dialog.reject()

    with_dialog(opened, look)
    assert shown == [(("exportCoco",), False, "smears-coco.json")]


@pytest.mark.parametrize("over", [False, True])
def test_a_table_that_somebody_wrote_into_is_not_written_over_unasked(
    opened: Program, rig: Rig, tmp_path: Path, over: bool
) -> None:
    table = tmp_path / "out.csv"
    for _ in range(2):  # its own, as it was, is written anew without a word
        with_dialog(opened, lambda dialog: fill(dialog, table))
    edited = table.read_bytes() + b"a colleague's line\r\n"
    table.write_bytes(edited)
    asked: list[str] = []
    looking = QTimer(interval=10)

    def answer() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, QMessageBox):
            looking.stop()
            asked.append(question.text())
            said = question.buttons()[0] if over else question.defaultButton()
            assert said is not None and (said.text() == "Write over it") is over
            said.click()
            if not over:
                dialog = question.parent()
                assert isinstance(dialog, ExportDialog) and dialog.isVisible()
                dialog.reject()

    looking.timeout.connect(answer)
    looking.start()
    with_dialog(opened, lambda dialog: fill(dialog, table))
    assert asked == ["Write over out.csv?"]
    assert (table.read_bytes() == edited) is not over


def test_trouble_is_told_in_the_dialog_which_stays(opened: Program, rig: Rig, tmp_path: Path) -> None:
    def act(dialog: ExportDialog) -> None:
        fill(dialog, tmp_path / "nowhere" / "out.csv")
        trouble = part(dialog, QLabel, "exportTrouble")
        rig.wait(lambda: "nowhere" in trouble.text())
        assert dialog.isVisible()
        part(dialog, QLineEdit, "exportPath").clear()
        assert not part(dialog, QPushButton, "exportGo").isEnabled()
        fill(dialog, tmp_path / "out.csv")

    with_dialog(opened, act)
    assert (tmp_path / "out.csv").is_file()


def test_a_name_alone_is_a_table_in_the_folder_that_was_suggested(
    opened: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "where it was started"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    opened.preferences.set_option("export folder", str(tmp_path))

    def act(dialog: ExportDialog) -> None:
        path = part(dialog, QLineEdit, "exportPath")
        path.selectAll()
        QTest.keyClicks(path, "counts")
        QTest.keyClick(path, Qt.Key.Key_Return)

    with_dialog(opened, act)
    assert (tmp_path / "counts.csv").is_file() and not list(elsewhere.iterdir())
    assert str(tmp_path / "counts.csv") in opened.window.notices.text()
    assert opened.preferences.export_folder == tmp_path


def test_a_long_export_shows_how_far_it_is_and_can_be_cancelled(
    opened: Program, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, seen = threading.Event(), threading.Event()

    def slow(session: Any, asked: Any, *, tell: Any) -> int:
        tell(1, 4)
        seen.set()
        going.wait(20)
        tell(2, 4)
        raise AssertionError("went on after it was cancelled")

    monkeypatch.setattr(exporting, "export", slow)

    def act(dialog: ExportDialog) -> None:
        fill(dialog, tmp_path / "out.csv")
        waiting = dialog.findChild(Waiting)
        assert isinstance(waiting, Waiting)
        rig.wait(waiting.isVisible)
        bar = part(waiting, QProgressBar, "waitingBar")
        rig.wait(lambda: (bar.value(), bar.maximum()) == (1, 4))
        assert part(waiting, QLabel, "waitingSaid").text() == "1 of 4"
        part(waiting, QPushButton, "waitingCancel").click()
        assert not waiting.isVisible() and dialog.isVisible()
        going.set()
        rig.wait(lambda: not opened.background._tasks)
        assert dialog.isVisible() and part(dialog, QLabel, "exportTrouble").text() == ""
        dialog.reject()

    with_dialog(opened, act)
    assert seen.is_set() and not (tmp_path / "out.csv").exists()


def test_verify_compares_pictures_too(opened: Program, rig: Rig) -> None:
    verify, notices = opened.window.actions_by_id["verify"], opened.window.notices
    verify.trigger()
    rig.wait(lambda: "bundle" in notices.text())  # the stand-in for the network is installed nowhere
    desk = opened.controller.desk
    assert desk is not None
    for row in desk.images.values():
        row.path.write_bytes(b"another picture")
    verify.trigger()
    rig.wait(lambda: bool(opened.window.findChildren(TextDialog)))
    (dialog,) = opened.window.findChildren(TextDialog)
    assert dialog.windowTitle() == "3 things are not as they were"
    said = dialog._text.toPlainText()
    assert "field_00034.jpg: the picture is not the one that was reviewed." in said
    dialog.close()


def test_images_that_are_not_analysed_yet_are_told(rig: Rig, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "smears"
    folder.mkdir()
    for copy in range(30):
        shutil.copy(samples / "field_00034.jpg", folder / f"{copy:02}.jpg")
    program = rig.start()
    with rig.qtbot.waitSignal(program.worker.events, check_params_cb=_classified, timeout=60_000):
        program.commands.open([folder])
    with rig.qtbot.waitSignal(program.worker.finished, timeout=10_000):
        part(program.window, QPushButton, "cancel").click()
    images = program.controller.desk.images.values()  # type: ignore[union-attr]
    begun = sum(row.state in ("pending", "read") for row in images)
    assert 0 < begun < 30
    with_dialog(program, lambda dialog: fill(dialog, tmp_path / "out.csv"))
    told = f"Images not analysed by then: {begun}. Export again once they are."
    assert program.window.notices.text().endswith(told)


def _classified(events: Any) -> bool:
    return any(type(event).__name__ == "CellsClassified" for event in events)
