"""The order in which a person lists names: numbers by their value, pictures before subfolders."""

import re
from functools import lru_cache
from typing import TypeAlias

NaturalKey: TypeAlias = tuple[list[str | int], str]
ListingKey: TypeAlias = tuple[tuple[bool, NaturalKey], ...]

_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> NaturalKey:
    """Sort key under which `IM_2` stands before `IM_10`, whatever the case of the letters."""
    # Numbers come out of the split at odd places, so unlike kinds never meet in a comparison.
    parts: list[str | int] = [int(p) if i % 2 else p.casefold() for i, p in enumerate(_DIGITS.split(name))]
    return parts, name


def listing_key(name: str) -> ListingKey:
    """Sort key under which names with `/` stand as `find_images` lists them: a folder's pictures before
    its subfolders.
    """
    folder, _, last = name.rpartition("/")
    return *_folders(folder), (False, natural_key(last))


@lru_cache
def _folders(path: str) -> ListingKey:
    return tuple((True, natural_key(folder)) for folder in path.split("/")) if path else ()
