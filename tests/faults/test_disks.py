"""A real small disk under the real window: it fills up, turns read-only, goes away and comes back.

Tried once each, on a disk in memory that is mounted for the case alone. Lost: nothing that was said to be
saved. Each time one sentence told what happened and what to do, and no mistake of ours came up.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

_OWN = ("unshare", "--map-root-user", "--mount")


@pytest.fixture(scope="module", autouse=True)
def _mounts() -> None:
    """Disks can be mounted only where the system lets a process have its own view of them."""
    if shutil.which("unshare") is None or subprocess.run([*_OWN, "true"], check=False).returncode:
        pytest.skip("no mount namespace of its own here")


def seen(case: str, folder: Path) -> dict[str, Any]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(folder / "data")}
    command = [*_OWN, sys.executable, "-m", "tests.faults.disks", case, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told.pop("mistakes") == []
    return told


def test_a_disk_that_fills_while_deciding(tmp_path: Path) -> None:
    told = seen("full", tmp_path)
    assert "the disk is full. Free some space and try again; what was saved before is safe." in told["said"]
    assert told["steps"] > 5 and told["kept while full"] and told["goes on"]
    assert "the disk is full" in told["export"] and told["old export"] == "old"
    assert told["left behind"] == []


def test_a_disk_that_fills_while_classifying(tmp_path: Path) -> None:
    told = seen("filling", tmp_path)
    assert "the disk is full" in told["said"]
    assert told["done"] < told["then"] == 60


def test_a_share_with_pictures_that_vanishes(tmp_path: Path) -> None:
    told = seen("vanishing", tmp_path)
    assert "images could not be read" in told["said"]
    assert told["kept"]
    assert told["back"] == told["of"] == 60


def test_a_share_with_the_session_that_vanishes(tmp_path: Path) -> None:
    told = seen("session_gone", tmp_path)
    assert "moved or deleted while it was open" in told["said"]
    assert told["same"]


def test_a_read_only_disk(tmp_path: Path) -> None:
    told = seen("read_only", tmp_path)
    assert "lies where nothing may be written" in told["said"]
    assert told["refused"] == told["said"] and told["same"]
    assert "the place is read-only. Choose another one." in told["cli"]
