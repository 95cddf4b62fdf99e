"""Calibration: scaling found again, sets that keep their promise, distances that tell strangers."""

import pytest
import torch

from allviewer.model.calibrate import (
    FEWEST,
    SIZE_MIDDLE,
    Held,
    calibrate,
    calibrated,
    heatmap_range,
    scaling,
    size_evidence,
    thresholds,
    widths_of,
)
from allviewer.model.familiarity import fit


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
    assert scaling(logits, labels, straighten=False).offsets == ()


@pytest.mark.parametrize("rate", [0.05, 0.1])
def test_sets_miss_a_class_no_more_often_than_promised_for_it(rate: float) -> None:
    probabilities, labels = simulated(4000, seed=2)
    cut = torch.tensor(thresholds(probabilities.softmax(1), labels, error_rates=(rate, rate / 2, rate)))
    fresh, truth = simulated(20_000, seed=3)
    held = (fresh.softmax(1) >= cut).gather(1, truth[:, None]).float()
    for k, own in enumerate((rate, rate / 2, rate)):
        assert float(1 - held[truth == k].mean()) == pytest.approx(own, abs=0.02)


def test_a_class_with_too_few_cells_is_never_ruled_out() -> None:
    probabilities = torch.tensor([[0.9, 0.1]] * 500 + [[0.2, 0.8]] * 5)
    labels = torch.tensor([0] * 500 + [1] * 5)
    assert thresholds(probabilities, labels, error_rates=(0.05, 0.05))[1] == 0.0


RATES = (0.05, 0.05, 0.05)


def clustered(*, seed: int, count: int = 300) -> Held:
    """Three classes about three centres, of nuclei all as wide as speaks for no class."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 3
    embeddings = torch.eye(3, 40)[labels] * 4 + 0.4 * torch.randn(count, 40, generator=generator)
    return Held(embeddings[:, :3], embeddings, labels, torch.full((count,), SIZE_MIDDLE))


def test_strangers_are_far() -> None:
    held, fitted = clustered(seed=4), clustered(seed=7)
    known = fit(fitted.embeddings, fitted.labels)
    made = calibrate(held, known, error_rates=RATES)
    assert made.far is not None
    strangers = -fitted.embeddings[:100]
    assert float((known.distance(strangers) > made.far).float().mean()) > 0.95
    assert float((known.distance(fitted.embeddings) > made.far).float().mean()) < 0.1
    assert heatmap_range(held.logits) > 1
    assert made.size == ()


def test_a_wide_nucleus_says_what_the_card_says() -> None:
    told = size_evidence(torch.full((4,), SIZE_MIDDLE * 1.5), (3.0, 0.0))
    assert isinstance(told, torch.Tensor)
    assert told[:, 0].tolist() == pytest.approx([3 * float(torch.tensor(1.5).log())] * 4, rel=1e-6)
    assert not told[:, 1].any()
    assert size_evidence(torch.ones(4), ()) == 0.0


def test_a_size_that_was_not_measured_says_nothing() -> None:
    told = size_evidence(widths_of([None, SIZE_MIDDLE, 0.01]), (3.0, 0.0))
    assert isinstance(told, torch.Tensor)
    assert told[:2].tolist() == [[0, 0], [0, 0]]
    assert float(told[2, 0]) == pytest.approx(3 * float(torch.tensor(0.5).log())), "bounded"


def test_what_is_put_in_is_not_weighed_against_the_cells() -> None:
    """The temperature is that of the logits alone; the sets keep their promise with the size in them."""
    held, fitted = clustered(seed=4), clustered(seed=7)
    known = fit(fitted.embeddings, fitted.labels)
    held.widths[::2] = 2.5
    plain = calibrate(held, known, error_rates=RATES)
    sized = calibrate(held, known, error_rates=RATES, size=(2.0, 0.0, 0.0))
    assert sized.size == (2.0, 0.0, 0.0)
    assert (sized.temperature, sized.offsets) == (plain.temperature, plain.offsets)
    assert sized.thresholds != plain.thresholds
