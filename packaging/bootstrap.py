"""From a fresh machine to a running program in one command, with nothing but Python.

    python3 packaging/bootstrap.py run [PATH ...]      open the window (on the samples if nothing is named)
    python3 packaging/bootstrap.py test [ARGUMENT ...] run the whole test suite; arguments go to pytest

The environment lies in `.venv` beside the sources (or where ALLVIEWER_VENV says). A second start finds
it as it is and takes no longer than the program itself.
"""

# Old Pythons must get as far as telling that they are too old: no syntax here that 3.7 does not know.
from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("ALLVIEWER_VENV", str(ROOT / ".venv")))
STAMP = VENV / "allviewer.json"
OLDEST = (3, 11)
NEEDED_BYTES = 8_000_000_000

# Which package of Debian and Ubuntu brings a library that Qt (or OpenCV) is linked with.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
FONT = "fonts-dejavu-core"


class Stop(Exception):  # noqa: N818  # not an error of ours: the sentence is all there is to tell
    """What keeps the program from running, in one sentence or two for the person."""


def main(arguments: list[str]) -> int:
    """Run one of the two commands; returns its exit code."""
    parser = argparse.ArgumentParser(description="Set up allviewer and start it, or test it.")
    parser.add_argument("command", choices=["run", "test"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="pictures to open, or arguments for pytest")
    asked = parser.parse_args(arguments)
    try:
        check_python(sys.version_info[:2])
        make_environment()
        install("test" if asked.command == "test" else "")
        if sys.platform.startswith("linux"):
            provide_libraries()
        return test(asked.rest) if asked.command == "test" else run(asked.rest)
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def say(text: str) -> None:
    print(text, flush=True)


def check_python(version: tuple[int, ...]) -> None:
    if tuple(version) < OLDEST:
        raise Stop(
            f"allviewer needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {version[0]}.{version[1]}. "
            "Install a newer one from https://www.python.org/downloads/ and start this with it."
        )


# The environment


def python() -> Path:
    """The interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> None:
    """Make `.venv`, or make it anew where its Python has gone."""
    if python().exists() and subprocess.run([str(python()), "-c", ""], check=False).returncode == 0:
        return
    provide_venv()
    say(f"Making the environment in {VENV}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        raise Stop(
            f"The environment in {VENV} could not be made. Is there room on the disk, may you write there?"
        )


def provide_venv() -> None:
    """Debian and Ubuntu ship Python without what makes environments."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not shutil.which("apt-get"):
        raise Stop(
            "This Python lacks the modules venv and ensurepip. Install them, or Python from python.org."
        )
    apt_install([package], "Python lacks what makes environments")


def wanted(extra: str) -> dict[str, str]:
    """What the environment must have been made for, to be used as it is."""
    description = (ROOT / "pyproject.toml").read_bytes()
    return {
        "pyproject": hashlib.sha256(description).hexdigest(),
        "root": str(ROOT),
        "python": platform.python_version(),
        "extra": extra,
    }


def is_ready(extra: str) -> bool:
    """Whether the last installation was complete and nothing has changed since."""
    try:
        had = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return had in (wanted(extra), wanted("test"))  # with the test extras there is all that a run needs


def install(extra: str) -> None:
    """Install the project and what it needs, unless that is done already."""
    if is_ready(extra):
        return
    say("Installing allviewer and what it needs: this takes some minutes, once.")
    project = str(ROOT) + (f"[{extra}]" if extra else "")
    command = [
        str(python()),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",
    ]
    if subprocess.run([*command, "--editable", project], check=False).returncode != 0:
        raise Stop(why_pip_failed(shutil.disk_usage(str(VENV)).free))
    STAMP.write_text(json.dumps(wanted(extra)), encoding="utf-8")


def why_pip_failed(free: int) -> str:
    if free < NEEDED_BYTES:
        return (
            f"The packages could not be installed: only {free / 1e9:.1f} GB are free on the disk, and up to "
            f"{NEEDED_BYTES / 1e9:.0f} GB are needed. Free some space and start again."
        )
    return (
        "The packages could not be installed; what pip said stands above. Is this machine connected to the "
        "network, and does it reach its package index? Start again then: what was fetched is kept."
    )


# Libraries of the system


def provide_libraries() -> None:
    """Have the libraries that Qt's window plugin is linked with; install them as root, else say how."""
    missing = missing_libraries(qt_files())
    packages = sorted({PACKAGES[name] for name in missing if name in PACKAGES})
    if not has_font():
        packages.append(FONT)
    if not packages and not missing:
        return
    if not shutil.which("apt-get") or not packages:
        names = ", ".join(sorted(missing) or ["a font"])
        raise Stop(
            f"The system lacks {names}, which the window needs. Install what brings them and start again."
        )
    apt_install(packages, "The window needs libraries that this system lacks")


def qt_files() -> list[Path]:
    """The files of Qt whose libraries must be there, for a window and for drawing without one."""
    found = subprocess.run(
        [str(python()), "-c", "import importlib.util as u; print(u.find_spec('PySide6').origin)"],
        check=True,
        capture_output=True,
        text=True,
    )
    qt = Path(found.stdout.strip()).parent / "Qt"
    names = ["plugins/platforms/libqxcb.so", "plugins/platforms/libqoffscreen.so", "lib/libQt6Widgets.so.6"]
    return [qt / name for name in names]


def missing_libraries(files: list[Path]) -> set[str]:
    """The libraries that the system's linker does not find for `files`."""
    if not shutil.which("ldd"):
        return set()
    said = subprocess.run(["ldd", *map(str, files)], check=False, capture_output=True, text=True).stdout
    return {line.split()[0] for line in said.splitlines() if line.rstrip().endswith("=> not found")}


def has_font() -> bool:
    """Whether there is any font at all: a bare machine draws boxes for letters."""
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
    return any(next(f.rglob("*.[to]t[fc]"), None) for f in folders if f.is_dir())


def apt_install(packages: list[str], why: str) -> None:
    """Install packages of Debian or Ubuntu as root; otherwise tell the command that does."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise Stop(f"{why}. Run this once, then start again:\n\n    sudo {' '.join(command)}\n")
    say(f"{why}. Installing them: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet"], check=False, env=quiet)
    if subprocess.run([*command, "--quiet"], check=False, env=quiet).returncode != 0:
        raise Stop(
            f"They could not be installed. Run this yourself and start again:\n\n    {' '.join(command)}\n"
        )


# The two commands


def run(paths: list[str]) -> int:
    """Open the window; without a display do the same job and leave its results."""
    asked = paths or [str(ROOT / "resources" / "samples")]
    if has_display():
        return subprocess.run([str(python()), "-m", "allviewer", *asked], check=False).returncode
    return run_without_display(asked)


def has_display() -> bool:
    """Whether a window can really be opened: Qt itself is asked, for a display may be named and dead."""
    if not sys.platform.startswith("linux"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    probe = [str(python()), "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def run_without_display(paths: list[str]) -> int:
    results = ROOT / "build"
    results.mkdir(exist_ok=True)
    table, picture = results / "samples.csv", results / "samples.png"
    say("There is no display here: doing the same job without a window.")
    program = [str(python()), "-m", "allviewer"]
    done = subprocess.run([*program, "analyse", *paths, "--out", str(table)], check=False).returncode
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    drawn = subprocess.run(
        [*program, *paths, "--screenshot", str(picture)], check=False, env=offscreen
    ).returncode
    for file in (table, picture):
        if file.exists():
            say(f"Left {file}")
    return done or drawn


def test(arguments: list[str]) -> int:
    """Run the whole test suite."""
    command = [str(python()), "-m", "pytest", *arguments]
    return subprocess.run(command, check=False, cwd=str(ROOT)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
