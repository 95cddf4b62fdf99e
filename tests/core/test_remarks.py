"""What is remarked of pictures: copies, whose cells count twice, and files that hold more than is shown."""

from dataclasses import replace
from pathlib import Path

from allviewer.core.remarks import Copies, copies, first_of, pages_in
from allviewer.core.rows import ImageRow, State


def row(number: int, sha256: str, state: str = "done") -> ImageRow:
    name = f"{number}.png"
    return ImageRow(number, name, Path(name), sha256, None, False, State(state), "", (), 64, 48, None, 1, 0)


def test_a_copy_is_known_by_its_contents_whenever_those_are_read() -> None:
    known = Copies([row(1, "a"), row(2, ""), row(3, "b"), row(4, "")])
    assert known.original(row(2, "")) is None and known.original(row(3, "b")) is None
    known.take([row(4, "a")])
    found = known.original(row(4, "a"))
    assert found is not None and found.name == "1.png"
    assert known.original(row(1, "a")) is None
    known.take([row(1, "a", "changed")])  # its file is another now: only the copy counts
    assert known.original(row(4, "a")) is None


def test_copies_are_counted() -> None:
    rows = [row(1, "a"), row(2, "a"), row(3, "a", "failed"), row(4, "b"), row(5, "b", "missing"), row(6, "")]
    assert copies({one.id: one for one in rows}) == 2
    assert copies({}) == 0


def test_how_many_pictures_a_file_holds_is_known_by_its_note() -> None:
    assert pages_in(()) == pages_in(("Transparent parts are shown white.",)) == 1
    assert pages_in(("Transparent parts are shown white.", first_of(120))) == 120
    assert replace(row(1, "a"), notes=(first_of(3),)).notes == (
        "The file holds 3 pictures: this is the first.",
    )
