"""Pictures read off the GUI thread: what is wanted first, what is likely next after it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from allviewer.core.records import Image
from allviewer.ui.pictures import Pictures

A, B, C, D = (Path(name) for name in "abcd")


class Reader:
    """Reads at once and remembers what."""

    def __init__(self) -> None:
        self.read: list[Path] = []

    def __call__(self, path: Path) -> Image:
        self.read.append(path)
        return Image(path, path.name, np.zeros((4, 4, 3), np.uint8))


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def pictures(qtbot: QtBot, reader: Reader) -> Iterator[Pictures]:
    made = Pictures(read=reader)
    yield made
    made.close()


def test_what_is_next_is_read_after_what_is_wanted(pictures: Pictures, reader: Reader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pictures.ready):
        assert pictures.want(A, ahead=[B, C]) is None
    assert reader.read == [A]
    qtbot.waitUntil(lambda: reader.read == [A, B, C])
    qtbot.waitUntil(lambda: pictures.want(B) is not None)


def test_a_held_key_does_not_put_off_what_is_next(pictures: Pictures, reader: Reader, qtbot: QtBot) -> None:
    """Another cell is wanted again and again before what follows would be read."""
    wishes = 0

    def hold() -> bool:
        nonlocal wishes
        wishes += 1
        pictures.want(A, ahead=[B])
        return B in reader.read

    qtbot.waitUntil(hold)
    assert wishes > 1


def test_what_nobody_wants_any_more_is_not_read(pictures: Pictures, reader: Reader, qtbot: QtBot) -> None:
    pictures.want(A, ahead=[B])
    pictures.want(C, ahead=[D])
    qtbot.waitUntil(lambda: D in reader.read)
    assert B not in reader.read
