"""What several test files of the services share."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def pictures(tmp_path: Path, samples: Path) -> Path:
    """The samples, a broken file among them."""
    folder = tmp_path / "pictures"
    shutil.copytree(samples, folder)
    (folder / "broken.png").write_bytes(b"not a picture")
    return folder
