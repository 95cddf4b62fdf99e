"""The distance from the training cells: right where it can be known, and higher for strangers."""

import pytest
import torch

from allviewer.model.familiarity import Familiarity, fit


@pytest.fixture
def home() -> tuple[torch.Tensor, torch.Tensor]:
    """Two classes of embeddings in 40 dimensions about a common direction, 600 in all."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(600) % 2
    centre = torch.zeros(40)
    centre[0], offset = 5.0, torch.zeros(40)
    offset[1] = 2.0
    spread = torch.linspace(1.0, 0.1, 40)
    noise = torch.randn(600, 40, generator=generator) * spread
    return centre + labels[:, None] * offset + noise, labels


def test_home_is_about_one(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    distance = fit(*home, components=20).distance(home[0])
    assert distance.shape == (600,)
    assert float(distance.mean()) == pytest.approx(1, abs=0.1)


def test_full_rank_is_mahalanobis(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    """With all directions but one kept it is the textbook formula up to that one."""
    embeddings, labels = home
    unit = torch.nn.functional.normalize(embeddings.double(), dim=1)
    means = torch.stack([unit[labels == k].mean(0) for k in range(2)])
    centred = unit - means[labels]
    inverse = torch.linalg.inv(centred.T @ centred / len(unit))
    offsets = unit[:, None] - means
    expected = torch.einsum("nkd,de,nke->nk", offsets, inverse, offsets).min(1).values / 40
    torch.testing.assert_close(fit(*home).distance(embeddings), expected.float(), rtol=1e-2, atol=1e-2)


def test_strangers_are_farther(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    familiarity = fit(*home, components=10)
    strangers = home[0].flip(1)  # the same length, other directions
    assert float(familiarity.distance(strangers).min()) > float(familiarity.distance(home[0]).max())


def test_contrast_is_no_distance(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    familiarity = fit(*home)
    torch.testing.assert_close(
        familiarity.distance(home[0]), familiarity.distance(home[0] * 3), atol=1e-3, rtol=1e-3
    )


def test_round_trip(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    familiarity = fit(*home)
    again = Familiarity.from_tensors(familiarity.to_tensors(), feature_dim=40)
    torch.testing.assert_close(again.distance(home[0]), familiarity.distance(home[0]))
    with pytest.raises(ValueError, match="41 features"):
        Familiarity.from_tensors(familiarity.to_tensors(), feature_dim=41)


def test_every_class_needs_a_cell(home: tuple[torch.Tensor, torch.Tensor]) -> None:
    with pytest.raises(ValueError, match="every class"):
        fit(home[0], home[1] * 2)
