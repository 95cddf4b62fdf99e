"""Bundles in words for the window: telling of them, and joining them, waits for no torch."""

import shutil
import subprocess
import sys
from pathlib import Path

from allviewer.core.resources import resources

SCRIPT = """
import sys
from allviewer.ui.bundles import cards, describe, offers
first, second = sys.argv[1:]
joined = describe(f"{first}+{second}")
assert joined.classes == describe(first).classes
assert joined.sha256.count("+") == 1
assert cards(first) and offers()
assert "torch" not in sys.modules, "telling of bundles imported torch"
"""


def test_joining_bundles_imports_no_torch(tmp_path: Path) -> None:
    twins = [tmp_path / "first", tmp_path / "second"]
    for folder in twins:
        shutil.copytree(resources() / "models" / "all_b3", folder)
    command = [sys.executable, "-c", SCRIPT, *map(str, twins)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
