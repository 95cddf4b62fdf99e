"""The computers whose shares a person has opened: a session from elsewhere may name others.

Windows signs in to whatever computer a path names, so that touching a picture would tell a stranger's
computer who is looking.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from allviewer.core.atomic import write_atomic
from allviewer.core.errors import OutputError
from allviewer.core.network import held_back, host_of
from allviewer.services.settings import sessions_folder, settings_file


def remember(paths: Iterable[Path]) -> None:
    """A person named these. Where settings cannot be written it holds for no session from elsewhere."""
    new = {host_of(path) for path in paths} - {""} - _known()
    if new:
        with suppress(OSError, OutputError):
            _file().parent.mkdir(parents=True, exist_ok=True)
            write_atomic(_file(), "\n".join(sorted(_known() | new)).encode())


def touching(session: Path) -> Callable[[Path], Path]:
    """For the paths that the session file `session` names: each as it is, or held back where only the
    file says to go there. Asked anew for each query, for a person may open a share at any time.

    The program's own sessions hold what a person opened; so does one that lies on the same computer.
    """

    @cache
    def trusted(host: str) -> bool:
        return host in ("", host_of(session)) or host in _known() or _is_ours(session)

    return lambda path: path if trusted(host_of(path)) else held_back(path)


def _is_ours(session: Path) -> bool:
    return session.resolve().is_relative_to(sessions_folder().resolve())


def _known() -> set[str]:
    with suppress(OSError, ValueError):
        return set(_file().read_text("utf-8").split())
    return set()


def _file() -> Path:
    return settings_file().with_name("computers.txt")
