"""Crops for the gallery: made beside the window, kept on disk, and dropped where they come too late."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from allviewer.core import image
from allviewer.core.records import Square
from allviewer.services.thumbnails import SIDE, Packs
from allviewer.ui.thumbnails import Thumbnails
from allviewer.ui.wanted import Wanted


@pytest.fixture
def thumbnails(qtbot: QtBot, tmp_path: Path) -> Iterator[Thumbnails]:
    made = Thumbnails(Packs(tmp_path / "kept"))
    yield made
    made.close()


SQUARE = Square(300.0, 100.0, 150.0)


def wanted(samples: Path, number: int) -> Wanted:
    return Wanted(number, samples / "field_00034.jpg", "", SQUARE)


def test_crops_are_made_and_kept_on_disk(
    thumbnails: Thumbnails, qtbot: QtBot, samples: Path, tmp_path: Path
) -> None:
    sha256 = image.read(samples / "field_00034.jpg").sha256
    one = Wanted(1, samples / "field_00034.jpg", sha256, SQUARE)
    with qtbot.waitSignal(thumbnails.made, timeout=20_000):
        thumbnails.want([one])
    crop = thumbnails.pixmap(1)
    assert crop is not None and crop.width() == crop.height() == SIDE
    assert len(list((tmp_path / "kept").rglob("*.zip"))) == 1
    # the file may go: what is kept under its hash is enough
    again = Wanted(2, tmp_path / "gone.jpg", sha256, SQUARE)
    with qtbot.waitSignal(thumbnails.made, timeout=20_000):
        thumbnails.want([again])
    assert thumbnails.pixmap(2) is not None


def test_crops_of_many_pictures_that_are_kept_come_together(
    thumbnails: Thumbnails, qtbot: QtBot, samples: Path, tmp_path: Path
) -> None:
    """As after an analysis: none of these pictures can be read any more."""
    packs, read = Packs(tmp_path / "kept"), image.read(samples / "field_00034.jpg")
    shown = []
    for number in range(30):
        packs.make(replace(read, sha256=f"{number:064x}"), [SQUARE])
        shown.append(Wanted(number, tmp_path / f"{number}.jpg", f"{number:064x}", SQUARE))
    told: list[int] = []
    thumbnails.made.connect(told.extend)
    thumbnails.want(shown)
    qtbot.waitUntil(lambda: len(told) == 30, timeout=20_000)
    assert sorted(told) == list(range(30))
    assert all(thumbnails.pixmap(number) is not None for number in range(30))


def test_late_crop_of_another_session_is_dropped(thumbnails: Thumbnails, qtbot: QtBot, samples: Path) -> None:
    thumbnails.want([wanted(samples, 1)])
    thumbnails.forget()  # the job is on its way
    with qtbot.waitSignal(thumbnails.made, timeout=20_000):
        thumbnails.want([wanted(samples, 2)])
    assert thumbnails.pixmap(1) is None and thumbnails.pixmap(2) is not None


def test_late_crop_of_an_outline_that_was_redrawn_is_dropped_and_the_others_come(
    thumbnails: Thumbnails, qtbot: QtBot, samples: Path
) -> None:
    told: list[int] = []
    thumbnails.made.connect(told.extend)
    thumbnails.want([wanted(samples, number) for number in (1, 2)])
    thumbnails.forget([1])  # the job is on its way
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == [2] and thumbnails.lacking([1, 2]) == [1]


def test_unreadable_picture_is_not_asked_for_again(
    thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(thumbnails.made, timeout=20_000):
        thumbnails.want([Wanted(1, tmp_path / "none.jpg", "", SQUARE)])
    assert thumbnails.pixmap(1) is None
    assert thumbnails.lacking([1, 2]) == [2]


def test_memory_is_bounded(
    thumbnails: Thumbnails, qtbot: QtBot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allviewer.ui.thumbnails.MEMORY_BYTES", 10 * SIDE * SIDE * 4)
    with qtbot.waitSignal(thumbnails.made, timeout=20_000):
        thumbnails.want([wanted(samples, number) for number in range(40)])
    assert sum(thumbnails.pixmap(number) is not None for number in range(40)) == 10
