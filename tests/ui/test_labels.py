"""Labels that a person adds: name, colour and key chosen freely, in the real dialog and window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QLabel,
    QPushButton,
    QToolButton,
)

from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.ui import class_signs
from allviewer.ui.app import Program
from allviewer.ui.dialogs.key_cap import KeyCap
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.panels.buttons import ClassButton
from allviewer.ui.panels.grid import Grid
from tests.ui.conftest import Rig
from tests.ui.labelling import in_dialog, own, press, write

Key = Qt.Key


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
        ("smudge", "3", class_signs.class_sign(2).colour),
        ("band", "4", class_signs.class_sign(3).colour),
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
        for picked in (class_signs.class_sign(0).colour, "#123456", "#123456"):
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
