"""Eight hours of review in ten minutes: memory stays flat, no step is lost, nothing piles up.

Tried: 6 hours of 60 steps in the suite, 8 hours of 1,200 steps (one every three seconds) with
ALLVIEWER_FAULTS=full, in a process of its own: the real window, worker, sessions and bundle, keys and
mouse. Lost: no step. The first half warms up; after it memory may grow by as much as noise does.
"""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from allviewer.core.resources import resources
from tests.conftest import ROOT
from tests.faults.size import size

FLAT_KB = 40_000
"""Of some 0.9 million: what Qt, torch and the pictures at hand hold comes and goes by this much."""


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux' own figures")
def test_memory_is_flat(tmp_path: Path) -> None:
    if not (resources() / "models" / "all_b3" / "card.json").is_file():
        pytest.skip("the default bundle is not in resources/models")
    hours, steps = size(6, 8), size(60, 1200)
    command = [sys.executable, "-m", "tests.faults.soak", str(tmp_path), str(hours), str(steps)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env=environment, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(("{", '"'))]
    done_steps = 0
    for line, after in pairwise(lines):
        done_steps += after == "done" and line["do"] in ("decide", "note", "undo", "redo")
    held = [line for line in lines if line != "done" and "hour" in line]
    print(*held, sep="\n")
    assert len(held) == hours
    assert sum(hour["steps"] for hour in held) == done_steps > hours * steps / 2
    warm, last = held[hours // 2], held[-1]
    assert last["kB"] - warm["kB"] < FLAT_KB
    assert last["threads"] == warm["threads"]
    assert last["files"] == warm["files"]
    assert last["widgets"] - warm["widgets"] < 20  # the folders opened lately, a line each
    assert last["objects"] - warm["objects"] < 20_000
