"""Pictures that went or were overwritten beside the window: nothing false is said, nothing unseen decided."""

import shutil
import threading
from pathlib import Path

import pytest
from PIL import Image as Picture
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Status
from allviewer.ui import pictures
from allviewer.ui.app import Program
from allviewer.ui.arrangement import Arrangement, Group, arrange
from tests.ui.conftest import Rig, press

GONE, OTHER = "field_00044.jpg", "field_00070.jpg"


@pytest.fixture
def two(rig: Rig, samples: Path, tmp_path: Path) -> Program:
    """Two smear fields, classified; the one that stays is on the screen, and the other is not read ahead."""
    folder = tmp_path / "smears"
    folder.mkdir()
    for name in ("field_00034.jpg", GONE):
        shutil.copy(samples / name, folder)
    program = rig.open(folder)
    showing = program.controller.showing
    showing.choose_image(image(program, "field_00034.jpg"))
    rig.wait(lambda: showing.picture is not None and not program.pictures._running)
    program.pictures.forget()
    return program


def image(program: Program, name: str) -> int:
    assert program.controller.desk is not None
    return next(row.id for row in program.controller.desk.images.values() if row.name == name)


def lose(program: Program, rig: Rig, by: Path | None) -> Path:
    """The other picture goes, or another takes its place; then it is chosen. Where it lay."""
    showing, desk = program.controller.showing, program.controller.desk
    assert desk is not None
    row = desk.images[image(program, GONE)]
    if by is None:
        row.path.unlink()
    else:
        shutil.copy(by, row.path)
    with rig.qtbot.waitSignal(program.pictures.ready, timeout=10_000):
        showing.choose_image(row.id)
    assert showing.cell is not None and showing.picture is None
    return row.path


@pytest.mark.parametrize("overwritten", [False, True])
def test_what_nobody_can_see_is_not_decided(two: Program, rig: Rig, samples: Path, overwritten: bool) -> None:
    window, desk = two.window, two.controller.desk
    assert desk is not None
    path = lose(two, rig, samples / OTHER if overwritten else None)
    showing, cell, stays = two.controller.showing, two.controller.showing.cell, image(two, "field_00034.jpg")
    assert cell is not None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_X):
        window.notices.clear()
        rig.qtbot.keyClick(window, key)
        assert GONE in window.notices.text() and "nothing was decided" in window.notices.text()
        assert showing.cell == cell
    window.notices.clear()
    rig.qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    rig.qtbot.keyClick(window, Qt.Key.Key_X)
    assert "nothing was decided" in window.notices.text()
    assert {one.status for one in desk.cells.values()} == {Status.UNREVIEWED}
    assert {desk.cells[one].image_id for one in two.commands.certain.cells()} == {stays}
    shutil.copy(samples / GONE, path)
    showing.choose_image(stays)
    two.pictures.forget()
    showing.choose_cell(cell)
    rig.wait(lambda: showing.picture is not None)
    rig.qtbot.keyClick(window, Qt.Key.Key_X)
    assert desk.cells[cell].status is Status.EXCLUDED


def test_of_a_changed_picture_it_is_not_said_that_it_has_no_cells(
    two: Program, rig: Rig, samples: Path
) -> None:
    lose(two, rig, samples / OTHER)
    assert "has changed" in two.window.notices.text()
    assert not two.window.picture.view._canvas.note


def test_changed_and_missing_files_are_said(rig: Rig, smears: Path, samples: Path) -> None:
    rig.open(smears)
    rig.stop()
    shutil.copy(samples / "field_00070.jpg", smears / "field_00034.jpg")
    (smears / "field_00044.jpg").unlink()
    program = rig.start()
    rig.open(smears)
    states = {row.name: row.state for row in program.controller.desk.images.values()}  # type: ignore[union-attr]
    assert states["field_00044.jpg"] == "missing"


def test_a_picture_overwritten_and_put_back_is_counted_as_it_lies_there(
    rig: Rig, smears: Path, samples: Path
) -> None:
    program = rig.open(smears)
    desk = program.controller.desk
    assert desk is not None
    first = next(row for row in desk.images.values() if row.name == "field_00034.jpg")
    others = len(desk.cells) - first.cells
    program.controller.showing.choose_image(first.id)
    program.controller.reviewing.accept_all(desk.cells_of(first.id))
    assert desk.tally().reviewed == first.cells > 0

    shutil.copy(samples / "field_00070.jpg", smears / "field_00034.jpg")
    program = rig.open(smears)  # in the same window, with the picture on the screen
    desk = program.controller.desk
    assert desk is not None
    old, new = (row for row in desk.images.values() if row.name == "field_00034.jpg")
    assert (old.id, old.state, old.reviewed) == (first.id, "changed", first.cells)
    assert (desk.tally().reviewed, len(desk.cells)) == (0, others + new.cells)
    program.controller.showing.choose_image(old.id)
    assert program.controller.showing.current is None and not program.controller.reviewing.targets()

    shutil.copy(samples / "field_00034.jpg", smears / "field_00034.jpg")
    desk = rig.open(smears).controller.desk
    assert desk is not None
    assert (desk.tally().reviewed, len(desk.cells)) == (first.cells, others + first.cells)


def test_looking_again_takes_up_what_is_new_renamed_or_gone(rig: Rig, three: Path, samples: Path) -> None:
    program = rig.open(three)
    desk, notices = program.controller.desk, program.window.notices
    assert desk is not None
    cells = len(desk.cells)
    program.controller.reviewing.accept_all(list(desk.cells))
    (three / "field_00034.jpg").rename(three / "a_new_name.jpg")
    shutil.copy(samples / "field_00176.jpg", three)
    again(rig)
    assert "another name or place now, and are listed as before: 1." in notices.text()
    assert "New images: 1." in notices.text()
    names = [row.name for row in desk.images.values()]
    assert names == ["field_00034.jpg", GONE, OTHER, "field_00176.jpg"]
    first = desk.images[image(program, "field_00034.jpg")]
    assert first.path.name == "a_new_name.jpg" and first.reviewed == first.cells
    new = desk.images[image(program, "field_00176.jpg")]
    assert desk.tally().reviewed == cells and len(desk.cells) == cells + new.cells
    notices.clear()
    again(rig)
    assert notices.text() == "No image is new, changed or gone."


def test_what_came_later_stands_where_its_name_says(rig: Rig, three: Path, samples: Path) -> None:
    program = rig.open(three)
    shown = program.controller.showing.row
    shutil.copy(samples / "field_00176.jpg", three / "field_00040.jpg")
    again(rig)
    assert program.controller.showing.row is not None and shown is not None
    assert program.controller.showing.row.id == shown.id
    wanted = ["field_00034.jpg", "field_00040.jpg", GONE, OTHER]
    for _ in range(2):  # so it is also when the folder is opened again
        desk, rows = program.controller.desk, program.window.images.view.model()
        assert desk is not None
        assert [row.name for row in desk.images.values()] == wanted
        assert [rows.index(place, 0).data() for place in range(rows.rowCount())] == wanted
        sections = arrange(desk.cells.values(), Arrangement(Group.IMAGE), names=desk.names)
        assert [desk.images[int(section.key)].name for section in sections] == wanted
        program.controller.showing.choose_image(image(program, "field_00034.jpg"))
        program.controller.showing.step_image(1)
        assert program.controller.showing.row is not None
        assert program.controller.showing.row.name == "field_00040.jpg"
        program = rig.open(three)


def test_a_picture_that_is_overwritten_on_the_screen_is_read_anew(
    rig: Rig, three: Path, samples: Path
) -> None:
    program = rig.open(three)
    showing, desk = program.controller.showing, program.controller.desk
    assert desk is not None and showing.row is not None
    old = showing.row.id
    rig.wait(lambda: showing.picture is not None)
    shutil.copy(samples / "field_00176.jpg", showing.row.path)
    again(rig)
    assert desk.images[old].state == "changed" and not set(desk.cells_of(old))
    assert showing.current is None and not program.controller.reviewing.targets()
    assert f"{desk.images[old].name}: The file has changed" in program.window.notices.text()
    assert "read anew: 1" in program.window.notices.text()


def again(rig: Rig) -> None:
    """Look again, and wait until all that brings is there."""
    assert rig.program is not None
    press(rig, Qt.Key.Key_F5)
    rig.wait(lambda: rig.program is not None and not rig.program.controller.busy)
    QApplication.processEvents()


def test_copies_and_pages_that_nobody_sees_are_told(rig: Rig, three: Path) -> None:
    shutil.copy(three / GONE, three / "copy.jpg")
    pages = [Picture.open(path) for path in sorted(three.glob("field*.jpg"))]
    pages[2].crop((0, 0, 300, 300)).save(three / "pages.tif", save_all=True, append_images=pages[:2])
    program = rig.open(three)
    told = program.window.notices.text()
    assert "same as another, so that their cells count twice: 1." in told
    assert "several pages, of which only the first is read: 1." in told
    names = program.window.images.view.model()
    said = [names.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(5)]
    assert ["same as" in text for text in said] == [False, False, True, False, False]
    assert "same as copy.jpg: field" in said[2]
    assert "page 1 of 3: " in said[4]


def test_classifying_what_is_done_already_says_so(field: Program, rig: Rig) -> None:
    press(rig, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert field.window.notices.text().startswith("Every image is classified by toy")
    assert "F5" in field.window.notices.text()


def held(program: Program, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set it, and pictures are read on."""
    there, reader = threading.Event(), program.pictures._reader
    monkeypatch.setattr(program.pictures, "_reader", lambda path: (there.wait(60), reader(path))[1])
    return there


def test_nothing_is_decided_of_a_cell_that_is_not_on_the_screen_yet(
    two: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, showing, desk = two.window, two.controller.showing, two.controller.desk
    assert desk is not None
    there = held(two, monkeypatch)
    monkeypatch.setattr(pictures, "GLANCE_S", 0.0)
    showing.choose_image(image(two, GONE))
    cell = showing.cell
    assert cell is not None and showing.picture is None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_X):
        window.notices.clear()
        rig.qtbot.keyClick(window, key)
        assert window.notices.text() == f"{GONE} is still being read, so nothing was decided."
    assert showing.cell == cell and len(desk.unreviewed) == len(desk.cells)
    there.set()
    rig.wait(lambda: showing.picture is not None)
    rig.qtbot.keyClick(window, Qt.Key.Key_X)
    assert desk.cells[cell].status is Status.EXCLUDED


def test_only_who_knows_a_cell_from_the_gallery_is_quicker_than_its_picture(
    two: Program, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, showing, desk = two.window, two.controller.showing, two.controller.desk
    assert desk is not None
    there = held(two, monkeypatch)
    monkeypatch.setattr(pictures, "GLANCE_S", 60.0)  # whoever is quick
    window.gallery_dock.hide()
    showing.glimpsed.lay(desk)
    showing.choose_image(image(two, GONE))
    cell = showing.cell
    assert cell is not None and showing.picture is None
    rig.qtbot.keyClick(window, Qt.Key.Key_1)
    assert window.notices.text() == f"{GONE} is still being read, so nothing was decided."
    assert showing.cell == cell and cell in desk.unreviewed
    window.gallery_dock.show()
    rig.wait(lambda: not showing.glimpsed.unseen([cell]))
    rig.qtbot.keyClick(window, Qt.Key.Key_1)
    assert desk.cells[cell].label == "blast"
    there.set()


def test_a_path_that_is_not_there_is_told_with_the_way_to_find_it(rig: Rig, tmp_path: Path) -> None:
    program = rig.open(tmp_path / "gone.png")
    told = program.window.picture.view.accessibleDescription()
    assert "There is no such file or folder. If it was moved, File › Find moved pictures" in told
