"""What writes its file itself: the file is whole, or as it was, and nothing lies beside it."""

from pathlib import Path

import pytest

from allviewer.core import atomic


@pytest.mark.parametrize("durable", [True, False])
def test_what_was_written_beside_takes_the_place_of_what_stood_there(tmp_path: Path, durable: bool) -> None:
    target = tmp_path / "kept.zip"
    target.write_bytes(b"before")
    with atomic.beside(target, durable=durable) as part:
        part.write_bytes(b"after")
        assert target.read_bytes() == b"before"
    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


def test_what_fails_halfway_leaves_what_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "kept.zip"
    target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), atomic.beside(target) as part:
        part.write_bytes(b"half")
        raise ZeroDivisionError
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_two_that_write_at_once_do_not_meet(tmp_path: Path) -> None:
    target = tmp_path / "kept.zip"
    with atomic.beside(target) as first, atomic.beside(target) as second:
        first.write_bytes(b"first")
        second.write_bytes(b"second")
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic.beside(tmp_path / "nowhere" / "kept.zip") as part:
        part.write_bytes(b"after")
