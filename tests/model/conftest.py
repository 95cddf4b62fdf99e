"""What several test files of the model share."""

from pathlib import Path

import pytest

from tests.model.bundles import make
from tests.model.cells import pack
from tests.model.commands import with_all_but_out


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty cells of two classes in one pack."""
    return pack(tmp_path_factory.mktemp("data") / "cells.safetensors", per_class=15).path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with random weights."""
    directory = tmp_path_factory.mktemp("bundles") / "small"
    make(directory)
    return directory


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each command with all that it needs but --out."""
    return with_all_but_out(tmp_path_factory.mktemp("given"))
