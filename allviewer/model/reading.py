"""What one bundle says of some cells, in numbers; known without torch."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from allviewer.core.records import FloatMap

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one bundle says of N cells.

    `probabilities` (N, K), calibrated. `sets` (N, K): the classes that cannot be ruled out at the
    bundle's error rate; None if it is not calibrated. `far` (N,): unlike the training cells, and
    `strange` (N,): from a camera unlike the training's; None if that is not measured. `maps`
    (N, K, h, w) in logits.
    """

    probabilities: Floats
    sets: Flags | None
    far: Flags | None
    maps: FloatMap
    strange: Flags | None = None
