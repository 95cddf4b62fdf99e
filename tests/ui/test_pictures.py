"""Pictures read off the GUI thread: what is wanted first, what is likely next after it."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from allviewer.core.records import Image
from allviewer.ui.pictures import Pictures, Readied

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


def test_what_is_wanted_does_not_wait_for_what_is_read_ahead(qtbot: QtBot, reader: Reader) -> None:
    begun, released = Event(), Event()

    def read(path: Path) -> Image:
        if path == B:
            begun.set()
            assert released.wait(10)
        return reader(path)

    pictures = Pictures(read=read)
    try:
        pictures.want(A, ahead=[B])
        qtbot.waitUntil(begun.is_set)
        with qtbot.waitSignal(pictures.ready, check_params_cb=lambda path, _found: path == C):
            pictures.want(C)
        assert B not in reader.read
    finally:
        released.set()
        pictures.close()


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


@pytest.mark.parametrize("side, built", [(1_500, True), (3_000, False)])
def test_levels_are_built_where_a_picture_is_read_unless_it_is_large(
    qtbot: QtBot, side: int, built: bool
) -> None:
    pictures = Pictures(read=lambda path: Image(path, "", np.full((side, side, 3), 7, np.uint8)))
    with qtbot.waitSignal(pictures.ready) as answer:
        pictures.want(A)
    found = answer.args[1]
    pictures.close()
    assert isinstance(found, Readied) and found.path == A
    levels = found.pyramid.levels if found.pyramid else ()
    assert [level.pixels.shape[0] for level in levels] == ([1_500, 750, 375] if built else [])
