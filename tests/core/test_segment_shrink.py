"""Pixels at another size keep their places and their means."""

import cv2
import numpy as np
import pytest

from allviewer.core.segment.shrink import shrunk


def spot(x: int, y: int, *, height: int = 241, width: int = 319) -> np.ndarray:
    """A soft white spot on black."""
    rows, columns = np.mgrid[:height, :width]
    grey = 250 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 12.0**2))
    return np.repeat(np.rint(grey).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.3, 2.0, 2.45, 3.6, 4.0])
def test_a_spot_stays_where_it_was(scale: float) -> None:
    pixels = spot(203, 96)
    grey = shrunk(pixels, scale)[..., 0].astype(float)
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    x, y = ((grey * places).sum() / grey.sum() for places in (columns, rows))
    # the size is a whole number of pixels, so that the far end may be half of one off
    assert ((x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5) == pytest.approx((203, 96), abs=0.6 * scale)
    assert grey.sum() * scale**2 == pytest.approx(float(pixels[..., 0].sum()), rel=0.02)


@pytest.mark.parametrize("scale", [1.25, 2.3, 3.4, 4.4])
def test_it_differs_from_means_over_areas_by_less_than_their_own_noise(scale: float) -> None:
    rng = np.random.default_rng(3)
    smooth = cv2.GaussianBlur(rng.integers(0, 256, (240, 320, 3), dtype=np.uint8), (0, 0), 4)
    noise = rng.normal(0, 3, smooth.shape)
    pixels = np.clip(smooth + noise, 0, 255).astype(np.uint8)
    own = shrunk(pixels, scale)
    size = (own.shape[1], own.shape[0])
    means, clean = (cv2.resize(p, size, interpolation=cv2.INTER_AREA).astype(float) for p in (pixels, smooth))
    assert np.std(own - means) < max(np.std(means - clean), 1.0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (7, 3)])
def test_small_and_thin_pictures_keep_a_pixel(shape: tuple[int, int]) -> None:
    found = shrunk(np.full((*shape, 3), 77, np.uint8), 9.3)
    assert min(found.shape[:2]) >= 1 and (found == 77).all()
