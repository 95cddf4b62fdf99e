"""Listing pictures: natural order, lazily, each once, whatever the folders look like."""

import os
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from allviewer.core import overlay
from allviewer.core.image import find_images, natural_key
from allviewer.core.listing import listing_key


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(root: Path) -> list[str]:
    return [p.relative_to(root).as_posix() for p in find_images([root])]


def test_natural_order_pictures_before_subfolders(tmp_path: Path) -> None:
    wanted = ["IM_2.png", "im_10.JPG", "IM_11.tiff", "b.bmp", "field 2/a1.webp", "field 10/a1.jpeg"]
    touch(*(tmp_path / w for w in reversed(wanted)))
    assert names(tmp_path) == ["b.bmp", *wanted[:3], *wanted[4:]]
    assert sorted(wanted, key=listing_key) == names(tmp_path)


def test_hidden_and_other_files_are_skipped(tmp_path: Path) -> None:
    touch(tmp_path / ".hidden.png", tmp_path / ".cache/a.png", tmp_path / "notes.txt", tmp_path / "._a.jpg")
    touch(tmp_path / "a.png")
    assert names(tmp_path) == ["a.png"]


def test_named_files_are_kept_as_they_are(tmp_path: Path) -> None:
    odd, gone = tmp_path / "notes.txt", tmp_path / "gone.png"
    touch(odd)
    assert list(find_images([odd, gone])) == [odd, gone]


def test_links_that_run_in_circles(tmp_path: Path) -> None:
    touch(tmp_path / "a/1.png", tmp_path / "b/2.png")
    (tmp_path / "a/self").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "a/up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "c").symlink_to(tmp_path / "b", target_is_directory=True)
    (tmp_path / "loop.png").symlink_to("loop.png")
    assert names(tmp_path) == ["loop.png", "a/1.png", "b/2.png"]


def test_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "1.png", *(tmp_path / f"sub{i}/1.png" for i in range(5)))
    listed = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: (listed.append(folder), real(folder))[1])
    assert [p.name for p in islice(find_images([tmp_path]), 1)] == ["1.png"]
    assert listed == [tmp_path]


def test_deep_folders(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["d"] * 400)  # deeper still, and pytest cannot clean up after us
    touch(deepest / "a.png")
    assert list(find_images([tmp_path])) == [deepest / "a.png"]


def test_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a/1.png", tmp_path / "b/2.png")
    real = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "a":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path) == ["a", "b/2.png"]


@given(st.lists(st.text(max_size=12), unique=True, max_size=20), st.randoms())
def test_any_names_sort_one_way(texts: list[str], random: Random) -> None:
    shuffled = random.sample(texts, len(texts))
    assert sorted(shuffled, key=natural_key) == sorted(texts, key=natural_key)


@given(st.text(alphabet="ab", max_size=3), st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_sort_by_value(stem: str, a: int, b: int) -> None:
    assert (natural_key(f"{stem}{a}x") < natural_key(f"{stem}{b}x")) == (a < b)


def test_masks_and_heatmaps_that_were_written_among_pictures_are_none(tmp_path: Path) -> None:
    grey = np.full((8, 8, 3), 90, np.uint8)
    overlay.save_png16(tmp_path / "a_cells.png", grey[..., 0])
    (tmp_path / "sub").mkdir()
    overlay.save_png(tmp_path / "sub" / "a_1_heatmap.png", grey)
    own = [tmp_path / "a_cells.png", tmp_path / "sub" / "a_1_heatmap.png"]
    theirs = [tmp_path / "b_cells.png", tmp_path / "c.png"]
    Pillow.fromarray(grey).save(theirs[0])  # called so by another program: a picture
    overlay.save_png(theirs[1], grey)  # a picture that was made of what is on the screen
    assert list(find_images([tmp_path])) == theirs
    assert list(find_images(own)) == own  # whoever names them wants them
