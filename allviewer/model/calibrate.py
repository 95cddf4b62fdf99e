"""Held-out logits and embeddings → what a card needs: scaling, prediction sets, distance, heatmap range."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from allviewer.model.card import Calibration
from allviewer.model.familiarity import Familiarity

FAR_QUANTILE = 0.99
"""One in a hundred held-out cells is called unlike the training cells."""
SIZE_MIDDLE = 1.45
"""Width of a nucleus, in red cells, that speaks for no class: small lymphocytes' are 1.1 to 1.4, blasts'
mostly 1.4 to 1.9."""
RANGE_QUANTILE = 0.99
FEWEST = 100
"""Held-out cells that a class needs for offsets to be fitted: by 35 they cost `wbc8` 2 % of its accuracy."""
HOTTEST = 100.0
"""A temperature is within this factor of 1: where one held-out cell is all there is, a fit runs off."""
RIDGE = 1e-3
"""Holds offsets near 0 where the cells say little of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What is known of held-out cells: logits (N, K), embeddings (N, D), class indices (N,), and the
    `widths` (N,) of their nuclei in red cells, NaN where not measured."""

    logits: Tensor
    embeddings: Tensor
    labels: Tensor
    widths: Tensor


def calibrated(logits: Tensor, calibration: Calibration, evidence: Tensor | float = 0.0) -> Tensor:
    """Logits (N, K), and the `evidence` of sizes → float64 (N, K) whose softmax are the calibrated
    probabilities."""
    scaled = logits.double() / calibration.temperature + evidence
    return scaled + scaled.new_tensor(calibration.offsets) if calibration.offsets else scaled


def size_evidence(widths: Tensor, size: Sequence[float]) -> Tensor | float:
    """Nuclei's `widths` (N,) in red cells → log odds (N, K) by a card's `size`; 0 where it says nothing."""
    if not size:
        return 0.0
    logs = (widths.double() / SIZE_MIDDLE).clamp(0.5, 2.0).log().nan_to_num(0.0)
    return logs[:, None] * logs.new_tensor(size)


def widths_of(known: Iterable[float | None]) -> Tensor:
    """`nucleus_red_cells` of crops or cases → float64 (N,), NaN where not measured."""
    return torch.tensor([torch.nan if width is None else width for width in known], dtype=torch.float64)


def scaling(logits: Tensor, labels: Tensor, *, straighten: bool = True) -> Calibration:
    """The temperature and the offsets that make the class indices `labels` (N,) likeliest by `logits` (N, K).

    Temperature: Guo et al. 2017, arXiv 1706.04599. Offsets: Alexandari et al. 2020, arXiv 1901.06852;
    a network drawn to one class by its other sources is put right by them. None are fitted where a
    class has fewer than `FEWEST` cells, or not to `straighten`. Classes weigh by the square root of
    their cells, between all alike and as they came: one rich in cells leads, but does not decide alone.
    """
    # copies, since autograd takes nothing that was made in inference mode
    logits, labels = logits.double().clone(), labels.clone()
    counts = torch.bincount(labels, minlength=logits.shape[1]).double()
    weight = torch.where(counts > 0, counts.clamp_min(1).rsqrt(), 0.0)
    sharpness = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    offsets = torch.zeros(logits.shape[1], dtype=torch.float64, requires_grad=True)
    free = [sharpness, offsets] if straighten and int(counts.min()) >= FEWEST else [sharpness]
    optimizer = torch.optim.LBFGS(free, max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scaled = logits * sharpness.exp() + offsets
        # 2 % smoothing keeps T away from 0 where every held-out cell is called right
        entropy = cross_entropy(scaled, labels, weight=weight, label_smoothing=0.02)
        found = entropy + RIDGE * offsets.square().sum()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    chosen = tuple(round(float(v), 4) for v in offsets.detach()) if len(free) > 1 else ()
    temperature = (-sharpness.detach()).exp().nan_to_num(1.0).clamp(1 / HOTTEST, HOTTEST)
    return Calibration(temperature=round(float(temperature), 4), offsets=chosen)


def thresholds(probabilities: Tensor, labels: Tensor, *, error_rates: Sequence[float]) -> tuple[float, ...]:
    """Least probability (K,) at which each class enters a prediction set.

    Split conformal, within each class (Mondrian; Vovk et al. 2005, "Algorithmic Learning in a
    Random World", 4.5; Sadinle et al. 2019, doi 10.1080/01621459.2017.1395341): of the held-out cells of a
    class, at most its error rate have a set without it. A class with too few of them to say that gets 0:
    it can never be ruled out. For new cells the rate is an aim and no guarantee: the same held-out cells
    chose the epoch and fitted the scaling, and cells of one patient are no exchangeable draws.
    """
    found = []
    for k, error_rate in enumerate(error_rates):
        own = probabilities[labels == k, k].double().sort().values
        rank = int(np.floor(error_rate * (len(own) + 1)))
        found.append(float(own[rank - 1]) if rank >= 1 else 0.0)
    return tuple(found)


def heatmap_range(logits: Tensor) -> float:
    """The scale that holds nearly every held-out logit, so that one map compares with another."""
    centred = logits - logits.mean(1, keepdim=True)
    return max(1.0, round(2 * float(centred.abs().max(1).values.quantile(RANGE_QUANTILE)), 1))


def calibrate(
    held: Held,
    known: Familiarity,
    *,
    error_rates: Sequence[float],
    size: Sequence[float] = (),
    straighten: bool = True,
) -> Calibration:
    """Calibration by the `held` cells; `known` tells how far they lie from the training cells.

    `size` is knowledge, added to what the cells say and not weighed against it; without `straighten` only
    the temperature is fitted.
    """
    scaled = scaling(held.logits, held.labels, straighten=straighten)
    probabilities = calibrated(held.logits, scaled, size_evidence(held.widths, size)).softmax(1)
    return replace(
        scaled,
        thresholds=thresholds(probabilities, held.labels, error_rates=error_rates),
        error_rates=tuple(error_rates),
        far=float(known.distance(held.embeddings).quantile(FAR_QUANTILE)),
        size=tuple(size),
    )
