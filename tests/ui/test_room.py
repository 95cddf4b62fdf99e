"""No window is larger than its screen, whatever it is scaled by."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QMenu, QSlider
from pytestqt.qtbot import QtBot

from allviewer.ui.app import Program
from allviewer.ui.dialogs.shortcuts import ShortcutSheet
from allviewer.ui.dialogs.text import TextDialog
from allviewer.ui.main_window import MainWindow
from tests.ui.conftest import Rig


@pytest.mark.parametrize("screen", [(853, 533), (911, 512), (768, 432)])
def test_windows_fit_a_small_screen(
    rig: Rig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int]
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _self: QSize(*screen))
    program = rig.start()
    card = TextDialog("Card", {"a": "# a", "b": "# b"})
    qtbot.addWidget(card)
    program.commands.help.shortcuts()
    keys = program.window.findChild(ShortcutSheet)
    assert keys is not None
    for window in (program.window, card, keys):
        smallest = window.minimumSizeHint().expandedTo(window.minimumSize())
        assert smallest.width() <= screen[0] and smallest.height() <= screen[1], window
    for window in (card, keys):
        assert window.width() <= screen[0] and window.height() <= screen[1], window


def test_names_of_pictures_can_be_read_once_a_window_was_small(rig: Rig, field: Program) -> None:
    window = field.window
    window.resizeDocks([window.images_dock], [20], Qt.Orientation.Horizontal)
    assert window.images.width() >= 140
    rig.stop()
    again = rig.start()  # with the layout that was kept
    again.window.resize(1280, 800)
    assert again.window.images.width() >= 140


def test_what_was_decided_can_be_read_in_the_gallery_once_a_window_was_small(
    rig: Rig, field: Program
) -> None:
    def whole_line(window: MainWindow) -> bool:
        return window.gallery.grid.viewport().height() >= window.gallery.grid.tile.height()

    window = field.window
    size = window.gallery.findChild(QSlider)
    assert size is not None
    window.resizeDocks([window.gallery_dock], [20], Qt.Orientation.Vertical)
    rig.wait(lambda: whole_line(window))
    size.setValue(size.maximum())  # larger crops ask for a higher line
    rig.wait(lambda: whole_line(window))
    window.resize(window.minimumSize())
    rig.wait(lambda: whole_line(window))
    rig.stop()
    again = rig.start()  # with the layout that was kept
    rig.wait(lambda: whole_line(again.window))


def test_a_long_text_is_shown_from_its_beginning(qtbot: QtBot) -> None:
    dialog = TextDialog("Card", {"a": "# a\n\n" + "".join(f"- line {n}\n" for n in range(300))})
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.resize(600, 400)
    assert dialog._text.verticalScrollBar().maximum() > 0 == dialog._text.verticalScrollBar().value()
    assert dialog._text.textCursor().position() == 0


def test_the_menu_hides_and_shows_the_panels_and_that_is_kept(
    rig: Rig, field: Program, tmp_path: Path
) -> None:
    window = field.window
    docks = [window.images_dock, window.cell_dock, window.gallery_dock]
    for name, dock in zip(("Images", "Cell", "Gallery"), docks, strict=True):
        action = shown_by(window, name)
        assert action.isEnabled() and action.isChecked() and dock.isVisible()
        action.trigger()
        assert not dock.isVisible() and not action.isChecked()
    beside = window.createPopupMenu()  # by a right click on the menus' line
    assert [one.text() for one in beside.actions()] == ["Images", "Cell", "Gallery"]
    beside.actions()[1].trigger()
    assert [dock.isVisible() for dock in docks] == [False, True, False]
    rig.stop()
    again = rig.start().window  # with the layout that was kept
    again.actions_by_id["gallery"].trigger()
    docks = [again.images_dock, again.cell_dock, again.gallery_dock]
    assert not any(dock.isVisible() for dock in docks)  # nothing is open yet
    rig.open(tmp_path / "smears")
    assert [dock.isVisible() for dock in docks] == [False, True, True]
    assert not shown_by(again, "Images").isChecked()
    rig.program.commands.tour()  # type: ignore[union-attr]
    assert all(dock.isVisible() for dock in docks)


def shown_by(window: MainWindow, name: str) -> QAction:
    """The entry of the menu View."""
    menu = window.findChild(QMenu, "menu_view")
    assert menu is not None
    return next(one for one in menu.actions() if one.text() == name)
