"""What one bundle says of some cells, in numbers; known without torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from allviewer.core.records import FloatMap

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What one bundle says of N cells.

    `probabilities` (N, K), calibrated. `sets` (N, K): the classes that cannot be ruled out at the
    bundle's error rate; None if it is not calibrated. `far` (N,): unlike the training cells, and
    `strange` (N,): from a camera unlike the training's; None if that is not measured. `maps`
    (N, K, h, w) in logits.
    """

    probabilities: Floats
    sets: npt.NDArray[np.bool_] | None
    far: npt.NDArray[np.bool_] | None
    maps: FloatMap
    strange: npt.NDArray[np.bool_] | None = None
