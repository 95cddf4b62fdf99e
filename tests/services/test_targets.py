"""A result takes the place of nothing that it is made of, nor of another result."""

import os
from pathlib import Path

import pytest

from allviewer.core.errors import OutputError
from allviewer.core.export import Export
from allviewer.services import targets
from allviewer.services.export import export
from allviewer.services.outputs import Masks
from allviewer.services.session import Session
from tests.services.helpers import MODEL, take_up


@pytest.mark.parametrize("way", ["itself", "a link", "another name", "through .."])
def test_what_a_result_is_made_of_is_no_place_for_it(tmp_path: Path, way: str) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"picture")
    target = {"itself": picture, "through ..": tmp_path / "x" / ".." / "a.png"}.get(way, tmp_path / "out.csv")
    (tmp_path / "x").mkdir()
    if way == "a link":
        target.symlink_to(picture)
    if way == "another name":  # the same file by a second name, as on a disk that knows no case
        target = tmp_path / "A.png"
        if not target.exists():
            os.link(picture, target)
    with pytest.raises(OutputError, match="the result is made of it"):
        targets.check([target], [picture])


def test_two_results_share_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="two results cannot share a file"):
        targets.check([tmp_path / "a.csv", None, tmp_path / "b" / ".." / "a.csv"], [])
    targets.check([tmp_path / "a.csv", None, tmp_path / "b.csv"], [tmp_path / "other" / "a.csv"])
    targets.check([Path(os.devnull), Path(os.devnull)], [])


@pytest.mark.parametrize("place", ["table", "summary", "coco"])
@pytest.mark.parametrize("name", ["s.allviewer", "a.png"])
def test_an_export_leaves_the_session_and_its_pictures(tmp_path: Path, place: str, name: str) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    session.use_model(MODEL)
    take_up(session, "a.png", f"{1:064x}", cells=1)
    (target,) = {session.path, *(row.path for row in session.images())} & {
        tmp_path / name,
        *(row.path for row in session.images() if row.path.name == name),
    }
    other = tmp_path / "other.csv"
    asked = {
        "table": Export(target),
        "summary": Export(other, summary=target),
        "coco": Export(other, coco=target),
    }
    with pytest.raises(OutputError, match="the result is made of it"):
        export(session, asked[place])
    assert not other.exists()
    session.close()
    Session.look(tmp_path / "s.allviewer").close()


@pytest.mark.parametrize("other", ["summary", "coco"])
def test_the_word_of_where_a_table_comes_from_is_no_result_s_place(tmp_path: Path, other: str) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    wanted = Export(tmp_path / "t.csv", **{other: tmp_path / "t.csv.json"})  # type: ignore[arg-type]
    with pytest.raises(OutputError, match="two results cannot share a file"):
        export(session, wanted)
    session.close()


@pytest.mark.parametrize("name", ["a_cells.png", "sub/A_Cells.PNG"])
def test_masks_take_the_place_of_no_picture(tmp_path: Path, name: str) -> None:
    picture = tmp_path / name
    with pytest.raises(OutputError, match="Name another folder"):
        targets.check_folder(tmp_path, Masks.ENDINGS, [picture])
    targets.check_folder(tmp_path / "masks", Masks.ENDINGS, [picture])
    targets.check_folder(tmp_path, Masks.ENDINGS, [tmp_path / "a.png"])
