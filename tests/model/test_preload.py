"""Libraries are in the process before torch is imported, and what is not there is left alone."""

import subprocess
import sys

import pytest

from allviewer.model import preload

_LOADED = """
import sys
from pathlib import Path
from allviewer.model import preload
preload.torch_libraries()
assert "torch" not in sys.modules
assert "libtorch_python" in Path("/proc/self/maps").read_text()
import torch
assert torch.ones(2).sum() == 2
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for what is loaded")
def test_torchs_libraries_are_loaded_without_importing_it() -> None:
    subprocess.run([sys.executable, "-c", _LOADED], check=True, timeout=250)


def test_a_package_that_is_not_installed_is_left_alone() -> None:
    before = set(sys.modules)
    preload._load("there_is_no_such_package", "lib/*")
    assert set(sys.modules) == before
