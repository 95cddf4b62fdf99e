"""What is imported beside the window is not read a second time by PySide."""

import subprocess
import sys

_ASKED = """
import linecache, sys
import allviewer.ui.theme
assert "wave" not in sys.modules
import wave
print(wave.__file__ in linecache.cache)
"""


def test_source_of_other_modules_is_not_read() -> None:
    said = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
