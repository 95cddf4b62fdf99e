"""The blur along one axis is SciPy's to rounding, and SciPy stays away until nuclei touch."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from allviewer.core.segment.blur import Edges, blurred


@pytest.mark.parametrize(("edges", "mode"), [("edge", "nearest"), ("symmetric", "reflect"), ("wrap", "wrap")])
@pytest.mark.parametrize("shape", [(40,), (7, 2), (25, 3, 2)])
@pytest.mark.parametrize(("sigma", "reach"), [(0.9, 3.0), (2.3, 4.0)])
def test_scipys(edges: Edges, mode: str, shape: tuple[int, ...], sigma: float, reach: float) -> None:
    values = np.random.default_rng(0).random(shape)
    expected = gaussian_filter1d(values, sigma, axis=0, mode=mode, truncate=reach)
    np.testing.assert_allclose(blurred(values, sigma, edges=edges, reach=reach), expected, rtol=1e-12)


def test_a_single_nucleus_is_found_without_scipy() -> None:
    """Importing SciPy and scikit-image takes ten times as long as the search, before the first cell."""
    said = (
        "import sys; from allviewer.core import image, resources, segment;"
        "read = image.read(resources.resources() / 'samples' / 'cells' / 'basophil.jpg');"
        "assert segment.find_cells(read.pixels).cells;"
        "sys.exit([m for m in ('scipy', 'skimage') if m in sys.modules] or None)"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
