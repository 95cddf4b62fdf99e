"""How near a person looks: it holds from cell to cell and picture to picture until the whole is asked for."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from allviewer.core.records import Pixels
from allviewer.ui.app import Program
from allviewer.ui.image_view import ImageView
from tests.ui.canvas import mark, spot
from tests.ui.conftest import Rig, press

WIDE, NEXT_WIDE, NARROW = "a_field_00034.jpg", "c_field_00044.jpg", "b_monocyte.jpg"


@pytest.fixture
def mixed(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    """Two fields of one size, and between them in the list a picture of another size."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, source in (
        (WIDE, "field_00034.jpg"),
        (NEXT_WIDE, "field_00044.jpg"),
        (NARROW, "cells/monocyte.jpg"),
    ):
        shutil.copy(samples / source, folder / name)
    program = rig.open(folder)
    program.controller.showing.choose_image(1)
    rig.wait(lambda: program.controller.showing.picture is not None)
    return program


def turn(program: Program, rig: Rig, key: Qt.Key) -> None:
    """Press a key and wait for the picture it leads to."""
    press(rig, key)
    rig.wait(lambda: program.controller.showing.picture is not None)


def off_middle(program: Program) -> float:
    """How far the chosen cell is from the middle of the view, in px."""
    view, row = program.window.picture.view, program.controller.showing.current
    assert row is not None
    middle = (row.cell.outline.min(0) + row.cell.outline.max(0)) / 2
    shown = view.view.to_widget(QPointF(*middle.tolist()))
    return (shown - QPointF(view.rect().center())).manhattanLength()


def whole(program: Program) -> bool:
    """Whether all of the picture is in view."""
    view = program.window.picture.view
    picture = program.controller.showing.picture
    assert picture is not None
    height, width = picture.pixels.shape[:2]
    return QRectF(view.rect()).contains(view.view.rect_to_widget(QRectF(-0.5, -0.5, width, height)))


def test_a_magnification_holds_for_pictures_of_one_size_until_the_whole_is_asked_for(
    mixed: Program, rig: Rig
) -> None:
    view, showing = mixed.window.picture.view, mixed.controller.showing
    for _ in range(6):
        press(rig, Qt.Key.Key_Plus)
    near = view.percent
    assert not whole(mixed)
    turn(mixed, rig, Qt.Key.Key_PageDown)
    assert whole(mixed)  # another camera's: nobody said how near that is to be looked at
    turn(mixed, rig, Qt.Key.Key_PageDown)
    assert showing.row is not None and showing.row.name == NEXT_WIDE
    assert view.percent == near and off_middle(mixed) < 4
    press(rig, Qt.Key.Key_F)
    for _ in range(3):
        assert whole(mixed)
        turn(mixed, rig, Qt.Key.Key_PageUp)


def test_from_cell_to_cell_across_pictures_the_cell_comes_into_the_middle_at_once(
    mixed: Program, rig: Rig
) -> None:
    view, showing, desk = mixed.window.picture.view, mixed.controller.showing, mixed.controller.desk
    assert desk is not None
    showing.choose_cell(desk.cells_of(1)[-1])
    press(rig, Qt.Key.Key_C)  # the cell, a third of the window
    near = view.percent
    assert not whole(mixed) and off_middle(mixed) < 4
    showing.choose_cell(desk.cells_of(3)[0])
    rig.wait(lambda: showing.picture is not None)
    assert view.percent == near and off_middle(mixed) < 4
    turn(mixed, rig, Qt.Key.Key_Right)
    assert view.percent == near


def test_another_folder_begins_with_the_whole_picture(mixed: Program, rig: Rig, three: Path) -> None:
    press(rig, Qt.Key.Key_Plus)
    press(rig, Qt.Key.Key_Plus)
    assert not whole(mixed)
    rig.session_file = rig.session_file.with_name("other.allviewer")
    rig.open(three)
    rig.wait(lambda: mixed.controller.showing.picture is not None)
    assert whole(mixed)


def test_keys_zoom_about_the_chosen_cell_while_it_is_in_sight(view: ImageView) -> None:
    view.set_cells([mark(1, 60, 50, 10), mark(2, 370, 270, 10)])
    view.select(1)
    before = spot(view, 60, 50)
    for _ in range(6):
        view.zoom_in()
    assert (spot(view, 60, 50) - before).manhattanLength() < 8  # each step is rounded to whole pixels
    view.pan(-3000, 0)
    middle = view.view.to_image(QPointF(view.rect().center()))
    view.zoom_out()
    after = view.view.to_image(QPointF(view.rect().center()))
    assert (after - middle).manhattanLength() < 2  # of a cell out of sight nobody is thinking


def test_a_place_that_is_shown_once_leaves_other_pictures_as_they_were(
    view: ImageView, picture: Pixels
) -> None:
    fitted = view.view
    view.show_place(QRectF(100, 100, 20, 20))
    assert view.view.scale > fitted.scale
    view.set_image(picture.copy())
    assert view.view == fitted
    view.zoom_about(4, QPointF(spot(view, 100, 60)))
    near = view.view.scale
    view.show_place(QRectF(100, 100, 20, 20))
    view.set_image(picture.copy())
    assert view.view.scale == near
    view.set_image(np.zeros((100, 100, 3), np.uint8))
    assert view.view.scale != near
