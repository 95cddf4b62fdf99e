"""Gaussian blur along one axis. SciPy has it too, and takes longer to import than a picture to search."""

from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

Edges = Literal["edge", "symmetric", "wrap"]


def blurred(
    values: npt.NDArray[np.floating[Any]], sigma: float, *, edges: Edges, reach: float = 4.0
) -> npt.NDArray[np.float64]:
    """`values` (N, ...) blurred along the first axis by a Gaussian of `sigma` > 0 steps, cut off at
    `reach` sigmas (at half a step or more); beyond the ends they go on as `numpy.pad` has it.
    """
    radius = int(reach * sigma + 0.5)
    around = [(radius, radius)] + [(0, 0)] * (values.ndim - 1)
    padded = np.pad(values.astype(np.float64), around, mode=edges)
    # OpenCV cannot wrap around, so the edges are its caller's
    lines = cv2.GaussianBlur(padded.reshape(len(padded), -1), (1, 2 * radius + 1), sigmaX=sigma, sigmaY=sigma)
    return np.asarray(lines[radius:-radius].reshape(values.shape), np.float64)
