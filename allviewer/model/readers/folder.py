"""`folder:PATH`: one folder per class, named as the class; or such folders in those of the sides."""

from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.core.image import find_images
from allviewer.model.sample import SIDES, Sample


def read(path: Path) -> list[Sample]:
    """Samples of `path/<class>/**`, pictures in natural order; the source is the folder's name.

    Where all folders are named as sides of a split, such as `train` and `test`, the classes lie in these.
    """
    if not path.is_dir():
        raise DataError(f"{path}: not a folder. Give a folder with one folder per class in it.")
    source, folders = path.resolve().name, _folders(path)
    if not all(folder.name.casefold() in SIDES for folder in folders):
        return _classes(folders, source, "")
    sides = [(_folders(folder), SIDES[folder.name.casefold()]) for folder in folders]
    return [sample for classes, side in sides for sample in _classes(classes, source, side)]


def _classes(folders: list[Path], source: str, side: str) -> list[Sample]:
    return [Sample(p, folder.name, source, split=side) for folder in folders for p in find_images([folder])]


def _folders(path: Path) -> list[Path]:
    """The folders in `path`, sorted; raises DataError where there are none."""
    found = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not found:
        raise DataError(
            f"{path}: it holds no folders. Put the pictures of each class in a folder of its name."
        )
    return found
