"""Where the program keeps things on this system, and the few preferences that it remembers."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import platformdirs
from filelock import FileLock, Timeout

from allviewer.core.atomic import output_error, write_atomic

_RECENT = 10
_PATIENCE_S = 0.5
"""How long another window may be writing; this one's person is waiting meanwhile."""
_LOOK_S = 0.005
_log = logging.getLogger(__name__)
PLACES: Final = "places"
"""The option whose value is a list, a line each, newest first: where a person stopped in each session."""


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


_TEXTS: Final = tuple(one.name for one in fields(Settings) if one.name not in ("recent", "options"))


def load(path: Path | None = None) -> Settings:
    """The settings of this user; what is absent or of the wrong type has its default.

    A file that cannot be read or is not JSON counts as absent: preferences are never worth a
    refusal to start.
    """
    return _read(path or settings_file()) or Settings()


def _read(file: Path) -> Settings | None:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    texts = {name: found[name] for name in _TEXTS if isinstance(found.get(name), str)}
    recent = [name for name in _list(found.get("recent")) if isinstance(name, str)]
    options = [pair for pair in _list(found.get("options")) if _is_pair(pair)]
    return Settings(**texts, recent=tuple(recent), options=tuple((name, value) for name, value in options))


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


class Keeper:
    """Writes one window's settings, which `found` these: only what it changed itself since it had `begun`.

    Another window may have written since, and what that one changed stays. What was asked for at the start,
    in `begun` alone, is for that start.
    """

    def __init__(self, found: Settings, path: Path | None = None, *, begun: Settings | None = None) -> None:
        self._found, self._begun, self._path = found, begun or found, path
        self._written = self._begun

    def save(self, changed: Settings) -> None:
        """As `save`, with what is on disk where nothing was changed here."""
        file = self._path or settings_file()
        with _alone(file):
            there = _read(file)
            save(
                self._own(changed) if there is None else merged(there, before=self._written, now=changed),
                file,
            )
        self._written = changed

    def _own(self, changed: Settings) -> Settings:
        """All of it but what was asked for at the start and is so still."""
        same = [name for name in _TEXTS if getattr(changed, name) == getattr(self._begun, name)]
        found: dict[str, Any] = {name: getattr(self._found, name) for name in same}
        return replace(changed, **found)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other windows from writing between reading and writing; where no lock can be had they may."""
    lock = FileLock(f"{file}.lock", timeout=_PATIENCE_S, poll_interval=_LOOK_S)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except (OSError, Timeout) as error:
        _log.info("unlocked: %r", error)  # where nothing can be written `save` tells
    try:
        yield
    finally:
        lock.release()


def merged(there: Settings, *, before: Settings, now: Settings) -> Settings:
    """What one window changed (`before` to `now`) in what is `there` by now, field by field."""
    changed = {name: getattr(now, name) for name in _TEXTS if getattr(now, name) != getattr(before, name)}
    options = dict(there.options) | dict(set(now.options) - set(before.options))
    places = (one.option(PLACES).splitlines() for one in (there, before, now))
    if joined := _joined(*places):
        options[PLACES] = "\n".join(joined)
    recent = _joined(there.recent, before.recent, now.recent)[:_RECENT]
    return replace(there, **changed, recent=recent, options=tuple(options.items()))


def _joined(there: Sequence[str], before: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
    """A list, newest first, that changed here from `before` to `now` and elsewhere to `there`."""
    if list(now) == list(before):
        return tuple(there)
    gone = set(before) - set(now)
    new = [*now[:1], *(one for one in now if one not in before)]
    return tuple(dict.fromkeys([*new, *(one for one in there if one not in gone)]))
