"""How long work says how far it is, and hears that nobody wants it any more."""

from collections.abc import Callable
from typing import TypeAlias

Tell: TypeAlias = Callable[[int, int], None]
"""Told how much of how much is done (0 of 0: that nobody knows). Raises CancelledError to end the work."""


class CancelledError(Exception):
    """The person no longer wants what runs. Whoever is left by it leaves nothing half written."""


def untold(done: int, total: int) -> None:
    """Where nobody waits."""
    del done, total


def part(tell: Tell, place: int, *, of: int) -> Tell:
    """What one of several parts of equal weight tells, the first at `place` 0, as a share of the whole."""
    return lambda done, total: tell(place * total + done, of * total)
