"""The program as a process, with the shipped bundle, on the samples."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from allviewer import RESEARCH_USE
from allviewer.core.report import read_csv
from allviewer.core.resources import resources
from allviewer.services.session import Session

pytestmark = pytest.mark.skipif(
    not (resources() / "models" / "all_b3").is_dir(), reason="the bundle all_b3 is not there yet"
)


def allviewer(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "allviewer", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=250, check=False, cwd=folder
    )


def test_from_pictures_to_a_verified_table(samples: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for path in (next(samples.glob("field_*.jpg")), samples / "cells" / "lymphocyte.jpg"):
        shutil.copy(path, pictures)
    ran = allviewer(
        *("analyse", "pictures", "--out", "out.csv", "--session", "s.allviewer", "--device", "cpu"),
        folder=tmp_path,
    )
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr.strip() == f"2 of 2 pictures done. {RESEARCH_USE}"  # piped: no bar
    rows = [row for row in read_csv(tmp_path / "out.csv") if row["cell"]]
    assert {row["image"] for row in rows} == {path.name for path in pictures.iterdir()}
    for row in rows:
        assert row["model"] == "all_b3"
        assert float(row["probability_blast"]) + float(row["probability_normal"]) == pytest.approx(1)
        assert row["triage"] in ("certain", "review")
    checked = allviewer("verify", "s.allviewer", folder=tmp_path)
    sound = "decisions, outlines, pictures and bundles were not altered; predictions are not checked."
    assert (checked.returncode, checked.stdout) == (0, f"s.allviewer: {sound}\n")
    session = Session.look(tmp_path / "s.allviewer")
    assert all(cell.prediction is not None for row in session.images() for cell in session.cells(row.id))
    session.close()
