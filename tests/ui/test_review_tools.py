"""On the real window: the differential and the agreement live, a report, an import."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QListView

from allviewer.core import report
from allviewer.core.differential import Unit
from allviewer.core.export import Export
from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.services.export import export
from allviewer.ui import pdf_report
from allviewer.ui.app import Program
from allviewer.ui.dialogs.import_labels import ImportDialog
from tests.ui.acts import open_line, pick
from tests.ui.conftest import Rig
from tests.ui.review import cells, decide, grid


@pytest.fixture
def program(english_numbers: None, rig: Rig, slide: Path) -> Program:
    return rig.open(slide)


def test_the_differential_follows_each_decision(program: Program, rig: Rig) -> None:
    program.window.actions_by_id["differential"].trigger()
    panel = program.counting.differential
    assert panel.isVisible()
    classes = grid(panel, "Cells per class")
    predicted = [line[5] for line in classes.text()]
    decide(program, cells(program)[:4], Status.CORRECTED, "blast")
    rig.wait(lambda: classes.text()[0][1] == "4")
    decide(program, cells(program)[4:5], Status.CORRECTED, "normal")
    rig.wait(lambda: classes.text()[0][2] == "80.0 %")
    assert [line[5] for line in classes.text()] == predicted
    program.window.actions_by_id["undo"].trigger()
    rig.wait(lambda: classes.text()[0][2] == "100.0 %")


def test_counting_by_folder_is_remembered_and_a_unit_opens(program: Program, rig: Rig) -> None:
    program.window.actions_by_id["differential"].trigger()
    panel = program.counting.differential
    pick(panel, "Count per", "Per folder")
    units = grid(panel, "Units")
    assert [line[0] for line in units.text()] == ["cells", "(none)"] or len(units.text()) == 2
    open_line(panel, "Units", [line[0] for line in units.text()].index("cells"))
    row = program.controller.showing.row
    assert row is not None and row.name.startswith("cells/")
    assert rig.settings.option("differential unit") == "folder"


def test_a_unit_is_chosen_by_its_key_and_a_patient_by_a_pattern(program: Program, rig: Rig) -> None:
    program.window.actions_by_id["differential"].trigger()
    panel = program.counting.differential
    units, pattern = panel.findChild(QComboBox, "differentialUnit"), panel.findChild(QLineEdit, "pattern")
    assert units is not None and pattern is not None and pattern.isHidden()
    for unit in (Unit.IMAGE, Unit.FOLDER, Unit.PATIENT):
        rig.qtbot.keyClick(units, Qt.Key.Key_Down)
        assert rig.settings.option("differential unit") == unit.value
        assert not grid(panel, "Units").isHidden() and grid(panel, "Units").text()
    assert not pattern.isHidden()
    panel.window().activateWindow()
    rig.wait(lambda: QApplication.activeWindow() is panel.window())
    pattern.setFocus()
    rig.qtbot.keyClicks(pattern, "^(cells)")
    rig.qtbot.keyClick(pattern, Qt.Key.Key_Return)
    assert "cells" in {line[0] for line in grid(panel, "Units").text()}
    assert rig.settings.option("patient pattern") == "^(cells)"


def test_agreement_is_live_and_keeps_blind_decisions_apart(program: Program, rig: Rig) -> None:
    program.window.actions_by_id["agreement"].trigger()
    first, second, third = cells(program)[:3]
    decide(program, [first, second], Status.ACCEPTED)
    program.controller.reviewing.say(
        lambda session, reviewer: session.decide(
            [third], Status.CORRECTED, "blast", reviewer=reviewer, blind=True
        )
    )
    summary = grid(program.counting.agreement, "Agreement with the model")
    rig.wait(lambda: [line[1] for line in summary.text()] == ["3", "1", "2"])


def test_of_a_class_the_model_does_not_have_no_rate_is_told(program: Program, rig: Rig) -> None:
    program.controller.reviewing.say(
        lambda session, reviewer: session.set_labels([Label("smudge", "#123456", "")], reviewer=reviewer)
    )
    program.window.actions_by_id["agreement"].trigger()
    decide(program, cells(program)[:1], Status.CORRECTED, "smudge")
    decide(program, cells(program)[1:2], Status.ACCEPTED)
    panel = program.counting.agreement
    rates, matrix = grid(panel, "Sensitivity and specificity"), grid(panel, "Confusion matrix")
    rig.wait(lambda: ("smudge", "1") in [(line[0], str(sum(map(int, line[1:])))) for line in matrix.text()])
    assert [line[0] for line in rates.text()] == ["blast", "normal"]
    said = "Not known to the model, so without rates: “smudge”."
    assert any(said in one.text() for one in panel.findChildren(QLabel))


def test_the_report_is_written_beside_the_review(program: Program, rig: Rig, tmp_path: Path) -> None:
    decide(program, cells(program), Status.ACCEPTED)
    path = tmp_path / "report.pdf"
    program.commands.reporting.write(path)
    decide(program, cells(program)[:1], Status.UNSURE)  # the window does not wait
    rig.wait(path.exists)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-") and len(data) > 20_000
    said = [one.text() for one in program.window.notices.findChildren(QLabel)]
    rig.wait(lambda: any(str(path) in one.text() for one in program.window.notices.findChildren(QLabel)))
    assert said is not None
    program.commands.reporting.write(tmp_path / "nowhere" / "report.pdf")
    rig.wait(
        lambda: any("does not exist" in one.text() for one in program.window.notices.findChildren(QLabel))
    )


def test_the_report_hides_what_the_window_hides(
    program: Program, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden: list[bool] = []
    write = pdf_report.write

    def told(*given: Any, blind: bool, **more: Any) -> None:
        hidden.append(blind)
        write(*given, blind=blind, **more)

    monkeypatch.setattr(pdf_report, "write", told)
    for on in (True, False):
        program.window.actions_by_id["blind"].setChecked(on)
        path = tmp_path / f"{on}.pdf"
        program.commands.reporting.write(path)
        rig.wait(path.exists)
    assert hidden == [True, False]


def test_labels_come_in_through_a_table_as_one_step(
    program: Program, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = cells(program)
    decide(program, every, Status.CORRECTED, "normal")
    desk = program.controller.desk
    assert desk is not None
    table = tmp_path / "labels.csv"
    export(desk.session, Export(table))
    assert len(report.read_csv(table)) >= len(every)
    program.window.actions_by_id["undo"].trigger()
    decide(program, every[:2], Status.CORRECTED, "blast")

    shown: list[ImportDialog] = []

    def answer(dialog: ImportDialog) -> int:
        shown.append(dialog)
        listed = next(one for one in dialog.findChildren(QListView) if one.accessibleName() == "Conflicts")
        conflicts, role = listed.model(), Qt.ItemDataRole.CheckStateRole
        assert conflicts.rowCount() == 2 and "RM said blast" in conflicts.index(1, 0).data()
        every = dialog.findChild(QCheckBox, "importAll")
        assert isinstance(every, QCheckBox)
        every.click()
        assert len(dialog.overwrite) == 2
        conflicts.setData(conflicts.index(0, 0), Qt.CheckState.Unchecked, role)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(ImportDialog, "exec", answer)
    program.commands.importing.take(table)
    rig.wait(lambda: bool(shown))
    told = f"Decided otherwise before: 1 of these {len(every) - 1} cells. Ctrl+Z takes this back."
    assert program.window.notices.text() == told
    labels = {row.id: row.label for row in desk.session.index()}
    assert (labels[every[0]], labels[every[1]], labels[every[2]]) == ("blast", "normal", "normal")
    program.window.actions_by_id["undo"].trigger()
    labels = {row.id: row.label for row in desk.session.index()}
    assert (labels[every[1]], labels[every[2]]) == ("blast", "")
    assert len(shown) == 1


def test_blind_the_differential_tells_nothing_predicted(program: Program) -> None:
    program.window.actions_by_id["differential"].trigger()
    table = grid(program.counting.differential, "Cells per class")

    def predicted() -> set[str]:
        rows = table.model().rowCount()
        return {table.model().index(row, 5).data() for row in range(rows)}

    assert "–" not in predicted()
    program.window.actions_by_id["blind"].trigger()
    assert predicted() == {"–"}
    program.window.actions_by_id["blind"].trigger()
    assert "–" not in predicted()
