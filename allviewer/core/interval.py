"""How sure a share counted in some cells is: its exact interval, and how many more cells narrow it."""

import math
from dataclasses import dataclass

CONFIDENCE = 0.95
"""Of every interval that is shown, unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total` cells with the exact interval `low` to `high` (0 to 1) of the true share."""

    count: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, or None where nothing was counted."""
        return self.count / self.total if self.total else None


def share(count: int, total: int, *, confidence: float = CONFIDENCE) -> Share:
    """`count` of `total` with its exact binomial interval; 0 to 1 where nothing was counted.

    ValueError unless 0 <= count <= total.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
    low, high = _clopper_pearson(count, total, confidence)
    return Share(count, total, low, high)


def _clopper_pearson(count: float, total: float, confidence: float) -> tuple[float, float]:
    """The exact interval of Clopper & Pearson, Biometrika 26:404 (1934), by the beta quantiles.

    Also defined between whole numbers, where it lies between its neighbours.
    """
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(count, total - count + 1, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, total - count, 1 - tail)) if count < total else 1.0
    return low, high


def cells_to_count(count: int, total: int, *, within: float, confidence: float = CONFIDENCE) -> int | None:
    """How many more cells bring both ends of the interval to `within` (0 to 1) of the share.

    Assumes that the share stays what it is, so it is a plan and no promise. 0 when it is narrow
    enough already; None where nothing was counted yet. ValueError unless `within` is above 0.
    """
    if within <= 0:
        raise ValueError("an interval cannot be narrowed to nothing")
    if not total:
        return None
    value = count / total

    def wide(cells: int) -> bool:
        low, high = _clopper_pearson(value * cells, cells, confidence)
        return max(value - low, high - value) > within

    # the width of a normal interval is the first guess; doubling from there always arrives
    enough = max(total, math.ceil(4 * value * (1 - value) / within**2))
    while wide(enough):
        enough *= 2
    short = total - 1
    while enough - short > 1:
        middle = (short + enough) // 2
        short, enough = (middle, enough) if wide(middle) else (short, middle)
    return max(0, enough - total)
