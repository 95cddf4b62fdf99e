"""What several test files of the model share."""

from pathlib import Path

import pytest

from tests.model.cells import pack


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty cells of two classes in one pack."""
    return pack(tmp_path_factory.mktemp("data") / "cells.safetensors", per_class=15).path
