"""The window's start in a process of its own: what it imports, and when."""

import os
import subprocess
import sys
from pathlib import Path


def test_window_opens_without_torch(tmp_path: Path) -> None:
    said = (
        "import sys, allviewer.ui.app as app\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "def end():\n"
        "    window = application.topLevelWidgets()\n"
        "    shown = any(w.isVisible() and type(w).__name__ == 'MainWindow' for w in window)\n"
        "    heavy = [m for m in ('torch', 'timm', 'sklearn', 'skimage', 'matplotlib') if m in sys.modules]\n"
        "    print('shown', shown, heavy)\n"
        "    application.closeAllWindows()\n"
        "QTimer.singleShot(0, lambda: QTimer.singleShot(0, end))\n"
        "sys.exit(app.run([]))\n"
    )
    assert _said(said, tmp_path) == "shown True []"


def test_torch_is_imported_while_nothing_is_open(tmp_path: Path) -> None:
    looking = (
        "import sys, allviewer.ui.app as app\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "timer = QTimer(interval=20)\n"
        "timer.timeout.connect(lambda: 'torch' in sys.modules and application.closeAllWindows())\n"
        "timer.start()\n"
        "app.run([])\n"
        "print('closed')\n"
    )
    assert _said(looking, tmp_path) == "closed"


def _said(program: str, home: Path) -> str:
    """What a Python says that runs `program` in a home of its own."""
    folders = {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        env={**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
