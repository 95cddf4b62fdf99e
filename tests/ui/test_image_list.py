"""The list of pictures: what is painted again when one of them changes or is chosen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from allviewer.ui.image_delegate import ROW, ImageDelegate
from allviewer.ui.image_list import ImageList
from tests.benchmarks.window import image


@pytest.fixture
def listed(qtbot: QtBot) -> ImageList:
    made = ImageList()
    qtbot.addWidget(made)
    made.resize(240, 500)
    made.set_rows([image(place) for place in range(200)])
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def painted(listed: ImageList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows that are painted from here on."""
    rows: list[int] = []
    paint = ImageDelegate.paint
    monkeypatch.setattr(
        ImageDelegate,
        "paint",
        lambda self, p, option, index: (rows.append(index.data(ROW).id), paint(self, p, option, index)),
    )
    listed.view.viewport().update()
    qtbot.waitUntil(lambda: len(rows) > 5)
    QApplication.processEvents()
    rows.clear()
    return rows


def test_a_changed_row_paints_just_itself(listed: ImageList, qtbot: QtBot, painted: list[int]) -> None:
    listed.change_rows([replace(image(place), reviewed=7) for place in (3, 150)])
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [3]


def test_the_chosen_row_is_brought_in_view(listed: ImageList, qtbot: QtBot, painted: list[int]) -> None:
    listed.select(150)
    view = listed.view

    def whole() -> bool:
        place: QRect = view.visualRect(view.currentIndex())
        return view.viewport().rect().contains(place)

    qtbot.waitUntil(whole)
    qtbot.waitUntil(lambda: 150 in painted)
