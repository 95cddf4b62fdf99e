"""The bootstrap: what it tells where it cannot go on, and that a second start installs nothing."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

SCRIPT = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with its environment in an empty folder."""
    monkeypatch.setenv("ALLVIEWER_VENV", str(tmp_path / "venv"))
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Commands:
    """Stands in for `subprocess.run`: remembers commands, answers by what they contain."""

    def __init__(self, **answers: tuple[int, str]) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.asked.append(command)
        code, said = next((a for word, a in self.answers.items() if word in " ".join(command)), (0, ""))
        return subprocess.CompletedProcess(command, code, said, "")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    found = Commands()
    monkeypatch.setattr(subprocess, "run", found)
    return found


def test_standard_library_only_and_plain_usage() -> None:
    # -I -S: nothing but the standard library can be imported
    done = subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, "dance"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "usage:" in done.stderr
    assert "Traceback" not in done.stderr


def test_too_old_a_python_is_told(bootstrap: ModuleType) -> None:
    bootstrap.check_python((3, 11))
    bootstrap.check_python((3, 14))
    with pytest.raises(bootstrap.Stop, match=r"needs Python 3\.11 or newer; this is 3\.9"):
        bootstrap.check_python((3, 9))


def test_second_start_installs_nothing(bootstrap: ModuleType, commands: Commands) -> None:
    bootstrap.VENV.mkdir()
    bootstrap.install("test")
    assert len(commands.asked) == 1
    assert commands.asked[0][-1].endswith("[test]")
    bootstrap.install("test")
    bootstrap.install("")  # the test extras bring all that a run needs
    assert len(commands.asked) == 1


def test_changed_description_or_moved_folder_installs_anew(bootstrap: ModuleType, commands: Commands) -> None:
    bootstrap.VENV.mkdir()
    bootstrap.install("")
    for change in ("pyproject", "root", "python"):
        bootstrap.STAMP.write_text(json.dumps(bootstrap.wanted("") | {change: "other"}))
        assert not bootstrap.is_ready("")
    bootstrap.STAMP.write_text("{")
    bootstrap.install("test")
    assert len(commands.asked) == 2


def test_failed_installation_leaves_no_stamp(
    bootstrap: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.VENV.mkdir()
    commands.answers["pip"] = (1, "")
    with pytest.raises(bootstrap.Stop, match="could not be installed"):
        bootstrap.install("")
    assert not bootstrap.STAMP.exists()
    assert "connected to the network" in bootstrap.why_pip_failed(10**12)
    assert "only 1.0 GB are free" in bootstrap.why_pip_failed(10**9)


def test_python_without_venv(
    bootstrap: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.Stop, match="lacks the modules venv and ensurepip"):
        bootstrap.provide_venv()
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    version = f"python3.{sys.version_info[1]}-venv"
    with pytest.raises(bootstrap.Stop, match=f"sudo apt-get install .* {version}"):
        bootstrap.provide_venv()
    assert commands.asked == []


LDD = """/x/libqxcb.so:
\tlibxcb-cursor.so.0 => not found
\tlibxkbcommon-x11.so.0 => not found
\tlibc.so.6 => /lib/libc.so.6 (0x1)
"""


@pytest.mark.skipif(os.name == "nt", reason="Linux only")
def test_missing_libraries(
    bootstrap: ModuleType,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands.answers |= {"find_spec": (0, "/x/PySide6/__init__.py"), "ldd": (0, LDD)}
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "has_font", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.Stop, match=r"sudo apt-get install .* libxcb-cursor0 libxkbcommon-x11-0\n"):
        bootstrap.provide_libraries()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    bootstrap.provide_libraries()
    assert commands.asked[-1][:2] == ["apt-get", "install"]
    assert "Installing them: libxcb-cursor0 libxkbcommon-x11-0" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == "ldd" else None)
    with pytest.raises(bootstrap.Stop, match=r"lacks libxcb-cursor\.so\.0, libxkbcommon-x11\.so\.0"):
        bootstrap.provide_libraries()


def test_this_machine_lacks_nothing_for_the_tests(bootstrap: ModuleType) -> None:
    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqoffscreen.so"
    if not plugin.exists():
        pytest.skip("Qt lies elsewhere on this system")
    assert bootstrap.missing_libraries([plugin]) == set()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_without_display_the_job_is_done_headless(
    bootstrap: ModuleType,
    commands: Commands,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(bootstrap, "ROOT", bootstrap.VENV.parent)
    assert bootstrap.run([]) == 0
    assert "no display" in capsys.readouterr().out
    analysed, drawn = commands.asked
    samples = str(bootstrap.ROOT / "resources" / "samples")
    assert analysed[3:5] == ["analyse", samples]
    assert drawn[3:5] == [samples, "--screenshot"]
    commands.answers["analyse"] = (3, "")
    assert bootstrap.run([]) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_dead_display_counts_as_none(
    bootstrap: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4242")
    commands.answers["QGuiApplication"] = (-6, "")
    assert not bootstrap.has_display()
    commands.answers["QGuiApplication"] = (0, "")
    assert bootstrap.has_display()


def test_arguments_go_to_pytest(bootstrap: ModuleType, commands: Commands) -> None:
    assert bootstrap.test(["-k", "x", "-q"]) == 0
    assert commands.asked[0][1:] == ["-m", "pytest", "-k", "x", "-q"]
