"""The real window and command line where names are odd, files change hands and the clock is wrong.

Tried once each: nine odd names, a path of 600 characters and a folder that contains itself, from opening to
the table; a picture replaced under the open window; a table that another program holds; a clock that goes
back an hour between decisions. Lost: nothing.
"""

import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allviewer.cli.main import main
from allviewer.core import report
from allviewer.core.errors import OutputError
from allviewer.core.export import Export
from allviewer.core.records import Status
from allviewer.services.export import export
from allviewer.services.session import Session
from tests.faults import victims
from tests.faults.test_places import NAMES
from tests.model import bundles
from tests.ui.conftest import Rig, in_sight

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX names and links")


@pytest.fixture
def odd(samples: Path, tmp_path: Path) -> Path:
    """A folder of an odd name that holds every odd name, a deep path and itself."""
    folder = tmp_path / "day 1 🩸 تمو\n; --"
    folder.mkdir()
    for name in NAMES.values():
        shutil.copy(samples / "cells" / "monocyte.jpg", folder / name)
    deep = folder.joinpath(*["x" * 100] * 6)
    deep.mkdir(parents=True)
    shutil.copy(samples / "cells" / "monocyte.jpg", deep / "deep.jpg")
    (deep / "me").symlink_to(folder, target_is_directory=True)
    return folder


def test_odd_names_from_the_folder_to_the_table(
    rig: Rig, odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    rig.session_for = Session.for_paths
    program = rig.open(odd)
    desk = program.controller.desk
    assert desk is not None
    assert [row.state for row in desk.images.values()] == ["done"] * (len(NAMES) + 1)
    for row in list(desk.images):
        program.controller.showing.choose_image(row)
        rig.wait(lambda: in_sight(program))
        program.controller.reviewing.unsure()
    table = tmp_path / "out.csv"
    export(desk.session, Export(table))
    rows = report.read_csv(table)
    assert {row["image"] for row in rows} == {row.name for row in desk.images.values()}
    assert {row["status"] for row in rows} == {"unsure"}


def test_odd_names_on_the_command_line(odd: Path, tmp_path: Path) -> None:
    bundles.make(tmp_path / "bundle")
    outputs = {"--out": "a.csv", "--masks": "m", "--heatmaps": "h", "--geojson": "g", "--coco": "c.json"}
    arguments = [part for name, file in outputs.items() for part in (name, str(tmp_path / file))]
    code = main(["analyse", str(odd), "--model", str(tmp_path / "bundle"), "--device", "cpu", *arguments])
    assert code == 0
    pictures = len(NAMES) + 1
    assert len(report.read_csv(tmp_path / "a.csv")) == pictures
    assert len(list((tmp_path / "m").rglob("*.png"))) == 2 * pictures
    assert len(list((tmp_path / "h").rglob("*.png"))) == pictures
    assert len(list((tmp_path / "g").rglob("*.geojson"))) == pictures


def test_a_picture_replaced_under_the_open_window(rig: Rig, samples: Path, tmp_path: Path) -> None:
    """What was decided of the old picture stays with it and is never shown on the new one."""
    folder = tmp_path / "smears"
    shutil.copytree(samples / "cells", folder)
    program = rig.open(folder)
    showing = program.controller.showing
    desk = program.controller.desk
    assert desk is not None
    victim = next(row for row in desk.images.values() if row.name == "monocyte.jpg")
    showing.choose_image(victim.id)
    rig.wait(lambda: showing.picture is not None)
    program.controller.reviewing.label(desk.classes[0])
    shutil.copy(samples / "field_00034.jpg", folder / "monocyte.jpg")
    program.pictures.forget()
    showing.choose_image(next(row for row in desk.images if row != victim.id))
    showing.choose_image(victim.id)
    rig.wait(lambda: "has changed since" in program.window.notices.text())
    assert showing.picture is None
    rig.open(folder)
    desk = program.controller.desk
    assert desk is not None
    rows = [row for row in desk.images.values() if row.name == "monocyte.jpg"]
    assert [row.state for row in rows] == ["changed", "done"]
    assert [(row.cells, row.reviewed) for row in rows] == [(1, 1), (rows[1].cells, 0)]


def test_a_table_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a spreadsheet holds it on Windows: the old one stays, and nothing is left beside it."""
    path, table = tmp_path / "s.allviewer", tmp_path / "out.csv"
    victims.make(path)
    table.write_text("old")
    session = Session.look(path)

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, os.strerror(13))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        with pytest.raises(OutputError, match="close the file elsewhere"):
            export(session, Export(table))
    assert table.read_text() == "old"
    assert not list(tmp_path.glob("*.part"))
    export(session, Export(table))
    assert len(report.read_csv(table)) == victims.CELLS
    session.close()


def test_a_clock_that_is_set_back(tmp_path: Path) -> None:
    """The last word counts by its order, whatever the clock says."""
    path = tmp_path / "s.allviewer"
    victims.make(path)
    start = datetime(2026, 11, 21, 12, tzinfo=UTC)
    ticks = iter([start - timedelta(hours=hour) for hour in range(100)])
    session = Session.open(path, clock=lambda: next(ticks))
    (cell, *_) = [row.id for row in session.index()]
    for status in (Status.ACCEPTED, Status.UNSURE, Status.EXCLUDED):
        session.decide([cell], status, reviewer="RM")
    session.undo("RM")
    session.close()
    again = Session.open(path, clock=lambda: next(ticks))
    decision = again.cell(cell).decision
    assert decision is not None and decision.status is Status.UNSURE
    again.redo("RM")
    assert again.summaries([cell])[0].status is Status.EXCLUDED
    assert again.verify() == []
    again.close()


def test_a_name_as_long_as_a_disk_takes_has_its_masks_too(samples: Path, tmp_path: Path) -> None:
    """The ending did not fit, and the run ended there: nothing was written of all pictures."""
    bundles.make(tmp_path / "bundle")
    folder, picture = tmp_path / "long", next((samples / "cells").glob("*.jpg"))
    folder.mkdir()
    names = ("é" * 125 + ".jpg", "n" * 251 + ".jpg", "n" * 249 + "2.jpg", "short.jpg")
    for name in names:
        shutil.copy(picture, folder / name)
    outputs = {"--out": "a.csv", "--masks": "m", "--heatmaps": "h", "--geojson": "g"}
    arguments = [part for name, file in outputs.items() for part in (name, str(tmp_path / file))]
    given = ["analyse", str(folder), "--model", str(tmp_path / "bundle"), "--device", "cpu", "--quiet"]
    assert main([*given, *arguments]) == 0
    assert {row["image"] for row in report.read_csv(tmp_path / "a.csv")} == set(names)
    for place, each in (("m", 2), ("h", 1), ("g", 1)):
        assert len(list((tmp_path / place).iterdir())) == each * len(names)
    assert (tmp_path / "m" / "short_cells.png").is_file()
    assert main([*given, *arguments]) == 0  # the same names again
    assert len(list((tmp_path / "m").iterdir())) == 2 * len(names)


def test_pictures_that_capitals_part_have_masks_that_other_disks_part_too(
    samples: Path, tmp_path: Path
) -> None:
    bundles.make(tmp_path / "bundle")
    folder, picture = tmp_path / "capitals", next((samples / "cells").glob("*.jpg"))
    folder.mkdir()
    shutil.copy(picture, folder / "A.jpg")
    shutil.copy(picture, folder / "a.jpeg")
    given = ["analyse", str(folder), "--model", str(tmp_path / "bundle"), "--device", "cpu", "--quiet"]
    assert main([*given, "--out", str(tmp_path / "a.csv"), "--masks", str(tmp_path / "m")]) == 0
    assert len({path.name.casefold() for path in (tmp_path / "m").iterdir()}) == 4
