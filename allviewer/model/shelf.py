"""The shelf of bundles: the shipped ones, the person's own, and where a name leads. Imports no torch."""

from collections.abc import Sequence
from pathlib import Path

from allviewer.core.errors import BundleError
from allviewer.core.resources import resources
from allviewer.model.card import CARD_FILE, Card, read


def find_bundles(extra: Sequence[Path] = ()) -> list[tuple[Path, Card]]:
    """The readable bundles: the shipped ones, the person's own, and those in the folders `extra`.

    `extra` may name bundles or folders of bundles. A bundle whose card is damaged is left out;
    opening it by name says why, and `scan` does.
    """
    return scan(extra)[0]


def scan(extra: Sequence[Path] = ()) -> tuple[list[tuple[Path, Card]], list[BundleError]]:
    """What `find_bundles` finds, and what is wrong with the bundles that it leaves out."""
    found: dict[Path, Card] = {}
    faults: list[BundleError] = []
    for candidate in _candidates((resources() / "models", user_models(), *extra)):
        try:
            found[candidate] = read(candidate)
        except BundleError as error:
            faults.append(error)
    return list(found.items()), faults


def _candidates(folders: Sequence[Path]) -> list[Path]:
    """Folders that hold a card: those named, and those one level below; each once, in order."""
    nested = [(folder, *sorted(folder.iterdir())) for folder in folders if folder.is_dir()]
    holding = (path.resolve() for group in nested for path in group if (path / CARD_FILE).is_file())
    return list(dict.fromkeys(holding))


def user_models() -> Path:
    """The folder for the person's own bundles; it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("allviewer", appauthor=False) / "models"


def resolve(name_or_dir: str) -> Path:
    """The folder of the bundle called `name_or_dir`: a shipped or own name, or a path. BundleError."""
    for folder in (resources() / "models", user_models()):
        plain = name_or_dir == Path(name_or_dir).name and name_or_dir not in ("", ".", "..")
        if plain and (folder / name_or_dir / CARD_FILE).is_file():
            return folder / name_or_dir
    path = Path(name_or_dir).expanduser()
    if name_or_dir and path.is_dir():
        return path
    known = ", ".join(sorted(p.name for p, _ in find_bundles())) or "none"
    raise BundleError(
        f'There is no bundle "{name_or_dir}". Known ones: {known}; or give the path of its folder.'
    )
