"""How far a command's work is, told while the work's items pass by."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Hands on `items`, `total` of them, and tells how many it has handed on."""

    def __call__(self, items: Iterable[T], total: int) -> Iterator[T]: ...


def untold(items: Iterable[T], total: int) -> Iterator[T]:
    """Where nobody waits."""
    del total
    return iter(items)


def bar(text: str, *, quiet: bool) -> Progress:
    """A bar with a `text` before it on a terminal; nothing when piped or `quiet`."""

    def shown(items: Iterable[T], total: int) -> Iterator[T]:
        from tqdm import tqdm

        # disable=None: only on a terminal
        yield from tqdm(items, total=total, desc=text, disable=quiet or None, leave=False)

    return shown
