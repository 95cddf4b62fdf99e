"""The differential panel: figures as counted, apart from predictions; intentions as signals."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from allviewer.core.differential import Unit, count
from allviewer.core.interval import share
from allviewer.core.records import Status
from allviewer.core.table import Table
from allviewer.ui import class_signs
from allviewer.ui.panels.differential_panel import Differential, DifferentialPanel
from tests.core.rows import Row
from tests.ui.acts import open_line
from tests.ui.review import grid

pytestmark = pytest.mark.usefixtures("english_numbers")

CLASSES = ("blast", "normal")
NAMES = {1: "P01/a.png", 2: "P02/b.png"}


def table(*, left: int = 1) -> Table:
    """90 counted cells, 12 of them blasts, all in the first picture but 10 normals; all predicted blast.

    `left` are not decided.
    """
    rows = [Row(n, 1, status=Status.ACCEPTED, label="blast") for n in range(12)]
    rows += [Row(n, 1 + (n >= 80), status=Status.CORRECTED, label="normal") for n in range(12, 90)]
    rows += [Row(90, 2, status=Status.UNSURE), Row(91, 2, status=Status.EXCLUDED)]
    rows += [Row(n, 2) for n in range(92, 92 + left)]
    return Table.of(rows, NAMES)


@pytest.fixture
def panel(qtbot: QtBot) -> DifferentialPanel:
    made = DifferentialPanel()
    qtbot.addWidget(made)
    made.show_counts(Differential(count(table(), CLASSES), signs=class_signs.signs(CLASSES, ())))
    made.show()
    return made


def said(panel: DifferentialPanel) -> str:
    return "\n".join(one.text() for one in panel.findChildren(QLabel) if one.isVisible())


def test_shows_labels_with_intervals_and_predictions_apart(panel: DifferentialPanel) -> None:
    low, high = (100 * edge for edge in (share(12, 90).low, share(12, 90).high))
    first, second = grid(panel, "Cells per class").text()
    assert first == ("blast", "12", "13.3 %", f"{low:.1f}–{high:.1f}", f"{low:.1f}–{high:.1f}", "93")
    assert second[:3] == ("normal", "78", "86.7 %") and second[-1] == "0"
    assert "Unidentified 1 · not counted 1 · not reviewed yet 1" in said(panel)


def test_says_what_is_missing_and_how_many_more_narrow_it(panel: DifferentialPanel, qtbot: QtBot) -> None:
    assert "still missing: 10" in said(panel)
    target = next(one for one in panel.findChildren(QComboBox) if one.accessibleName() == "Cells to count")
    assert [target.itemText(n) for n in range(target.count())] == ["100", "200", "500"]
    QTest.keyClick(target, Qt.Key.Key_Down)
    assert "still missing: 110" in said(panel)
    within = panel.findChild(QDoubleSpinBox)
    assert isinstance(within, QDoubleSpinBox)
    within.setValue(5.0)
    more = count(table(), CLASSES)[0].more_for("blast", within=0.05)
    assert more is not None and more > 1
    assert "blast: all that are left (1) would still leave it wider." in said(panel)
    panel.show_counts(Differential(count(table(left=more - 1), CLASSES)))
    assert f"blast: all that are left ({more - 1}) would still leave it wider." in said(panel)
    panel.show_counts(Differential(count(table(left=more), CLASSES)))
    assert f"blast: count {more} more" in said(panel)
    grid(panel, "Cells per class").selectRow(1)
    assert f"normal: count {more} more" in said(panel)
    within.setValue(25.0)
    assert "normal: known that well already." in said(panel)


def test_a_share_says_that_cells_are_still_to_be_decided(panel: DifferentialPanel) -> None:
    assert "no estimate of the whole" in said(panel)
    panel.show_counts(Differential(count(table(left=0), CLASSES)))
    assert "no estimate" not in said(panel) and "that the reviewer gave a class." in said(panel)
    assert "blast: all cells are decided, and its interval stays wider." in said(panel)


def test_which_cells_came_first_is_told_as_it_was(panel: DifferentialPanel) -> None:
    shown = Differential(count(table(), CLASSES), signs=class_signs.signs(CLASSES, ()))
    uncertain, certain = "Uncertain cells usually come first", "Of these the model is certain of most"
    assert uncertain in said(panel)
    panel.show_counts(replace(shown, certain_first=True))
    assert certain in said(panel) and uncertain not in said(panel)
    panel.show_counts(replace(shown, certain_first=True, blind=True))
    assert certain not in said(panel) and uncertain not in said(panel) and "no estimate" in said(panel)


def test_choosing_a_unit_is_an_intention(panel: DifferentialPanel, qtbot: QtBot) -> None:
    units = next(one for one in panel.findChildren(QComboBox) if one.accessibleName() == "Count per")
    with qtbot.waitSignal(panel.unitChosen) as chosen:
        QTest.keyClick(units, Qt.Key.Key_Down)
    assert chosen.args == [Unit.IMAGE, ""]
    panel.show_counts(Differential(count(table(), CLASSES, unit=Unit.IMAGE), Unit.IMAGE))
    assert grid(panel, "Units").text()[0][:3] == ("P01/a.png", "80", "12")
    assert grid(panel, "Cells per class").text()[1][1] == "68"
    grid(panel, "Units").selectRow(1)
    assert grid(panel, "Cells per class").text()[1][1] == "10"
    with qtbot.waitSignal(panel.unitOpened) as opened:
        open_line(panel, "Units", 1)
    assert opened.args == ["P02/b.png"]
    with qtbot.waitSignal(panel.unitOpened) as opened:
        open_line(panel, "Units", 0, by_key=True)
    assert opened.args == ["P01/a.png"]


def test_the_chosen_unit_and_class_stay_while_counts_change(panel: DifferentialPanel) -> None:
    counts = count(table(), CLASSES, unit=Unit.IMAGE)
    panel.show_counts(Differential(counts, Unit.IMAGE))
    grid(panel, "Units").selectRow(1)
    grid(panel, "Cells per class").selectRow(1)
    changed = table().changed([Row(92, 2, status=Status.CORRECTED, label="normal")])
    panel.show_counts(Differential(count(changed, CLASSES, unit=Unit.IMAGE), Unit.IMAGE))
    assert (grid(panel, "Units").key, grid(panel, "Cells per class").key) == ("P02/b.png", "normal")
    assert grid(panel, "Cells per class").text()[1][1] == "11"


def test_a_pattern_is_asked_for_patients_and_its_problem_is_said(
    panel: DifferentialPanel, qtbot: QtBot
) -> None:
    pattern = panel.findChild(QLineEdit, "pattern")
    assert isinstance(pattern, QLineEdit) and not pattern.isVisible()
    panel.show_counts(Differential(count(table(), CLASSES), Unit.PATIENT, "(", problem="“(” is no pattern."))
    assert pattern.isVisible() and pattern.text() == "(" and "“(” is no pattern." in said(panel)
    pattern.setText("^(P..)")
    with qtbot.waitSignal(panel.unitChosen) as chosen:
        QTest.keyClick(pattern, Qt.Key.Key_Return)
    assert chosen.args == [Unit.PATIENT, "^(P..)"]


def test_nothing_counted_says_so(qtbot: QtBot) -> None:
    panel = DifferentialPanel()
    qtbot.addWidget(panel)
    panel.show_counts(Differential(count(Table.of([], {}), CLASSES)))
    panel.show()
    assert grid(panel, "Cells per class").text()[0][:4] == ("blast", "0", "–", "–")
    assert "Nothing is counted yet." in said(panel)
