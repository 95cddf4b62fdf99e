"""`folder:PATH`: one folder per class, named as the class."""

from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.core.image import find_images
from allviewer.model.sample import Sample


def read(path: Path) -> list[Sample]:
    """Samples of `path/<class>/**`, pictures in natural order; the source is the folder's name."""
    if not path.is_dir():
        raise DataError(f"{path}: not a folder. Give a folder with one folder per class in it.")
    classes = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not classes:
        raise DataError(
            f"{path}: it holds no folders. Put the pictures of each class in a folder of its name."
        )
    source = path.resolve().name
    return [Sample(p, folder.name, source) for folder in classes for p in find_images([folder])]
