"""The list of pictures: what is painted again when one of them changes or is chosen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from allviewer.core.rows import State
from allviewer.ui.image_delegate import ROW, ImageDelegate, Sign
from allviewer.ui.image_list import ImageList
from allviewer.ui.image_model import sign_of
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


@pytest.mark.parametrize("name", ["one\ntwo.png", "one\r\ntwo.png", "one\u2028two.png"])
def test_a_name_of_two_lines_is_shown_whole_on_one_and_told_as_it_is(listed: ImageList, name: str) -> None:
    pictures = []
    for shown in ("one⏎two.png", name):
        listed.set_rows([replace(image(0), name=shown)])
        pictures.append(listed.view.grab().toImage())
    assert pictures[0] == pictures[1]
    told = listed.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith(name)


@pytest.mark.parametrize(
    ("state", "cells", "reviewed", "sign"),
    [
        (State.PENDING, 0, 0, Sign.WAITING),
        (State.DONE, 0, 0, Sign.BARE),
        (State.DONE, 3, 0, Sign.NONE),
        (State.DONE, 3, 1, Sign.SOME),
        (State.DONE, 3, 3, Sign.ALL),
        (State.FAILED, 0, 0, Sign.TROUBLE),
    ],
)
def test_a_sign_tells_how_far_a_picture_is(state: State, cells: int, reviewed: int, sign: Sign) -> None:
    assert sign_of(replace(image(1), state=state, cells=cells, reviewed=reviewed)) is sign
