"""The colours and letters of labels that a person added, beside those of the model's classes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QComboBox, QToolButton

from allviewer.ui import class_signs
from allviewer.ui.app import Program
from allviewer.ui.dialogs.labels import LabelsDialog
from allviewer.ui.panels.buttons import ClassButton
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, toy_jobs
from tests.ui.labelling import in_dialog, own, press, write
from tests.ui.review import grid


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
    assert before == (class_signs.class_sign(2).colour,) * 2
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
    sign = class_signs.signs(desk.classes, desk.own_labels)["smudge"]
    assert sign.dashes == class_signs.class_sign(2).dashes != ()
    shape = window.picture.view._canvas.marks.get(cell)
    assert shape is not None
    mark = shape.mark
    assert (mark.colour, mark.letter) == ("#123456", "S")
    assert window.gallery._tiles._pens["smudge"].color().name() == "#123456"
    window.actions_by_id["differential"].trigger()
    table = grid(field.counting.differential, "Cells per class")
    rows = {row.key: row.sign for row in table._lines.rows}
    assert rows["smudge"] == sign


def test_a_label_that_another_bundle_does_not_have_is_seen_all_the_same(field: Program, rig: Rig) -> None:
    cell = field.controller.showing.cell
    field.controller.reviewing.set_advance(False)
    press(field, rig, Qt.Key.Key_1)  # blast
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
    panel = field.counting.differential
    lines = grid(panel, "Cells per class")
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
