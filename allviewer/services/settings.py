"""Where the program keeps things on this system, and the few preferences that it remembers."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

_RECENT = 10


def sessions_folder() -> Path:
    """Where sessions lie unless a file is named."""
    return Path(platformdirs.user_data_dir("allviewer", appauthor=False)) / "sessions"


def cache_folder() -> Path:
    """Where thumbnails and the like may be kept; anything here can be made again."""
    return Path(platformdirs.user_cache_dir("allviewer", appauthor=False))


def log_folder() -> Path:
    """Where the program's own log is written."""
    return Path(platformdirs.user_log_dir("allviewer", appauthor=False))


def settings_file() -> Path:
    """The file of `Settings`."""
    return Path(platformdirs.user_config_dir("allviewer", appauthor=False)) / "settings.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is remembered between starts.

    `window` is Qt's saved geometry and state, base64; `recent` folders are newest first;
    `options` holds simple values that views keep under a name of their own.
    """

    reviewer: str = ""
    model: str = "all_b3"
    device: str = "auto"
    theme: str = "system"
    recent: tuple[str, ...] = ()
    window: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def opened(self, path: Path) -> "Settings":
        """With this folder first among the recent ones."""
        rest = tuple(name for name in self.recent if name != str(path))
        return replace(self, recent=(str(path), *rest)[:_RECENT])

    def option(self, name: str, default: str = "") -> str:
        """A value that a view kept."""
        return dict(self.options).get(name, default)

    def with_option(self, name: str, value: str) -> "Settings":
        """With a value kept under a name."""
        return replace(self, options=tuple({**dict(self.options), name: value}.items()))


def load(path: Path | None = None) -> Settings:
    """The settings of this user; what is absent or of the wrong type has its default.

    A file that is not JSON counts as absent: preferences are never worth a refusal to start.
    """
    file = settings_file() if path is None else path
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    return Settings(**{field.name: _fit(found.get(field.name), field.default) for field in fields(Settings)})


def _fit(value: Any, default: Any) -> Any:
    if isinstance(default, str):
        return value if isinstance(value, str) else default
    if not isinstance(value, list):
        return default
    if all(isinstance(item, str) for item in value):
        return tuple(value)
    pairs = [item for item in value if isinstance(item, list) and [type(part) for part in item] == [str, str]]
    return tuple(tuple(pair) for pair in pairs)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings whole or not at all. Raises OSError where they cannot be written."""
    file = settings_file() if path is None else path
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(settings), stream, indent=1)
    Path(name).replace(file)
