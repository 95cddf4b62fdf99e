"""Labels that a person adds: name, colour and key chosen freely, in the real dialog and window."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
)

from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.ui import theme
from allviewer.ui.app import Program
from allviewer.ui.dialogs.key_cap import KeyCap
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.panels.differential_panel import DifferentialPanel
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.parts import ClassButton
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, toy_jobs

Key = Qt.Key


def in_dialog(program: Program, act: Callable[[LabelsDialog], None]) -> None:
    """Open the labels as the menu does, and do something there."""
    acted = []

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LabelsDialog)
        act(dialog)
        acted.append(True)
        dialog.accept()

    QTimer.singleShot(0, now)
    program.window.actions_by_id["edit_labels"].trigger()
    assert acted


def write(rig: Rig, dialog: LabelsDialog, name: str, key: Qt.Key | None = None) -> None:
    """Name, key and Add, by keyboard and click."""
    line = dialog.findChild(QLineEdit, "labelName")
    cap = dialog.findChild(KeyCap, "labelKey")
    add = dialog.findChild(QPushButton, "labelAdd")
    assert line is not None and cap is not None and add is not None
    line.selectAll()
    rig.qtbot.keyClicks(line, name)
    if key is not None:
        cap.click()
        rig.qtbot.keyClick(cap, key)
    add.click()


def own(program: Program) -> tuple[Label, ...]:
    assert program.controller.desk is not None
    return program.controller.desk.own_labels


def press(program: Program, rig: Rig, key: Qt.Key) -> None:
    program.window.activateWindow()
    rig.wait(lambda: QApplication.activeWindow() is program.window)  # a dialog was there before
    rig.qtbot.keyClick(QApplication.focusWidget() or program.window, key)


def test_a_label_of_ones_own_is_given_by_its_key(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: write(rig, dialog, "promyelocyte", Key.Key_P))
    (label,) = own(field)
    assert (label.name, label.key) == ("promyelocyte", "P")
    cell = field.controller.showing.cell
    press(field, rig, Key.Key_P)
    desk = field.controller.desk
    assert desk is not None and cell is not None
    assert (desk.cells[cell].status, desk.cells[cell].label) == (Status.CORRECTED, "promyelocyte")
    button = field.window.findChild(ClassButton, "label_promyelocyte")
    assert button is not None and button._key == "P" and button._colour == label.colour
    field.window.actions_by_id["undo"].trigger()
    field.window.actions_by_id["undo"].trigger()
    assert own(field) == ()
    rig.wait(lambda: field.window.findChild(ClassButton, "label_promyelocyte") is None)
    press(field, rig, Key.Key_P)  # nobody's key again
    assert desk.cells[cell].status is Status.UNREVIEWED


def test_a_class_of_the_model_with_other_capitals_is_no_label(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: write(rig, dialog, "BLAST"))
    assert own(field) == ()


def test_the_first_free_number_and_colour_are_offered(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: (write(rig, dialog, "smudge"), write(rig, dialog, "band")))
    assert [(one.name, one.key, one.colour) for one in own(field)] == [
        ("smudge", "3", theme.class_sign(2).colour),
        ("band", "4", theme.class_sign(3).colour),
    ]
    cell = field.controller.showing.cell
    press(field, rig, Key.Key_4)
    assert field.controller.desk.cells[cell].label == "band"  # type: ignore[union-attr, index]


def test_a_key_that_is_taken_is_refused_in_a_sentence(field: Program, rig: Rig) -> None:
    said: list[str] = []

    def act(dialog: LabelsDialog) -> None:
        cap = dialog.findChild(KeyCap, "labelKey")
        sentence = dialog.findChild(QLabel, "labelSaid")
        assert cap is not None and sentence is not None
        for key in (Key.Key_U, Key.Key_1):
            cap.click()
            rig.qtbot.keyClick(cap, key)
            said.append(sentence.text())
        write(rig, dialog, "smudge")  # with the key that it had
        cap.click()
        rig.qtbot.keyClick(cap, Key.Key_3)
        said.append(sentence.text())

    in_dialog(field, act)
    assert said == [
        "U is the key of “Unsure”. Choose another key.",
        "1 is the key of “blast”. Choose another key.",
        "3 is the key of “smudge”. Choose another key.",
    ]
    assert [one.key for one in own(field)] == ["3"]


def test_a_colour_that_a_class_has_is_refused_in_a_sentence(
    field: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def act(dialog: LabelsDialog) -> None:
        colour, sentence = dialog.findChild(QToolButton, "labelColour"), dialog.findChild(QLabel, "labelSaid")
        assert colour is not None and sentence is not None
        for picked in (theme.class_sign(0).colour, "#123456", "#123456"):
            monkeypatch.setattr(QColorDialog, "getColor", lambda *_args, picked=picked: QColor(picked))
            colour.click()
            write(rig, dialog, f"smudge {len(said)}")
            said.append(sentence.text())

    in_dialog(field, act)
    assert said == [
        "“blast” has this colour. Choose another one.",
        "",
        "“smudge 1” has this colour. Choose another one.",
    ]
    assert [(one.name, one.colour) for one in own(field)] == [("smudge 1", "#123456")]


def test_with_another_bundle_no_label_has_a_classs_colour_or_letters(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: write(rig, dialog, "erythrocyte"))
    (label,) = own(field)
    before = (label.colour, field.window.gallery._tiles._pens["erythrocyte"].color().name())
    classes = ("eosinophil", "lymphocyte", "erythroblast")
    other = replace(MODEL, name="other", sha256="e" * 64, classes=classes)
    field.controller.chosen_model._describe = toy_jobs(other).describe
    field.controller.use_model("other", "cpu")
    rig.wait(
        lambda: not field.controller.busy and field.controller.desk.classes == (*classes, "erythrocyte")  # type: ignore[union-attr]
    )
    tiles, buttons = field.window.gallery._tiles, field.window.findChildren(ClassButton)
    assert before == (theme.class_sign(2).colour,) * 2
    assert len({pen.color().name() for pen in tiles._pens.values()}) == 4
    assert list(tiles._letters.values()) == ["Eo", "L", "Eb", "Ec"]
    assert len({button._colour for button in buttons if button.isVisible()}) == 4
    field.controller.reviewing.set_advance(False)
    field.controller.reviewing.label("erythrocyte")
    shape = field.window.picture.view._canvas.marks.get(field.controller.showing.cell)
    assert shape is not None and shape.mark.letter == "Ec"
    assert shape.mark.colour == tiles._pens["erythrocyte"].color().name()


def test_a_chosen_colour_is_everywhere_and_never_the_only_sign(
    field: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_args: QColor("#123456"))

    def act(dialog: LabelsDialog) -> None:
        colour = dialog.findChild(QToolButton, "labelColour")
        assert colour is not None
        colour.click()
        assert colour.accessibleName() == "Colour of the label: #123456"
        write(rig, dialog, "smudge")

    in_dialog(field, act)
    desk, window = field.controller.desk, field.window
    assert desk is not None and own(field)[0].colour == "#123456"
    cell = field.controller.showing.cell
    assert cell is not None
    field.controller.reviewing.set_advance(False)
    field.controller.reviewing.label("smudge")
    sign = theme.signs(desk.classes, desk.own_labels)["smudge"]
    assert sign.dashes == theme.class_sign(2).dashes != ()
    shape = window.picture.view._canvas.marks.get(cell)
    assert shape is not None
    mark = shape.mark
    assert (mark.colour, mark.letter) == ("#123456", "S")
    assert window.gallery._tiles._pens["smudge"].color().name() == "#123456"
    window.actions_by_id["differential"].trigger()
    table = next(
        g for g in field.counting.differential.findChildren(Grid) if g.accessibleName() == "Cells per class"
    )
    rows = {row.key: row.sign for row in table._lines.rows}
    assert rows["smudge"] == sign


def test_a_label_is_changed_and_removed_and_one_in_use_stays(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: (write(rig, dialog, "smudge"), write(rig, dialog, "band")))
    field.controller.reviewing.label("smudge")
    said: list[str] = []

    def act(dialog: LabelsDialog) -> None:
        table = dialog.findChild(Grid)
        remove = dialog.findChild(QPushButton, "labelRemove")
        sentence = dialog.findChild(QLabel, "labelSaid")
        assert table is not None and remove is not None and sentence is not None
        table.setCurrentIndex(table.model().index(2, 0))
        remove.click()
        said.append(sentence.text())
        table.setCurrentIndex(table.model().index(3, 0))
        write(rig, dialog, "band form", Key.Key_W)
        table.setCurrentIndex(table.model().index(3, 0))
        assert table.text()[3] == ("band form", "W")
        table.setCurrentIndex(table.model().index(0, 0))
        assert not remove.isEnabled()  # the model's own

    in_dialog(field, act)
    assert said == ["“smudge” is in use (cells: 1), so it stays. Give those another class first."]
    assert [(one.name, one.key) for one in own(field)] == [("smudge", "3"), ("band form", "W")]


def test_a_key_that_an_action_takes_later_waits(field: Program, rig: Rig) -> None:
    in_dialog(field, lambda dialog: write(rig, dialog, "promyelocyte", Key.Key_P))
    keyboard = field.commands.keyboard
    keyboard.give("exclude", "P")
    cell = field.controller.showing.cell
    press(field, rig, Key.Key_P)
    assert field.controller.desk.cells[cell].status is Status.EXCLUDED  # type: ignore[union-attr, index]
    button = field.window.findChild(ClassButton, "label_promyelocyte")
    assert button is not None and button._key == ""
    keyboard.reset()
    assert button._key == "P"


def test_a_label_that_another_bundle_does_not_have_is_seen_all_the_same(field: Program, rig: Rig) -> None:
    cell = field.controller.showing.cell
    field.controller.reviewing.set_advance(False)
    press(field, rig, Key.Key_1)  # blast
    classes = ("erythroblast", "lymphocyte", "monocyte")
    other = replace(MODEL, name="other", sha256="e" * 64, classes=classes)
    field.controller.chosen_model._describe = toy_jobs(other).describe
    field.controller.use_model("other", "cpu")
    rig.wait(lambda: not field.controller.busy and field.controller.desk.classes == classes)  # type: ignore[union-attr]
    said = field.window.notices.text()
    assert "lacks “blast”" in said and "Ctrl+L" in said
    assert "normal" not in said  # predicted only: nobody decided so
    assert cell is not None
    shape = field.window.picture.view._canvas.marks.get(cell)
    assert shape is not None and (shape.mark.letter, shape.mark.klass) == ("Bla…", None)
    field.window.actions_by_id["differential"].trigger()
    (panel,) = field.window.findChildren(DifferentialPanel)
    (lines,) = (one for one in panel.findChildren(Grid) if one.accessibleName() == "Cells per class")
    predicted = {name: texts[-1] for name, *texts in lines.text()}
    assert predicted["blast"] == "–"  # which this bundle cannot predict, and that is not none
    assert all(predicted[name].isdecimal() for name in classes)
    for width in (panel.window().width(), panel.window().minimumSizeHint().width()):
        panel.window().resize(width, 100)
        rig.wait(lambda: lines.verticalScrollBar().maximum() == 0)  # no class is cut off
        assert lines.height() >= lines.minimumSizeHint().height()
    box = field.window.cell.findChild(QComboBox, "heatmapClass")
    assert isinstance(box, QComboBox)
    rig.wait(lambda: box.width() >= box.sizeHint().width() > 0)  # its longest name can be read


def test_a_cell_that_was_given_no_class_has_no_letters_on_the_picture(field: Program) -> None:
    showing, marks = field.controller.showing, field.window.picture.view._canvas.marks
    field.controller.reviewing.set_advance(False)
    assert showing.cell is not None

    def letters() -> str:
        shape = marks.get(showing.cell)
        assert shape is not None
        return shape.mark.letter

    predicted = letters()
    assert predicted in ("B", "N")
    for action_id, expected in (
        ("unsure", ""),
        ("exclude", ""),
        ("class_1", "B"),
        ("class_2", "N"),
        ("clear_decision", predicted),
    ):
        field.window.actions_by_id[action_id].trigger()
        assert letters() == expected
    showing.set_blind(True)
    assert letters() == ""


def test_a_number_without_a_class_says_so_until_a_label_has_it(field: Program, rig: Rig) -> None:
    notices = field.window.notices
    for key, said in ((Key.Key_3, "There is no class 3: the model has 2."), (Key.Key_2, "")):
        notices.clear()
        press(field, rig, key)
        assert notices.text() == said
    field.controller.reviewing.say(
        lambda session, reviewer: session.set_labels([Label("smudge", "#123456", "3")], reviewer=reviewer)
    )
    cell = field.controller.showing.cell
    assert cell is not None and field.controller.desk is not None
    press(field, rig, Key.Key_3)
    assert field.controller.desk.cells[cell].label == "smudge" and "no class" not in notices.text()
