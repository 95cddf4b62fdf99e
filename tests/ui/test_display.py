"""The program as a process on a real X display, as a person starts it: OpenCV's Qt must not break ours."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from allviewer.core import image
from tests.model import bundles

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="Xvfb is not installed"),
]


@pytest.fixture
def display() -> Iterator[str]:
    """A fresh X server; it tells its number when it is ready."""
    ours, its = os.pipe()
    command = ["Xvfb", "-displayfd", str(its), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[its], stderr=subprocess.DEVNULL) as server:
        os.close(its)
        with os.fdopen(ours) as said:
            number = said.readline().strip()
        yield f":{number}"
        server.terminate()


def test_window_opens_classifies_and_closes(display: str, tmp_path: Path, samples: Path) -> None:
    bundles.make(tmp_path / "small")
    shutil.copy(samples / "field_00034.jpg", tmp_path)
    shot = tmp_path / "shot.png"
    # A home of its own: no settings, sessions or thumbnails of whoever runs this
    home = {
        name: str(tmp_path / "home" / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "WAYLAND_", "XDG_"))}
    environment = {
        **kept,
        **home,
        "HOME": str(tmp_path / "home"),
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
    }
    # -X importtime would be slow; importing OpenCV first is the worst case for Qt's plugins
    start = "import sys, cv2; from allviewer.cli.main import main; sys.exit(main(sys.argv[1:]))"
    pictures = [tmp_path / "field_00034.jpg"]
    options = ["--model", tmp_path / "small", "--device", "cpu", "--screenshot", shot]
    done = subprocess.run(
        [sys.executable, "-c", start, *pictures, *options],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "qt.qpa" not in done.stderr
    pixels = image.read(shot).pixels
    assert pixels.shape[:2] >= (700, 1000)
    assert len(np.unique(pixels.reshape(-1, 3)[::97], axis=0)) > 100  # a picture of cells, not a blank window
