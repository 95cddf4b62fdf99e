"""Parts that a killed process left go with the next write there; those that somebody writes stay."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from allviewer.core import leftovers
from allviewer.core.atomic import write_atomic

WRITER = """
import sys
from pathlib import Path
from allviewer.core.atomic import AtomicFile
with AtomicFile(Path(sys.argv[1])) as file:
    file.write(b"half")
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    before = set(leftovers._cleared)
    yield
    leftovers._cleared.clear()
    leftovers._cleared.update(before)


def writing(target: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(target)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "open\n"
    return process


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody knows which process wrote a part")
def test_what_a_killed_writer_left_goes_and_what_is_written_stays(tmp_path: Path) -> None:
    with writing(tmp_path / "dead.csv") as dead, writing(tmp_path / "alive.csv") as alive:
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert len(list(tmp_path.glob(".allviewer-*.part"))) == 2
        write_atomic(tmp_path / "next.csv", b"whole")
        (left,) = tmp_path.glob(".allviewer-*.part")
        assert f"-{alive.pid}-" in left.name
        alive.communicate("")
    assert (tmp_path / "alive.csv").read_bytes() == b"half"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alive.csv", "next.csv"]


def test_parts_of_other_machines_and_other_files_stay(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = (
        f".allviewer-0123456789ab-{ended.pid}-0123456789ab.part",  # of another machine
        f".allviewer-{leftovers._here()}-9999999999-0123456789ab.part",  # no number of a process
        f".allviewer-{leftovers._here()}-{os.getppid()}-0123456789ab.part",
        ".allviewer-0123456789ab.part",
        f"my.allviewer-{leftovers._here()}-{ended.pid}-0123456789ab.part",
    )
    for name in names:
        (tmp_path / name).touch()
    write_atomic(tmp_path / "next.csv", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "next.csv"])
