"""What lies in the opened folders, and what became of the pictures that a session knows."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from allviewer.core import image
from allviewer.core.digest import sha256_of
from allviewer.core.grouped import grouped
from allviewer.services import hosts
from allviewer.services.analyse import never
from allviewer.services.events import Event, FileChecked, Known, Work
from allviewer.services.renamed import Renamed

_FIRST_BATCH = 20  # few, so that there is something to look at while the rest is listed
_BATCH = 100  # few enough that what waits for the window at a time does not hold it long


def works_of(paths: Sequence[Path]) -> Iterator[Work]:
    """The pictures of some files and folders, lazily, in a person's order, none twice.

    Names are relative to the one folder that was opened, or to the deepest folder that holds all
    that was opened, with `/`; where there is none (two Windows drives) they are whole paths.
    """
    hosts.remember(paths)
    base = base_of(paths)
    seen = set()
    for path in image.find_images(paths):
        name = _name(path, base)
        if name not in seen:
            seen.add(name)
            yield Work(path, name)


def base_of(paths: Sequence[Path]) -> Path | None:
    """The folder that names are relative to."""
    absolute = [_absolute(path) for path in paths]
    folders = [path if len(absolute) == 1 and path.is_dir() else path.parent for path in absolute]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return None


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links


def _name(path: Path, base: Path | None) -> str:
    absolute = _absolute(path)
    # a folder that cannot be listed stands for itself
    name = absolute.relative_to(base) if base not in (None, absolute) else absolute
    # a file name need not be text, a name in the CSV must be
    return name.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def survey(
    paths: Sequence[Path], *, known: Sequence[Known] = (), stop: Callable[[], bool] = never
) -> Generator[Event, None, None]:
    """List what lies in the opened folders, then say which known pictures changed, went or came back.

    A file of the same size and time as when it was read is taken as the same; others are hashed. What was
    opened and is gone is no new picture where its own are known, nor is a known one that was renamed: its
    cells would count twice.
    """
    gone = {path for path in paths if known and not path.exists()}
    works = (work for work in works_of(paths) if work.path not in gone)
    renamed = Renamed(known)
    size = _FIRST_BATCH
    while (found := tuple(islice(works, size))) and not stop():
        yield from renamed.told(found)
        size = _BATCH
    for picture in renamed.others():
        if stop():
            return
        if (checked := _check(picture)) is not None:
            yield checked


def _check(picture: Known) -> FileChecked | None:
    """What to say of a known picture; None if it is as it was."""
    try:
        about = picture.path.stat()
        same = (about.st_size, about.st_mtime_ns) == (picture.size, picture.mtime_ns)
        sha256 = picture.sha256 if same else sha256_of(picture.path)
    except FileNotFoundError:
        return None if picture.missing else FileChecked(picture.name, picture.path, "")
    except OSError:  # it is there and cannot be read: whoever looks at it is told why
        return None
    if same and not picture.missing:
        return None
    return FileChecked(picture.name, picture.path, sha256, about.st_size, about.st_mtime_ns)


def find_again(
    root: Path, known: Iterable[Known], *, stop: Callable[[], bool] = never
) -> Generator[FileChecked, None, None]:
    """Look for known pictures by their hash in a new folder, whatever they are called there.

    Those that were never read have no hash, and nothing was said of them: their name is enough.
    """
    hosts.remember([root])
    wanted = grouped(known, lambda picture: picture.sha256)
    unread = {picture.name for picture in wanted.pop("", [])}
    base = base_of([root])
    last: dict[str, FileChecked] = {}
    for path in image.find_images([root]):
        if stop():
            return
        try:
            about = path.stat()
            sha256 = sha256_of(path)
        except OSError:  # a picture that cannot be read is not found: it stays missing
            continue
        if waiting := wanted.get(sha256):
            # of pictures that are the same to the byte, the one that is called so
            picture = next((each for each in waiting if each.path.name == path.name), waiting[0])
            waiting.remove(picture)
            last[sha256] = FileChecked(picture.name, path, sha256, about.st_size, about.st_mtime_ns)
            yield last[sha256]
        elif (name := _name(path, base)) in unread:
            unread.remove(name)
            yield FileChecked(name, path, sha256, about.st_size, about.st_mtime_ns)
    for sha256, found in last.items():  # fewer copies than there were: they share one
        yield from (replace(found, name=picture.name) for picture in wanted[sha256])
