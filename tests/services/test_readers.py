"""Reading in processes of their own: the same answers, and none is left behind or waited for in vain."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from allviewer.core.records import Cell, Image
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsClassified, Work
from allviewer.services.files import works_of
from allviewer.services.gather import Finished, gather
from allviewer.services.readers import Readers
from tests.services.helpers import Toy, cell

PATIENCE_S = 20
OWN = os.getpid()


@pytest.fixture
def readers() -> Iterator[Readers]:
    with closing(Readers(processes=True, many=2)) as opened:
        yield opened


def in_processes(readers: Readers) -> set[int]:
    """Ask until processes answer; their numbers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        asked = [readers.submit(os.getpid) for _ in range(8)]
        if others := {one.result(PATIENCE_S) for one in asked} - {OWN}:
            return others
    raise AssertionError("no process answered")


def children() -> set[Path]:
    """The processes that this one began, as /proc has them."""
    return {
        Path(f"/proc/{number}")
        for thread in Path("/proc/self/task").iterdir()
        for number in (thread / "children").read_text().split()
    }


def test_threads_answer_until_processes_are_awake(readers: Readers) -> None:
    assert [readers.submit(os.getpid).result() for _ in range(2)] == [OWN, OWN]
    assert readers.submit(os.getpid).result() == OWN, "nothing waits for their start"
    assert 1 <= len(in_processes(readers)) <= readers.number


def test_where_nobody_asked_for_processes_there_are_none() -> None:
    with closing(Readers(processes=False, many=0)) as readers:
        assert {readers.submit(os.getpid).result() for _ in range(8)} == {OWN}
        assert not readers.helpers


def test_where_processes_cannot_be_had_threads_go_on(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert {readers.submit(os.getpid).result() for _ in range(8)} == {OWN}


def test_what_a_killed_process_was_asked_its_thread_does(readers: Readers) -> None:
    for process in in_processes(readers):
        os.kill(process, signal.SIGKILL)
    until = time.monotonic() + PATIENCE_S
    while all(helper.alive for helper in readers.helpers):
        assert time.monotonic() < until
        asked = [readers.submit(os.getpid) for _ in range(8)]
        assert len([one.result(PATIENCE_S) for one in asked]) == 8
    assert [readers.submit(os.getpid).result(PATIENCE_S) for _ in range(8)]


def test_what_fails_there_is_raised_here_and_the_process_goes_on(readers: Readers) -> None:
    in_processes(readers)
    with pytest.raises(ZeroDivisionError):
        readers.submit(partial(divmod, 1, 0)).result(PATIENCE_S)
    in_processes(readers)


def test_closing_waits_for_nothing_that_a_process_does(readers: Readers) -> None:
    in_processes(readers)
    readers.submit(partial(time.sleep, 3 * PATIENCE_S))
    begun = time.monotonic()
    readers.close()
    assert time.monotonic() - begun < PATIENCE_S
    assert not any(helper.alive for helper in readers.helpers)


def test_what_a_library_prints_there_is_no_answer(readers: Readers) -> None:
    in_processes(readers)
    assert readers.submit(partial(os.write, 1, b"a warning of libtiff")).result(PATIENCE_S) == 20
    in_processes(readers)


HOST = """
import os, signal, time
from allviewer.services.readers import Readers
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background ignore it
readers = Readers(processes=True, many=0)
found = set()
while not found:
    found = {one.result() for one in [readers.submit(os.getpid) for _ in range(8)]} - {os.getpid()}
print(*found, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_processes_end_with_the_one_that_began_them(by: signal.Signals, tmp_path: Path) -> None:
    """Whose script asks nowhere whether it is run or imported."""
    script = tmp_path / "host.py"
    script.write_text(HOST)
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as host:
        assert host.stdout is not None
        processes = [Path(f"/proc/{number}") for number in host.stdout.readline().split()]
        assert processes and all(one.exists() for one in processes)
        host.send_signal(by)
        try:
            host.wait(PATIENCE_S)
        finally:
            host.kill()
    until = time.monotonic() + PATIENCE_S
    while any(one.exists() for one in processes):
        assert time.monotonic() < until, "a process outlived the program"


def test_nothing_of_the_current_folder_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of pictures from elsewhere may hold anything."""
    (tmp_path / "numpy.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    with closing(Readers(processes=True, many=0)) as readers:
        in_processes(readers)


def copies(samples: Path) -> list[Work]:
    """Enough pictures for processes, all of single cells."""
    paths = [work.path for work in works_of([samples / "cells"])]
    return [Work(paths[n % len(paths)], f"{n}.jpg") for n in range(200)]


def note(folder: Path, _image: Image, _cells: Sequence[Cell]) -> None:
    """Leave the number of the process that read a picture."""
    (folder / str(os.getpid())).touch()


def finished(works: list[Work], noted: Path, *, processes: bool) -> list[Finished]:
    noted.mkdir()
    made = gather(analyse(works, classifier=Toy, seen=partial(note, noted), processes=processes))
    return [one for one in made if isinstance(one, Finished)]


def test_processes_and_threads_find_the_same(samples: Path, tmp_path: Path) -> None:
    works = copies(samples)
    there, here = tmp_path / "there", tmp_path / "here"
    one, other = finished(works, there, processes=True), finished(works, here, processes=False)
    assert [path.name for path in here.iterdir()] == [str(OWN)]
    assert len(list(there.iterdir())) > 1, "no process had a part in it"
    assert [p.work.name for p in one] == [p.work.name for p in other] == [w.name for w in works]
    for left, right in zip(one, other, strict=True):
        assert (left.sha256, left.width, left.kind) == (right.sha256, right.width, right.kind)
        assert [same(*pair) for pair in zip(left.cells, right.cells, strict=True)]
        assert {n: p.probabilities for n, p in left.predictions.items()} == {
            n: p.probabilities for n, p in right.predictions.items()
        }


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_nothing_is_lost_when_processes_are_killed_while_they_read(samples: Path) -> None:
    works = copies(samples)
    before = children()
    done: list[str] = []
    killed = 0
    for event in analyse(works, classifier=Toy, processes=True):
        if isinstance(event, CellsClassified) and event.last:
            done.append(event.work.name)
        for process in children() - before if not killed and len(done) > 40 else ():
            os.kill(int(process.name), signal.SIGKILL)
            killed += 1
    assert killed and done == [work.name for work in works]
    assert children() == before


def same(one: Cell, other: Cell) -> bool:
    assert (one.number, one.box, one.truncated) == (other.number, other.box, other.truncated)
    assert dict(one.measurements) == dict(other.measurements)
    pairs = zip((one.outline, *one.nuclei), (other.outline, *other.nuclei), strict=True)
    return all(np.array_equal(*pair) for pair in pairs)


def test_a_cell_goes_to_another_process_and_comes_back_as_it_was() -> None:
    sent = cell(3, at=4)
    back: Any = pickle.loads(pickle.dumps(sent))
    assert same(sent, back)
