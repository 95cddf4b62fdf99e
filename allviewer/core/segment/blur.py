"""Gaussian blur along one axis. SciPy has it too, and takes longer to import than a picture to search."""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Edges = Literal["edge", "symmetric", "wrap"]


def blurred(
    values: npt.NDArray[np.floating[Any]], sigma: float, *, edges: Edges, reach: float = 4.0
) -> npt.NDArray[np.float64]:
    """`values` (N, ...) blurred along the first axis by a Gaussian of `sigma` > 0 steps, cut off at
    `reach` sigmas; beyond the ends they go on as `numpy.pad` has it.
    """
    radius = int(reach * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    around = [(radius, radius)] + [(0, 0)] * (values.ndim - 1)
    padded = np.pad(values.astype(np.float64), around, mode=edges)
    windows = np.lib.stride_tricks.sliding_window_view(padded, weights.size, axis=0)
    return np.asarray(windows @ (weights / weights.sum()), np.float64)
