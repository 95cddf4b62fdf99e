"""Preferences: chosen in one place, in force and kept; the language from the next start."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit

from allviewer.services import settings
from allviewer.ui import language
from allviewer.ui.dialogs.preferences import Chosen, PreferencesDialog
from tests.ui.conftest import Rig


def field(dialog: QDialog, kind: type[QComboBox] | type[QLineEdit], name: str) -> QComboBox | QLineEdit:
    return next(one for one in dialog.findChildren(kind) if one.accessibleName() == name)


def test_what_is_chosen_is_in_force_and_kept(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    program = rig.start()

    def answer(dialog: PreferencesDialog) -> int:
        assert dialog.chosen == Chosen("", "system", "RM")
        spoken = field(dialog, QComboBox, "Language")
        look = field(dialog, QComboBox, "Look")
        name = field(dialog, QLineEdit, "Reviewer")
        assert isinstance(spoken, QComboBox) and isinstance(look, QComboBox) and isinstance(name, QLineEdit)
        assert [spoken.itemText(n) for n in range(spoken.count())] == ["As the system", "English", "Español"]
        spoken.setCurrentIndex(2)
        look.setCurrentIndex(2)
        name.clear()
        QTest.keyClicks(name, " AB ")
        shown = [one.text() for one in dialog.findChildren(QLabel) if not one.isHidden()]
        assert "The language changes with the next start." in shown
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(PreferencesDialog, "exec", answer)
    program.window.actions_by_id["preferences"].trigger()
    assert (rig.settings.theme, rig.settings.reviewer) == ("dark", "AB")
    assert language.chosen(rig.settings.option("language")) == "es"
    assert program.window.palette().window().color().lightness() < 128


def test_an_emptied_name_stays_what_it_was(qtbot: object) -> None:
    dialog = PreferencesDialog(Chosen("es", "light", "RM"))
    qtbot.addWidget(dialog)  # type: ignore[attr-defined]
    name = field(dialog, QLineEdit, "Reviewer")
    assert isinstance(name, QLineEdit)
    name.setText("  ")
    assert dialog.chosen == Chosen("es", "light", "RM")


def test_two_windows_keep_each_others_preferences(rig: Rig, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings.save(rig.settings, file)
    rig.keep = settings.Keeper(settings.load(file), file).save
    one = rig.start()
    rig.keep = settings.Keeper(settings.load(file), file).save  # begun before the first changes anything
    other = rig.start()
    one.controller.set_reviewer("Ada")
    other.controller.reviewing.set_advance(False)
    one.window.close()
    other.window.close()
    kept = settings.load(file)
    assert (kept.reviewer, kept.option("advance")) == ("Ada", "off") and kept.window
    one.deleteLater()
