"""What a person says of the whole session, its scale and its labels: steps like any other."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from allviewer.core.errors import DecisionError
from allviewer.core.labels import Label
from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.services.helpers import MODEL, classified, found, read, work

SMUDGE, PROMYELOCYTE = Label("smudge", "#009e73", "S"), Label("promyelocyte", "#cc79a7", "3")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.allviewer"


def filled(path: Path) -> Session:
    session = Session.open(path)
    session.use_model(MODEL)
    job = work("1.png")
    session.store(read(job), found(job), classified(job))
    return session


def test_the_scale_is_undone_and_redone_after_a_restart(path: Path) -> None:
    session = filled(path)
    session.set_um_per_px(0.25, reviewer="RM")
    session.set_um_per_px(0.5, reviewer="RM")
    change = session.undo("RM")
    assert change is not None and change.images == {row.id for row in session.images()}
    assert session.um_per_px == 0.25
    session.close()
    session = Session.open(path)
    session.undo("AB")
    assert session.um_per_px is None and session.images()[0].um_per_px is None
    session.redo("AB")
    (row,) = session.images()
    assert row.um_per_px == 0.25
    cell = session.cells(row.id)[0].cell
    assert cell.measurements["cell_area_um2"] == pytest.approx(cell.measurements["cell_area_px"] / 16)
    assert session.verify() == []
    session.close()


def test_labels_keep_name_colour_key_and_order(path: Path) -> None:
    session = filled(path)
    change = session.set_labels([SMUDGE, PROMYELOCYTE], reviewer="RM")
    assert change.labels and not change.cells
    session.close()
    session = Session.open(path)
    assert session.own_labels() == [SMUDGE, PROMYELOCYTE]
    assert session.labels() == (*MODEL.classes, "smudge", "promyelocyte")
    assert not session.set_labels([SMUDGE, PROMYELOCYTE], reviewer="RM")  # nothing changed: no step
    change = session.undo("RM") or change
    assert change.labels and session.own_labels() == []
    assert session.verify() == []
    session.close()


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([Label("  ", "#009e73", "")], "needs a name"),
        ([Label("Unsure", "#009e73", "")], "what a decision is called"),
        ([SMUDGE, Label("Smudge", "#009e73", "")], "already"),
        ([Label("smudge", "green", "")], "no colour"),
        ([SMUDGE, Label("other", "#009e73", "S")], "key of another"),
    ],
)
def test_labels_that_may_not_be_are_refused_in_words(path: Path, labels: list[Label], said: str) -> None:
    session = filled(path)
    with pytest.raises(DecisionError, match=said):
        session.set_labels(labels, reviewer="RM")
    assert session.own_labels() == [] and not session.can_undo
    session.close()


def test_a_label_that_cells_carry_stays(path: Path) -> None:
    session = filled(path)
    session.set_labels([SMUDGE], reviewer="RM")
    first, *_ = [row.id for row in session.index()]
    session.decide([first], Status.CORRECTED, "smudge", reviewer="RM")
    with pytest.raises(DecisionError, match=r"“smudge” is in use \(cells: 1\)"):
        session.set_labels([PROMYELOCYTE], reviewer="RM")
    session.set_labels([Label("smudge", "#ffffff", "")], reviewer="RM")  # another colour is fine
    session.decide([first], Status.UNSURE, reviewer="RM")
    session.set_labels([PROMYELOCYTE], reviewer="RM")
    assert session.own_labels() == [PROMYELOCYTE]
    session.close()


def test_what_version_2_kept_still_holds_until_something_is_said(path: Path) -> None:
    session = filled(path)
    session.close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO meta VALUES ('um_per_px', '0.125')")
    connection.execute("INSERT INTO labels VALUES ('smudge', '#009e73', 'S', 0)")
    connection.commit()
    connection.close()
    session = Session.open(path)
    assert session.um_per_px == 0.125 and session.own_labels() == [SMUDGE]
    session.set_um_per_px(0.5, reviewer="RM")
    session.set_labels([], reviewer="RM")
    assert session.um_per_px == 0.5 and session.own_labels() == []
    session.undo("RM")
    session.undo("RM")
    assert session.um_per_px == 0.125 and session.own_labels() == [SMUDGE]
    session.close()


def test_a_forged_scale_is_told(path: Path, tmp_path: Path) -> None:
    session = filled(path)
    session.set_um_per_px(0.25, reviewer="RM")
    session.close()
    forged = tmp_path / "forged.allviewer"
    shutil.copyfile(path, forged)
    connection = sqlite3.connect(forged)
    connection.execute("DROP TRIGGER settings_update")
    connection.execute("UPDATE settings SET value = '0.5'")
    connection.commit()
    connection.close()
    session = Session.look(forged)
    assert any("was altered" in said for said in session.verify())
    session.close()
