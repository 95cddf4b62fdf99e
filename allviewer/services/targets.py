"""What a result may be written to: nothing that it is made of, and no file that takes another result."""

from collections.abc import Iterable
from pathlib import Path

from allviewer.core.errors import OutputError


def check(targets: Iterable[Path | None], sources: Iterable[Path]) -> None:
    """Raise OutputError for a file of `targets` that is one of `sources`, or that is named twice.

    What is no ordinary file (a pipe, `/dev/stdout`) takes whatever it is given.
    """
    named = [path for path in targets if path is not None and (path.is_file() or not path.exists())]
    for place, path in enumerate(named):
        if any(_same(path, other) for other in named[:place]):
            raise OutputError(f"{path} could not be written: two results cannot share a file. Name another.")
    names = {name.casefold() for path in named for name in (path.name, path.resolve().name)}
    # thousands of pictures may lie on a slow disk: only those that are called so are looked at
    for source in sources:
        if source.name.casefold() in names and any(_same(path, source) for path in named):
            raise OutputError(f"{source} could not be written: the result is made of it. Name another file.")


def check_folder(folder: Path, endings: tuple[str, ...], sources: Iterable[Path]) -> None:
    """Raise OutputError where a file of a picture, with one of `endings`, may replace one of `sources`."""
    within = folder.resolve()
    for source in sources:
        if source.name.casefold().endswith(endings) and source.resolve().is_relative_to(within):
            raise OutputError(
                f"{source} could not be written: the result is made of it. Name another folder."
            )


def _same(one: Path, other: Path) -> bool:
    if one.resolve() == other.resolve():
        return True
    return one.exists() and other.exists() and one.samefile(other)
