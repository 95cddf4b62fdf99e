"""Crops kept in one file a picture: made once, found again, made anew where they are lost."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from allviewer.core import crop, image
from allviewer.core.records import Image, Square
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsFound
from allviewer.services.files import works_of
from allviewer.services.thumbnails import SIDE, Packs
from tests.services.helpers import Toy

ONE, OTHER = Square(300.0, 100.0, 150.0), Square(-20.0, -20.0, 90.5)


@pytest.fixture
def picture(samples: Path) -> Image:
    return image.read(samples / "field_00034.jpg")


def test_crops_are_found_again_as_they_were_made(picture: Image, tmp_path: Path) -> None:
    packs = Packs(tmp_path)
    assert packs.find(picture.sha256, [ONE]) == {}
    made = packs.make(picture, [ONE])
    both = packs.make(picture, [ONE, OTHER])
    assert both[ONE] == made[ONE]
    assert Packs(tmp_path).find(picture.sha256, [OTHER, ONE]) == both
    assert len(list(tmp_path.rglob("*.*"))) == 1
    shown = cv2.imdecode(np.frombuffer(both[ONE], np.uint8), cv2.IMREAD_COLOR)[..., ::-1].astype(int)
    assert shown.shape == (SIDE, SIDE, 3)
    assert np.abs(shown - crop.cut_square(picture.pixels, ONE, size=SIDE)).mean() < 3


def test_a_damaged_pack_is_made_anew(picture: Image, tmp_path: Path) -> None:
    packs = Packs(tmp_path)
    made = packs.make(picture, [ONE, OTHER])
    (file,) = tmp_path.rglob("*.zip")
    whole = file.read_bytes()
    for harmed in (b"", whole[: len(whole) // 2], whole[:200] + b"?" + whole[201:], b"PK" + bytes(100)):
        file.write_bytes(harmed)
        assert packs.make(picture, [ONE, OTHER]) == made
        assert packs.find(picture.sha256, [ONE, OTHER]) == made


def test_nothing_fails_where_nothing_can_be_kept(picture: Image, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for packs in (Packs(None), Packs(tmp_path / "file")):
        assert set(packs.make(picture, [ONE])) == {ONE}
        assert packs.find(picture.sha256, [ONE]) == {}
        packs.trim(most=0)
    assert packs.find("../../elsewhere", [ONE]) == {}, "a session from elsewhere may hold such a hash"


def test_analysing_keeps_what_the_gallery_will_show(samples: Path, tmp_path: Path) -> None:
    packs, toy = Packs(tmp_path), Toy()
    factor = toy.model.crop_factor
    events = analyse(
        works_of([samples]),
        classifier=lambda: toy,
        seen=lambda read, cells: packs.keep(read, cells, factor=factor),
    )
    fields = [event for event in events if isinstance(event, CellsFound)]
    assert sum(len(event.cells) for event in fields) > 10
    for event in fields:
        squares = [crop.square_of(cell, factor=factor) for cell in event.cells]
        assert set(packs.find(event.sha256, squares)) == set(squares)


def test_the_oldest_go_first(tmp_path: Path) -> None:
    for age, name in enumerate(("c", "b", "a")):  # "a" is the oldest
        file = tmp_path / name / f"{name}.zip"
        file.parent.mkdir()
        file.write_bytes(bytes(100))
        os.utime(file, (1_000 - age, 1_000 - age))
    Packs(tmp_path).trim(most=250)
    assert sorted(path.stem for path in tmp_path.rglob("*.zip")) == ["b", "c"]
    Packs(tmp_path / "none").trim(most=0)  # a folder that is not there yet is no trouble
