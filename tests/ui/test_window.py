"""The real window, worker and session from an opened folder to the exported table."""

import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from allviewer.core import report
from allviewer.core.records import Status
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.dialogs.export import ExportDialog
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, press
from tests.ui.review import decided

Key = Qt.Key


def test_from_folder_to_table(rig: Rig, smears: Path, tmp_path: Path) -> None:
    program = rig.open(smears)
    desk = program.controller.desk
    assert desk is not None
    assert [row.name for row in desk.images.values()] == [
        *("broken.png", "field_00034.jpg", "field_00044.jpg", "cells/monocyte.jpg")
    ]
    showing = program.controller.showing
    press(rig, Key.Key_PageDown)
    assert showing.row is not None and showing.row.name == "field_00034.jpg"
    first = showing.cell
    assert first is not None
    press(rig, Key.Key_Return)
    assert decided(program)[first] == (Status.ACCEPTED, desk.cells[first].best)
    second = showing.cell
    assert second is not None and second != first  # it went on by itself
    other = 1 + (MODEL.classes.index(desk.cells[second].best) + 1) % 2
    press(rig, Key(Key.Key_0.value + other))
    assert decided(program)[second] == (Status.CORRECTED, MODEL.classes[other - 1])
    third = showing.cell
    assert third is not None
    press(rig, Key.Key_U)
    assert decided(program)[third] == (Status.UNSURE, "")
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(program)[third] == (Status.UNREVIEWED, "")
    assert showing.cell == third  # undo shows where it was
    press(rig, Key.Key_X)
    table = tmp_path / "out.csv"
    export(program, table)
    check_table(program, table)


def export(program: Program, table: Path) -> None:
    """By the dialog, as the menu opens it."""

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        path = dialog.findChild(QLineEdit, "exportPath")
        assert isinstance(path, QLineEdit)
        path.setText(str(table))
        go = dialog.findChild(QPushButton, "exportGo")
        assert isinstance(go, QPushButton)
        go.click()

    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, fill)
    program.window.actions_by_id["export"].trigger()


def check_table(program: Program, table: Path) -> None:
    """Every column of every row against what the session holds."""
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    desk = program.controller.desk
    assert desk is not None
    expected = []
    for row in desk.session.images():
        for cell in desk.session.cells(row.id):
            expected.append(
                report.row(
                    name=row.name,
                    sha256=row.sha256,
                    kind=row.kind,
                    cell=cell.cell,
                    model=MODEL,
                    prediction=cell.prediction,
                    decision=cell.decision,
                    classes=MODEL.classes,
                )
            )
    found = report.read_csv(table)
    assert len(found) == len(desk.cells) > 3
    assert found == expected
    assert {"accepted", "corrected", "excluded", "unreviewed"} >= {line["status"] for line in found}
    assert {line["reviewer"] for line in found if line["status"] == "accepted"} == {"RM"}


def test_bad_file_is_one_row_with_a_reason(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    desk = program.controller.desk
    assert desk is not None
    broken = next(row for row in desk.images.values() if row.name == "broken.png")
    assert broken.state == "failed" and broken.reason
    assert program.window.notices.text() == "1 image could not be read."
    program.window.images.show_unread()
    model = program.window.images.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["broken.png"]
    program.controller.showing.choose_image(broken.id)
    assert broken.reason in program.window.picture.view.accessibleDescription()


@pytest.mark.parametrize("by_key", [False, True])
def test_from_what_could_not_be_read_there_is_a_way_back(rig: Rig, smears: Path, by_key: bool) -> None:
    window = rig.open(smears).window
    images, model = window.images, window.images.view.model()
    showing, everything = window.images.findChild(QPushButton, "imagesAll"), model.rowCount()
    name = images.findChild(QLineEdit, "imageFilter")
    assert isinstance(showing, QPushButton) and isinstance(name, QLineEdit)
    name.setText("field_00034")
    window.notices.findChild(QPushButton, "noticeShow").click()  # type: ignore[union-attr]
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["broken.png"]
    assert not name.text() and showing.isVisible()
    if by_key:
        press(rig, Key.Key_Escape)
        assert not window.notices.text()
    else:
        showing.click()
    assert model.rowCount() == everything and not showing.isVisible()
    shown = rig.program.controller.showing.row  # type: ignore[union-attr]
    assert shown is not None and images.view.currentIndex().data() == shown.name
    name.setText("field_00034")
    press(rig, Key.Key_Escape)
    assert name.text() == "field_00034"  # who wrote it takes it away


def test_cancel_answers_at_once_and_keeps_what_was_done(rig: Rig, smears: Path, samples: Path) -> None:
    for copy in range(30):
        shutil.copy(samples / "field_00034.jpg", smears / f"more_{copy:02}.jpg")
    program = rig.start()
    rig.program = program
    with rig.qtbot.waitSignal(program.worker.events, check_params_cb=_has_prediction, timeout=60_000):
        program.commands.open([smears])
    started = time.monotonic()
    cancel = program.window.findChild(QPushButton, "cancel")
    with rig.qtbot.waitSignal(program.worker.finished, timeout=10_000):
        cancel.click()  # type: ignore[union-attr]
        assert time.monotonic() - started < 0.3
        assert not program.controller.busy
        assert cancel.isHidden()  # type: ignore[union-attr]
        cells = decided(program)
    assert decided(program) == cells  # nothing came after it
    program.controller.classify()
    rig.wait(lambda: not program.controller.busy)
    assert len(decided(program)) > len(cells) > 0


def _has_prediction(events: object) -> bool:
    return any(type(event).__name__ == "CellsClassified" for event in events)  # type: ignore[attr-defined]


def test_closing_while_it_runs_loses_nothing(rig: Rig, smears: Path, samples: Path) -> None:
    for copy in range(30):
        shutil.copy(samples / "field_00034.jpg", smears / f"more_{copy:02}.jpg")
    program = rig.start()
    with rig.qtbot.waitSignal(program.worker.events, check_params_cb=_has_prediction, timeout=60_000):
        program.commands.open([smears])
    cell = next(iter(program.controller.desk.cells))  # type: ignore[union-attr]
    program.controller.showing.choose_cell(cell)
    press(rig, Key.Key_1)
    shown = decided(program)
    rig.stop()  # the guards of conftest see every thread that is left
    with_session = Session.open(rig.session_file)
    kept = {one.id: (one.status, one.label) for one in with_session.index()}
    with_session.close()
    assert kept == shown and kept[cell][1] == "blast"


def test_many_chosen_cells_are_one_step(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    program.window.gallery.select_all()
    chosen = set(program.window.gallery.selected())
    assert len(chosen) > 3
    press(rig, Key.Key_1)
    assert {label for _, label in decided(program).values()} == {"blast"}
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {status for status, _ in decided(program).values()} == {Status.UNREVIEWED}


def test_withdrawing_many_decisions_says_how_many_and_how_to_have_them_back(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    for key in (Key.Key_1, Key.Key_Backspace):
        program.window.gallery.select_all()
        press(rig, key)
    cells = len(program.window.gallery.order())
    assert {status for status, _ in decided(program).values()} == {Status.UNREVIEWED}
    assert (
        program.window.notices.text()
        == f"{cells} decided cells are unreviewed again. Ctrl+Z takes this back."
    )
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {label for _, label in decided(program).values()} == {"blast"}


def test_reviewer_is_asked_once(rig: Rig, smears: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(_parent: object, name: str) -> str:
        asked.append(name)
        return "Dr. Ada"

    monkeypatch.setattr("allviewer.ui.dialogs.reviewer.ask", answer)
    rig.settings = type(rig.settings)()
    program = rig.open(smears)
    press(rig, Key.Key_Tab)
    press(rig, Key.Key_1)
    press(rig, Key.Key_2)
    assert asked == [""]
    assert rig.settings.reviewer == "Dr. Ada"
    status = program.window.findChild(QLabel, "status")
    assert isinstance(status, QLabel) and "Dr. Ada" in status.text()


def test_kind_can_be_overridden(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    press(rig, Key.Key_PageDown)
    row = program.controller.showing.row
    assert row is not None and row.kind is not None and row.kind.value == "field" and row.cells > 1
    with rig.qtbot.waitSignal(program.worker.finished, timeout=60_000):
        program.window.actions_by_id["kind_cell"].trigger()
    row = program.controller.showing.row
    assert row is not None and row.kind is not None and row.kind.value == "cell" and row.kind_by_person
    assert len(program.controller.desk.cells_of(row.id)) == 1  # type: ignore[union-attr]
    assert program.window.actions_by_id["kind_cell"].isChecked()
    press(rig, Key.Key_PageDown)  # another picture, of which nobody said anything
    assert program.window.actions_by_id["kind_auto"].isChecked()


def test_decisions_that_another_kind_lays_aside_are_told(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    press(rig, Key.Key_PageDown)
    row, desk = program.controller.showing.row, program.controller.desk
    assert row is not None and desk is not None
    several = desk.cells_of(row.id)[:2]
    for cell in several:
        program.controller.showing.choose_cell(cell)
        press(rig, Key.Key_1)
    program.controller.showing.choose_image(row.id)
    with rig.qtbot.waitSignal(program.worker.finished, timeout=60_000):
        program.window.actions_by_id["kind_cell"].trigger()
    assert desk.tally().reviewed == 0
    said = program.window.notices.text()
    assert "neither shown nor counted now: 2." in said and "Ctrl+Z" in said
    press(rig, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.tally().reviewed == 2 and program.window.notices.text() == ""
    program.window.actions_by_id["kind_field"].trigger()  # the same cells: none is laid aside
    assert desk.tally().reviewed == 2 and "neither shown" not in program.window.notices.text()


def test_thumbnails_come_for_what_is_in_sight(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    order = list(program.window.gallery.order())
    rig.wait(lambda: program.thumbnails.pixmap(order[0]) is not None)


def test_keyboard_moves_from_panel_to_panel(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    window = program.window
    panels = {window.images.view, window.picture.view, window.gallery.grid}
    for stops in (panels | {window.notices.stop}, panels):  # a picture could not be read: that is said
        seen = set()
        for _ in stops:
            press(rig, Key.Key_F6)
            seen.add(QApplication.focusWidget())
        assert seen == stops
        window.notices.clear()


def test_order_and_filters_are_reached_by_keyboard_and_left_without_deciding(rig: Rig, smears: Path) -> None:
    program = rig.open(smears)
    window, shift = program.window, Qt.KeyboardModifier.ShiftModifier
    order = list(window.gallery.order())
    names = []
    for _ in range(4):
        press(rig, Key.Key_F6, shift)
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
        if focus.objectName() == "gallerySort":
            for _ in range(4):
                press(rig, Key.Key_Down)  # largest first
    assert names == ["galleryShow", "galleryGroup", "gallerySort", "imageFilter"]
    desk = program.controller.desk
    assert desk is not None
    areas = [desk.cells[cell].area_px for cell in window.gallery.order()]
    assert areas == sorted(areas, reverse=True) and list(window.gallery.order()) != order
    rig.qtbot.keyClicks(QApplication.focusWidget(), "field")
    assert window.images.view.model().rowCount() == 2
    press(rig, Key.Key_Return)
    assert QApplication.focusWidget() is window.images.view
    press(rig, Key.Key_F6, shift)
    press(rig, Key.Key_Return)
    assert QApplication.focusWidget() is window.gallery.grid
    assert desk.tally().reviewed == 0


@pytest.mark.slow
def test_shipped_bundle_classifies_in_the_window(rig: Rig, samples: Path, tmp_path: Path) -> None:
    from allviewer.core.errors import BundleError
    from allviewer.services.thumbnails import Packs
    from allviewer.ui import bundles
    from allviewer.ui.app import jobs_with

    try:
        model = bundles.describe("all_b3")
    except BundleError as error:
        pytest.skip(f"no shipped bundle here: {error}")
    shutil.copy(samples / "field_00034.jpg", tmp_path / "field.jpg")
    program = rig.start(jobs_with(Packs(None)))
    rig.open(tmp_path / "field.jpg")
    desk = program.controller.desk
    assert desk is not None and desk.model == model and len(desk.cells) > 0
    row = program.controller.showing.current
    assert row is not None and row.prediction is not None
    assert sum(row.prediction.probabilities) == pytest.approx(1, abs=1e-5)
    assert row.prediction.heatmap is not None and len(row.prediction.heatmap) == len(model.classes)
    accept = program.window.findChild(QPushButton, "button_accept")
    assert isinstance(accept, QPushButton)
    assert accept.text() == f"Accept {model.classes[row.prediction.best]}"
    status = program.window.findChild(QLabel, "status")
    assert isinstance(status, QLabel) and status.text().startswith("all_b3  ·  ")
    press(rig, Key.Key_Return)
    assert decided(program)[row.id][0] is Status.ACCEPTED
