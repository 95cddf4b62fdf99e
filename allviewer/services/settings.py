"""Where the program keeps things on this system, and the few preferences that it remembers."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from allviewer.core.atomic import output_error, write_atomic

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

    A file that cannot be read or is not JSON counts as absent: preferences are never worth a
    refusal to start.
    """
    try:
        found = json.loads((path or settings_file()).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    texts = {f.name: found[f.name] for f in fields(Settings) if isinstance(found.get(f.name), str)}
    recent = [name for name in _list(found.get("recent")) if isinstance(name, str)]
    options = [pair for pair in _list(found.get("options")) if _is_pair(pair)]
    return Settings(
        **{name: text for name, text in texts.items() if name not in ("recent", "options")},
        recent=tuple(recent),
        options=tuple((name, value) for name, value in options),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [str, str]


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings whole or not at all. Raises OutputError where they cannot be written."""
    file = path or settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(file, error) from error
    write_atomic(file, json.dumps(asdict(settings), indent=1).encode())
