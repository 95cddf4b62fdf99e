"""A command whose streams are closed, that is stopped at any moment, or that runs out of memory."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from allviewer.cli import models
from allviewer.cli.main import main
from allviewer.core.errors import DataError
from allviewer.core.report import read_csv
from allviewer.model.spread import spread
from allviewer.services.gather import Finished
from allviewer.services.outputs import Masks
from tests.model import bundles

POSIX = pytest.mark.skipif(os.name == "nt", reason="descriptors and signals of POSIX")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles") / "small"
    bundles.make(folder)
    return folder


@POSIX
@pytest.mark.parametrize("closed", [(2,), (1, 2), (0, 1, 2)])
def test_closed_streams_take_nothing_away(
    closed: tuple[int, ...], bundle: Path, samples: Path, tmp_path: Path
) -> None:
    """A scheduler may close them: the table is whole, and what is printed is in no file."""
    out, masks = tmp_path / "out.csv", tmp_path / "masks"
    shut = f"import os, sys; [os.close(n) for n in {closed}]; os.execv(sys.executable, sys.argv[1:])"
    command = [
        sys.executable,
        "-m",
        "allviewer",
        "analyse",
        samples / "cells",
        "--out",
        out,
        "--masks",
        masks,
    ]
    command += ["--model", bundle, "--device", "cpu"]
    done = subprocess.run([sys.executable, "-c", shut, *map(str, command)], timeout=120, check=False)
    assert done.returncode == 0
    assert len(read_csv(out)) == len(list((samples / "cells").glob("*.jpg")))
    assert main(["verify", str(out)]) == 0


@POSIX
def test_interrupting_while_it_is_still_being_imported_shows_no_traceback() -> None:
    pressed = (
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # of a suite in the background
        "class Press:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'numpy':\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Press())\n"
        "from allviewer.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", pressed], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_scheduler_s_end_and_a_closed_terminal_leave_nothing_half_written(
    name: str,
    bundle: Path,
    samples: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, write, number = tmp_path / "out.csv", Masks.write, getattr(signal, name)
    out.write_text("old")

    def write_and_end(self: Masks, picture: Finished) -> None:
        write(self, picture)
        signal.raise_signal(number)

    monkeypatch.setattr(Masks, "write", write_and_end)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        arguments = ["analyse", samples / "cells", "--out", out, "--masks", tmp_path / "masks"]
        more = ["--model", bundle, "--device", "cpu", "--coco", tmp_path / "coco.json"]
        assert main([str(a) for a in arguments + more]) == 128 + number
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)
    assert capsys.readouterr().err == "allviewer: stopped. What was written before is as it was.\n"
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "masks"}
    assert out.read_text() == "old"


@POSIX
def test_a_signal_that_is_ignored_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """As nohup has it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    monkeypatch.setattr(models, "run", lambda _: signal.raise_signal(signal.SIGHUP) or 0)
    try:
        assert main(["models"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


def test_no_memory_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(models, "run", full)
    assert main(["models"]) == 3
    assert capsys.readouterr().err == (
        "allviewer: there is not enough memory. Close other programs and try again.\n"
    )


@POSIX
def test_processes_that_cut_cells_pass_over_ctrl_c() -> None:
    """A terminal sends it to all of them; the first alone says that it was stopped."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert set(spread(signal.getsignal, [signal.SIGINT] * 2, workers=2)) == {signal.SIG_IGN}
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@POSIX
def test_a_process_that_is_ended_is_told(tmp_path: Path) -> None:

    with pytest.raises(DataError, match="Give fewer --workers"):
        list(spread(os._exit, [1, 1], workers=2))
    assert list(spread(abs, [-1, 2], workers=1)) == [1, 2]


@POSIX
@pytest.mark.parametrize("through", ["cat", "file"])
def test_a_table_goes_through_a_pipe_and_leaves_nothing_beside_it(
    through: str, bundle: Path, samples: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "allviewer", "analyse", samples / "cells", "--out", "/dev/stdout"]
    command += ["--model", bundle, "--device", "cpu", "--quiet"]
    there = set(Path("/dev").glob("stdout*"))
    kept = tmp_path / "out.csv"
    if through == "cat":
        kept.write_bytes(subprocess.run(command, stdout=subprocess.PIPE, timeout=120, check=True).stdout)
    else:
        with kept.open("wb") as stream:
            subprocess.run(command, stdout=stream, timeout=120, check=True)
    assert len(read_csv(kept)) == len(list((samples / "cells").glob("*.jpg")))
    assert set(Path("/dev").glob("stdout*")) == there


@pytest.mark.parametrize("option", ["--out", "--summary", "--coco"])
def test_a_dash_is_no_file(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["analyse", "x", "--out", "y", option, "-"])
    assert refused.value.code == 2
    assert "“-” is no name of a file" in capsys.readouterr().err
