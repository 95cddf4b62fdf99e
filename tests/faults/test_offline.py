"""No network of any kind unless asked: the kernel kills whoever opens an internet socket.

Tried: the window from opening a folder to the table with the shipped bundle, every action of the menus that
needs no answer, and each command of the command line that works on pictures. None opened one.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.faults import offline

pytestmark = pytest.mark.skipif(not offline.POSSIBLE, reason="needs Linux's seccomp")


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.offline", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | homes | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(folder)},
    )


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_the_filter_bites(tmp_path: Path, family: str) -> None:
    (tmp_path / "asks.py").write_text(f"import socket\nsocket.socket(socket.{family})\n")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.offline", "asks"],
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == -signal.SIGSYS


def test_the_command_line_needs_no_network(samples: Path, tmp_path: Path) -> None:
    table, session = tmp_path / "a.csv", tmp_path / "s.allviewer"
    commands: tuple[tuple[object, ...], ...] = (
        ("analyse", samples / "cells", "--out", table, "--session", session, "--heatmaps", tmp_path / "h"),
        ("export", session, "--out", tmp_path / "b.csv"),
        ("verify", session),
        ("models",),
    )
    for command in commands:
        done = run("allviewer", *command, folder=tmp_path)
        assert done.returncode == 0, (command, done.returncode, done.stderr)
    assert table.stat().st_size > 1000


def test_the_window_needs_no_network(tmp_path: Path) -> None:
    done = run("tests.faults.soak", tmp_path, 1, 20, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '"hour": 1' in done.stdout


def test_no_action_of_the_menus_needs_a_network(samples: Path, tmp_path: Path) -> None:
    done = run("tests.faults.every_action", samples, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 60
