"""Cameras: those of the training are known again; another white or another stain is not."""

import numpy as np
import pytest
import torch

from allviewer.core.records import Crop
from allviewer.model.cameras import MARKS, Cameras, fit, marks
from allviewer.model.preprocess import masks_of, pixels_of

SIDE = 48


def crops(
    count: int, *, seed: int, white: float = 235.0, tint: tuple[float, ...] = (0.5, 0.8, 0.4)
) -> list[Crop]:
    """Cells by Beer–Lambert: a nucleus of density `tint`, cytoplasm of a third, each a little its own."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    radius = np.hypot(x, y)
    made = []
    for _ in range(count):
        cell, nucleus = radius < 20, radius < random.uniform(9, 15)
        density = np.where(nucleus, 1.0, np.where(cell, 0.33, 0.0)) * random.uniform(0.85, 1.15)
        light = white * 10 ** -(density[..., None] * np.array(tint))
        noisy = light + random.normal(0, 2, light.shape)
        made.append(Crop(noisy.clip(0, 255).astype(np.uint8), nucleus, cell))
    return made


def marked(cells: list[Crop]) -> torch.Tensor:
    nucleus, cell = masks_of(cells, "cpu")
    return marks(pixels_of(cells, "cpu"), nucleus=nucleus, cell=cell)


@pytest.fixture(scope="module")
def known() -> Cameras:
    """Two cameras of one source each, the second's pictures yellowish."""
    purple, yellow = marked(crops(120, seed=1)), marked(crops(120, seed=2, white=200, tint=(0.4, 0.7, 0.9)))
    made = fit(torch.cat([purple, yellow]), [("a", "x")] * 120 + [("b", "x")] * 120, homes=["a"])
    return made.limited(marked(crops(200, seed=3)), quantile=0.99)


def test_marks_are_those_of_the_stain_and_the_light() -> None:
    found = marked(crops(4, seed=5))
    assert found.shape == (4, MARKS)
    assert torch.allclose(found[:, 6:].exp(), torch.full((4, 3), 235 / 255), atol=0.03)
    ratio = (found[:, :3] - found[:, 3:6]).exp()
    assert torch.allclose(ratio, torch.full((4, 3), 3.0), atol=0.4), "the nucleus is three times as dense"


def test_cells_of_the_same_cameras_are_known(known: Cameras) -> None:
    purple, yellow = marked(crops(200, seed=11)), marked(crops(200, seed=12, white=200, tint=(0.4, 0.7, 0.9)))
    for cells, home in ((purple, True), (yellow, False)):
        found = known.know(cells)
        assert float(found[0].float().mean()) > 0.95
        assert float((found[1] == home).float().mean()) > 0.95


@pytest.mark.parametrize(
    ("white", "tint"), [(150.0, (0.5, 0.8, 0.4)), (235.0, (0.4, 0.7, 0.9)), (235.0, (0.15, 0.3, 0.1))]
)
def test_another_light_or_stain_is_not(known: Cameras, white: float, tint: tuple[float, ...]) -> None:
    assert not any(bool(one.any()) for one in known.know(marked(crops(50, seed=13, white=white, tint=tint))))


def test_a_label_with_few_cells_joins_its_source() -> None:
    some = marked(crops(70, seed=6))
    groups = [("a", "many")] * 60 + [("a", "few")] * 5 + [("a", "rare")] * 5
    assert len(fit(some, groups, homes=[]).means) == 2


def test_they_survive_the_file_and_refuse_what_does_not_fit(known: Cameras) -> None:
    again = Cameras.from_tensors(known.to_tensors())
    cells = marked(crops(9, seed=7))
    assert torch.equal(again.distances(cells), known.distances(cells))
    for name, wrong in (
        ("camera_means", torch.zeros(2, 3)),
        ("camera_means", torch.zeros(0, MARKS)),
        ("camera_precisions", torch.zeros(1, MARKS, MARKS)),
        ("camera_home", torch.zeros(1)),
        ("camera_limit", torch.zeros(2)),
    ):
        with pytest.raises(ValueError, match="they"):
            Cameras.from_tensors({**known.to_tensors(), name: wrong})


def test_a_crop_without_masks_has_marks_too() -> None:
    (crop,) = crops(1, seed=8)
    empty = Crop(crop.pixels, np.zeros_like(crop.nucleus), np.zeros_like(crop.cell))
    assert bool(torch.isfinite(marked([empty])).all())
