"""Calibration: scaling found again, sets that keep their promise, distances that tell strangers."""

import pytest
import torch

from allviewer.model.calibrate import FEWEST, Held, calibrate, calibrated, scaling, thresholds


def simulated(count: int, *, seed: int, sharpness: float = 1.0) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of three classes and labels drawn by their own softmax; then made `sharpness` too sure."""
    generator = torch.Generator().manual_seed(seed)
    logits = 2 * torch.randn(count, 3, generator=generator)
    labels = torch.multinomial(logits.softmax(1), 1, generator=generator).flatten()
    return logits * sharpness, labels


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 3.0])
def test_temperature_undoes_overconfidence(sharpness: float) -> None:
    logits, labels = simulated(20_000, seed=1, sharpness=sharpness)
    assert scaling(logits, labels).temperature == pytest.approx(sharpness, rel=0.15)


def test_offsets_undo_a_lean_to_one_class() -> None:
    with torch.inference_mode():  # as the network's answers come
        logits, labels = simulated(20_000, seed=5)
    leaning = logits + torch.tensor([1.5, 0.0, -1.0])
    made = scaling(leaning, labels)
    assert made.temperature == pytest.approx(1.0, rel=0.15)
    found = torch.tensor(made.offsets) * made.temperature
    assert (found - found[1]).tolist() == pytest.approx([-1.5, 0.0, 1.0], abs=0.1)
    torch.testing.assert_close(
        calibrated(leaning, made).softmax(1).float(), logits.softmax(1), atol=0.05, rtol=0.0
    )


def test_offsets_need_enough_cells_of_each_class() -> None:
    logits, labels = simulated(2000, seed=6)
    few = torch.cat(
        [(labels != 2).nonzero()[:500].flatten(), (labels == 2).nonzero()[: FEWEST - 1].flatten()]
    )
    assert scaling(logits[few], labels[few]).offsets == ()


@pytest.mark.parametrize("rate", [0.05, 0.1])
def test_sets_miss_the_true_class_no_more_often_than_promised(rate: float) -> None:
    probabilities, labels = simulated(4000, seed=2)
    cut = torch.tensor(thresholds(probabilities.softmax(1), labels, error_rate=rate))
    fresh, truth = simulated(20_000, seed=3)
    held = (fresh.softmax(1) >= cut).gather(1, truth[:, None]).float()
    for k in range(3):
        assert float(1 - held[truth == k].mean()) == pytest.approx(rate, abs=0.02)


def test_a_class_with_too_few_cells_is_never_ruled_out() -> None:
    probabilities = torch.tensor([[0.9, 0.1]] * 500 + [[0.2, 0.8]] * 5)
    labels = torch.tensor([0] * 500 + [1] * 5)
    assert thresholds(probabilities, labels, error_rate=0.05)[1] == 0.0


def test_strangers_are_far() -> None:
    generator = torch.Generator().manual_seed(4)
    centres = torch.eye(3, 40) * 4
    labels = torch.arange(600) % 3
    embeddings = centres[labels] + 0.4 * torch.randn(600, 40, generator=generator)
    held = Held(embeddings[:300, :3], embeddings[:300], labels[:300])
    made, known, scale = calibrate(
        held, Held(embeddings[300:, :3], embeddings[300:], labels[300:]), error_rate=0.05
    )
    assert made.far is not None
    strangers = -centres[labels[:100]] + torch.randn(100, 40, generator=generator)
    assert float((known.distance(strangers) > made.far).float().mean()) > 0.95
    assert float((known.distance(embeddings[300:]) > made.far).float().mean()) < 0.1
    assert scale > 1
