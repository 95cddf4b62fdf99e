"""Where what is shipped lies: inside the installed package, or beside it in a source tree."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resources() -> Path:
    """The folder with `models/`, `samples/`, `icons/` and `guide/`."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
