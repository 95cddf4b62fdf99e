"""Two hundred real cells reviewed by keys alone, a kill in the middle, a restart: nothing is lost.

Three people, who do and undo other things and are killed at other moments, on the same pictures.

The reference is what the person meant: a plain list of steps, without a database. It must equal the
session after the kill (but for the one key that was being pressed) and the table at the end.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from allviewer.core import report
from allviewer.core.resources import resources
from allviewer.services.session import Session
from tests.conftest import ROOT

CELLS, PICTURES = 200, 40
Said = tuple[str, str, str]
"""Status, label and note."""
NOTHING: Said = ("unreviewed", "", "")


@dataclass
class Reference:
    """What should stand, told by the intentions alone."""

    now: dict[tuple[str, int], Said] = field(default_factory=dict)
    past: list[dict[tuple[str, int], Said]] = field(default_factory=list)
    future: list[dict[tuple[str, int], Said]] = field(default_factory=list)

    def take(self, intention: dict[str, Any]) -> None:
        if intention["do"] == "undo":
            self.future.append(self.now)
            self.now = self.past.pop()
        elif intention["do"] == "redo":
            self.past.append(self.now)
            self.now = self.future.pop()
        elif intention["do"] in ("decide", "note"):
            self.past.append(self.now)
            self.future.clear()
            self.now = dict(self.now)
            for name, number, status, label in intention.get("cells", ()):
                self.now[name, number] = (status, label, self.now.get((name, number), NOTHING)[2])
            if intention["do"] == "note":
                status, label, _ = self.now.get(tuple(intention["cell"]), NOTHING)
                self.now[tuple(intention["cell"])] = (status, label, intention["text"])

    def standing(self) -> dict[tuple[str, int], Said]:
        return {cell: said for cell, said in self.now.items() if said != NOTHING}


def person(session: Path, folder: Path, seed: int, export: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ui.journey", str(session), str(folder), str(seed), export]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def lines(process: subprocess.Popen[str]) -> Iterator[Any]:
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n"):  # the last one may be cut by the kill
            yield json.loads(line)


def saved(path: Path) -> dict[tuple[str, int], Said]:
    session = Session.look(path)
    names = {image.id: image.name for image in session.images()}
    found = {
        (names[row.image_id], row.number): (row.status.value, row.label, row.note) for row in session.index()
    }
    assert session.verify() == []
    session.close()
    return {cell: said for cell, said in found.items() if said != NOTHING}


@pytest.fixture(scope="module")
def classified(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of real fields, and its session with every cell found and classified by the shipped bundle."""
    if not (resources() / "models" / "all_b3" / "card.json").is_file():
        pytest.skip("the default bundle is not in resources/models")
    folder = tmp_path_factory.mktemp("smears")
    for path in sorted((data_dir / "all_fields" / "Early").glob("*.jpg"))[:PICTURES]:
        shutil.copy(path, folder)
    session = tmp_path_factory.mktemp("sessions") / "classified.allviewer"
    command = ["analyse", folder, "--session", session, "--out", session.with_suffix(".csv"), "--quiet"]
    subprocess.run([sys.executable, "-m", "allviewer", *map(str, command)], cwd=ROOT, check=True)
    return folder, session


@pytest.mark.slow
@pytest.mark.data
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_cells_a_kill_and_a_restart(
    classified: tuple[Path, Path], tmp_path: Path, seed: int
) -> None:
    folder, whole = classified
    session, table = tmp_path / "s.allviewer", tmp_path / "export.csv"
    shutil.copyfile(whole, session)
    reference, pending = Reference(), None
    enough = random.Random(seed).randint(60, 110)
    acknowledged, cells = 0, 0
    with person(session, folder, seed, "-") as process:
        for line in lines(process):
            if line == "done":
                assert pending is not None
                reference.take(pending)
                pending = None
                acknowledged += 1
                if acknowledged == enough:
                    process.kill()
            elif line["do"] == "begin":
                cells = line["cells"]
            else:
                pending = line
    assert process.returncode < 0  # killed, not closed
    assert acknowledged >= enough and cells >= CELLS
    after = deepcopy(reference)
    if pending is not None:
        after.take(pending)
    kept = saved(session)
    assert kept in (reference.standing(), after.standing())
    if kept != reference.standing():
        reference = after

    done, at_once = [], 0
    with person(session, folder, seed + 1, str(table)) as process:
        for line in lines(process):
            if line != "done" and line["do"] != "begin":
                done.append(line["do"])
                at_once = max(at_once, len(line.get("cells", ())))
                reference.take(line)
    assert process.returncode == 0
    assert {"undo", "redo", "decide", "note", "export"} <= set(done)
    assert at_once > 1  # the certain ones were accepted in one step
    rows = [row for row in report.read_csv(table) if row["cell"]]
    assert len(rows) == cells
    exported = {(r["image"], int(r["cell"])): (r["status"], r["label"], r["note"]) for r in rows}
    assert exported == reference.now
    assert all(r["status"] != "unreviewed" and r["reviewer"] == "RM" for r in rows)
