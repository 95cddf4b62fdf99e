"""Bundles in words for the window: telling of them, and joining them, waits for no torch."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListWidget, QPushButton

from allviewer.core.resources import resources
from allviewer.model import card
from allviewer.ui.app import Program
from allviewer.ui.bundles import markdown
from allviewer.ui.dialogs.model import ModelDialog
from allviewer.ui.image_delegate import ROW
from tests.model.test_card import FULL
from tests.services.helpers import MODEL
from tests.ui.conftest import Rig, numbers_in, toy_jobs
from tests.ui.test_guide_pages import spoken

SCRIPT = """
import sys
from allviewer.ui.bundles import cards, describe, offers
first, second = sys.argv[1:]
joined = describe(f"{first}+{second}")
assert joined.classes == describe(first).classes
assert joined.sha256.count("+") == 1
assert cards(first) and offers()
assert "torch" not in sys.modules, "telling of bundles imported torch"
"""


def test_joining_bundles_imports_no_torch(tmp_path: Path) -> None:
    twins = [tmp_path / "first", tmp_path / "second"]
    for folder in twins:
        shutil.copytree(resources() / "models" / "all_b3", folder)
    command = [sys.executable, "-c", SCRIPT, *map(str, twins)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_nested_in_a_card_is_a_list_that_leaves_nothing_out() -> None:
    found = replace(
        card.read(resources() / "models" / "all_b3"),
        provenance={
            "steps": ["cut the cells", "train"],
            "recipe": {"amp": False, "label_smoothing": 0.1, "stages": [{"epochs": 3}], "labels": {"ig": ""}},
            "figures": {"per_cell": {"cases": 1234, "confusion": [[1, 2], [3, 4]], "auroc": {"low": 0.91}}},
        },
    )
    with numbers_in(QLocale.Language.C):
        page = markdown(found)
    assert page.split("### ")[1:] == [
        "Steps\n- cut the cells\n- train\n\n",
        "Recipe\n- amp no · label_smoothing 0.1 · stages epochs 3\n- **labels**: ig none\n\n",
        "Figures\n- **per_cell**: cases 1234 · confusion 1 2 / 3 4\n- **per_cell, auroc**: low 0.91\n",
    ]


def test_a_bundle_of_other_classes_takes_the_place_of_the_one_before(field: Program, rig: Rig) -> None:
    ticked: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ModelDialog)
        lines, use = dialog.findChild(QListWidget, "models"), dialog.findChild(QPushButton, "useModel")
        trouble = dialog.findChild(QLabel, "modelTrouble")
        assert lines is not None and use is not None and trouble is not None
        ticked.append(dialog.model)
        areas = [lines.visualItemRect(lines.item(row)) for row in range(lines.count())]
        names = [lines.item(row).text().splitlines()[0] for row in range(lines.count())]
        at = areas[names.index("wbc8")].center()
        rig.qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)  # on its words
        ticked.append(dialog.model)
        box = areas[names.index("all_b3")]
        at = QPoint(box.left() + 12, box.center().y())
        rig.qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
        ticked.append(dialog.model)
        rig.qtbot.keyClick(lines, Qt.Key.Key_Down)
        rig.qtbot.keyClick(lines, Qt.Key.Key_Space)
        ticked.append(dialog.model)
        assert use.isEnabled() and not trouble.text()
        dialog.reject()

    QTimer.singleShot(0, act)
    field.window.actions_by_id["choose_model"].trigger()
    assert ticked == ["all_b3", "wbc8", "all_b3", "wbc8"]


def test_a_bundle_of_another_folder_joins_those_of_its_classes_and_no_other(
    field: Program, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = tmp_path / "all_b3_twin"
    shutil.copytree(resources() / "models" / "all_b3", twin)
    chosen = [tmp_path, twin, twin]  # the first is no bundle's
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen.pop(0)))
    ticked = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ModelDialog)
        lines, use = dialog.findChild(QListWidget, "models"), dialog.findChild(QPushButton, "useModel")
        trouble, other = (
            dialog.findChild(QLabel, "modelTrouble"),
            dialog.findChild(QPushButton, "otherFolder"),
        )
        assert lines is not None and use is not None and trouble is not None and other is not None
        names = [lines.item(row).text().splitlines()[0] for row in range(lines.count())]
        other.click()
        assert str(tmp_path) in trouble.text() and lines.count() == len(names)
        for name in ("wbc8", "all_b3"):
            lines.item(names.index(name)).setCheckState(Qt.CheckState.Checked)
            other.click()
            ticked.append([Path(one).name for one in dialog.model.split("+")])
            assert use.isEnabled() and not trouble.text()
        assert lines.count() == len(names) + 1  # offered once
        dialog.reject()

    QTimer.singleShot(0, act)
    field.window.actions_by_id["choose_model"].trigger()
    assert ticked == [["all_b3_twin"], ["all_b3", "all_b3_twin"]]


def test_the_picture_on_the_screen_stays_marked_whatever_classifies(field: Program, rig: Rig) -> None:
    rows = field.window.images.view
    assert field.controller.showing.row is not None
    assert rows.currentIndex().data(ROW) == field.controller.showing.row
    other = replace(MODEL, name="other", sha256="e" * 64)
    field.controller.chosen_model._describe = toy_jobs(other).describe
    field.controller.use_model("other", "cpu")
    rig.wait(lambda: not field.controller.busy and field.controller.desk.model == other)  # type: ignore[union-attr]
    assert rows.currentIndex().data(ROW) == field.controller.showing.row
    assert rows.selectionModel().isSelected(rows.currentIndex())
    assert "lacks" not in field.window.notices.text()  # it has the same classes


def test_a_card_speaks_the_persons_language(qapp: object) -> None:
    rates = replace(FULL.calibration, error_rates=(0.01, 0.05))
    with spoken("es"):
        page = markdown(replace(FULL, by_field=True))
        apart = markdown(replace(FULL, calibration=rates))
    assert (
        "**Calibración** segura con una tasa de error de 1,0%, y solo si concuerda con su campo, avisa"
        in page
    )
    assert "en células de otras cámaras" in page and "donde el entrenamiento vio todas las clases" in page
    first, second = FULL.classes
    assert f"segura con tasas de error de 1,0% ({first}), 5,0% ({second}), avisa de" in apart
    for title in ("Arquitectura", "Clases", "Ve", "Pesos", "Cámaras", "Tamaño"):
        assert f"**{title}** " in page
    assert "certain" not in page and "### Figures" in page  # what its author wrote stays
