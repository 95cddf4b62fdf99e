"""Draws the guide's pictures with the program's own view: `python packaging/guide_pictures.py`.

Run it when the view looks different. The pictures are of the samples; statuses and classes on them
are chosen to show every sign, and say nothing of the cells.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PySide6.QtWidgets import QApplication

from allviewer.core import image, segment
from allviewer.core.records import Kind, Status
from allviewer.core.resources import resources
from allviewer.ui import class_signs, theme
from allviewer.ui.image_view import CellMark, ImageView, ToolName

SAMPLES, OUT = resources() / "samples", resources() / "guide" / "pictures"
CLASSES = ("blast", "normal")
QUALITY = 88


def main() -> None:
    """Write all pictures."""
    app = QApplication([])
    theme.apply(app, theme.Choice.LIGHT)
    OUT.mkdir(parents=True, exist_ok=True)
    _save(_view("field_00044.jpg", (Status.ACCEPTED, Status.UNSURE)), "signs.jpg")
    brush = _view("field_00176.jpg", (Status.UNREVIEWED, Status.UNREVIEWED))
    brush.select(1)
    brush.start_tool(ToolName.BRUSH)
    _save(brush, "brush.jpg")


def _view(name: str, statuses: tuple[Status, ...]) -> ImageView:
    field = image.read(SAMPLES / name)
    cells = segment.find_cells(field.pixels, kind=Kind.FIELD).cells
    view = ImageView()
    view.resize(620, 440)
    view.show()
    view.set_image(field.pixels)
    letters = class_signs.class_letters(CLASSES)
    view.set_cells(
        [
            CellMark(
                *(cell.number, cell.number, cell.outline, cell.nuclei, place % 2, letters[place % 2]),
                status,
                uncertain=place % 2 == 1,
                truncated=cell.truncated,
            )
            for place, (cell, status) in enumerate(zip(cells, statuses, strict=True))
        ]
    )
    return view


def _save(view: ImageView, name: str) -> None:
    if not view.picture_of_view().save(str(OUT / name), "JPG", QUALITY):
        raise OSError(f"{OUT / name} could not be written")


if __name__ == "__main__":
    main()
