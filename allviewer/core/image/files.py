"""Which files of the folders and files a person opened are pictures, in the order a person counts."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from allviewer.core.image import scanner
from allviewer.core.image.own import is_own
from allviewer.core.listing import natural_key

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".gif"}) | (
    scanner.SUFFIXES if scanner.available() else frozenset()
)
"""Endings, lower case, that mark a file in a folder as a picture."""


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
