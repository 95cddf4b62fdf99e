"""A picture without colour gives no cells, and the window says why."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from tests.ui.conftest import Rig, press

SAID = "The picture has no colour, so no white cell can be found in it."


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_without_colour_says_why_it_has_no_cells(
    rig: Rig, samples: Path, tmp_path: Path, suffix: str
) -> None:
    folder = tmp_path / "smears"
    folder.mkdir()
    field = Image.open(samples / "field_00034.jpg")
    field.convert("L").convert("RGB").save(folder / f"a_grey.{suffix}")
    field.crop((0, 0, 90, 60)).save(folder / "b_bare.png")  # in colour, and no white cell in it
    program = rig.open(folder)
    view, names = program.window.picture.view, program.window.images.view.model()
    assert [row.cells for row in program.controller.desk.images.values()] == [0, 0]  # type: ignore[union-attr]
    rig.wait(lambda: view._canvas.note == SAID)
    told = [names.index(place, 0).data(Qt.ItemDataRole.AccessibleTextRole) for place in (0, 1)]
    assert SAID in told[0] and SAID not in told[1]
    press(rig, Qt.Key.Key_PageDown)
    rig.wait(lambda: view._canvas.note == "No white cell was found here.")
