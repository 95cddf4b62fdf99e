"""Which files of the folders and files a person opened are pictures, in the order a person counts."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from allviewer.core.image import scanner
from allviewer.core.image.own import is_own

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif"}) | (
    scanner.SUFFIXES if scanner.available() else frozenset()
)
"""Endings, lower case, that mark a file in a folder as a picture."""

_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> tuple[list[str | int], str]:
    """Sort key under which `IM_2` stands before `IM_10`, whatever the case of the letters."""
    # Numbers come out of the split at odd places, so unlike kinds never meet in a comparison.
    parts: list[str | int] = [int(p) if i % 2 else p.casefold() for i, p in enumerate(_DIGITS.split(name))]
    return parts, name


def listing_key(name: str) -> tuple[tuple[bool, tuple[list[str | int], str]], ...]:
    """Sort key under which names with `/` stand as `find_images` lists them: a folder's pictures before
    its subfolders.
    """
    folder, _, last = name.rpartition("/")
    return *_folders(folder), (False, natural_key(last))


@lru_cache
def _folders(path: str) -> tuple[tuple[bool, tuple[list[str | int], str]], ...]:
    return tuple((True, natural_key(folder)) for folder in path.split("/")) if path else ()


def find_images(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the pictures at `paths`, lazily: a file as it is, a folder with all its subfolders.

    Within a folder the pictures come first, then the subfolders, each in natural order. Hidden
    files and folders are skipped, and so are masks and heatmaps that this program wrote there; a
    folder reached twice (by a link, or inside itself) is listed once. A named file is yielded
    whatever its ending, and a folder that cannot be listed is yielded itself, so that `image.read`
    tells the reason of both.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path.is_dir():
            yield from _walk(path, seen)
        else:
            yield path


def _walk(root: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    # A stack, not recursion: folders may lie deeper than Python's own stack.
    stack = [root]
    while stack:
        folder = stack.pop()
        try:
            identity = folder.stat()
            if (identity.st_dev, identity.st_ino) in seen:
                continue
            seen.add((identity.st_dev, identity.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted((e for e in listing if not _hidden(e)), key=lambda e: natural_key(e.name))
            folders = {e.name for e in entries if _is_dir(e)}
        except OSError:
            yield folder
            continue
        for entry in entries:
            picture = entry.name not in folders and Path(entry.name).suffix.lower() in SUFFIXES
            if picture and not is_own(entry.path):
                yield Path(entry.path)
        stack.extend(Path(e.path) for e in reversed(entries) if e.name in folders)


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads nowhere or round in a circle: as a file it is told why
        return False


def _hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)
