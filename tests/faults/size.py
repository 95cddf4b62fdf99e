"""How much the long cases do: a part of it in the suite, all of it with ALLVIEWER_FAULTS=full."""

import os

FULL = os.environ.get("ALLVIEWER_FAULTS") == "full"


def size(part: int, whole: int) -> int:
    """`whole` when all was asked for, else the part that the suite has time for."""
    return whole if FULL else part
