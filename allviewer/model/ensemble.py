"""Several bundles as one by the sum rule: readings in, predictions out. One bundle is the simplest case."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from allviewer.core.crop import middle
from allviewer.core.errors import BundleError
from allviewer.core.records import Crop, FloatMap, Model, Prediction, Triage
from allviewer.core.review import UNFAMILIAR
from allviewer.model.card import Card
from allviewer.model.reading import Flags, Floats, Reading

UNCALIBRATED = "not calibrated"
UNCERTAIN = "uncertain"
OTHER_CAMERA = "another camera than the training's"


def joined(cards: Sequence[Card]) -> Model:
    """The public face of the members together.

    Their crop is the widest member's, at a size where no member is given fewer pixels than it
    wants. Raises BundleError where the members' classes differ.
    """
    first = cards[0]
    for card in cards[1:]:
        if set(card.classes) != set(first.classes):
            theirs, ours = ", ".join(card.classes), ", ".join(first.classes)
            raise BundleError(
                f"{first.name} and {card.name} cannot be joined: their classes differ ({ours}; {theirs}). "
                "Join those of the same classes, or choose one."
            )
    factor = max(card.crop_factor for card in cards)
    return Model(
        name="+".join(card.name for card in cards),
        sha256="+".join(card.weights_sha256 for card in cards),
        classes=first.classes,
        crop_factor=factor,
        # the small step back keeps 96 * 1.6 / 1.6 from becoming 97
        input_size=max(math.ceil(card.input_size * factor / card.crop_factor - 1e-6) for card in cards),
        heatmap_range=max(card.heatmap_range for card in cards),
        by_field=any(card.by_field for card in cards),
    )


def crop_for(card: Card, model: Model, crop: Crop) -> Crop:
    """The member's own crop: the middle of the common one, at the member's size."""
    side = round(model.input_size * card.crop_factor / model.crop_factor)
    return middle(crop, side=side, size=card.input_size)


def predictions(readings: Sequence[Reading], cards: Sequence[Card], model: Model) -> tuple[Prediction, ...]:
    """One prediction per cell from the members' readings of the same cells, in `model.classes` order.

    Probabilities are the mean of the members' (the sum rule, Kittler et al. 1998, IEEE TPAMI
    20:226). The uncertainty of one bundle is its entropy; of several, the mutual information
    between class and member (Lakshminarayanan et al. 2017, arXiv 1612.01474), both over log K.
    The prediction set is what more than half of the members' sets hold (Gasparin and Ramdas 2024,
    arXiv 2401.09379); a cell is far from the training cells, or from another camera, if half or
    more of those that measure it say so.
    """
    orders = [[card.classes.index(c) for c in model.classes] for card in cards]
    members = np.stack([r.probabilities[:, order] for r, order in zip(readings, orders, strict=True)])
    mean = members.mean(0)
    uncertainty = _uncertainty(members)
    sets = _majority_sets(readings, orders)
    far = _half([r.far for r in readings], len(mean))
    strange = _half([r.strange for r in readings], len(mean))
    maps = _mean_maps(readings, orders, cards, model)
    made = []
    for n, row in enumerate(mean / mean.sum(1, keepdims=True)):
        doubts = (
            (UNCALIBRATED, sets is None),
            (UNCERTAIN, sets is not None and not _points_at(sets[n], int(row.argmax()))),
            (UNFAMILIAR, far[n]),
            (OTHER_CAMERA, strange[n]),
        )
        reason = ", ".join(words for words, holds in doubts if holds)
        triage = Triage.REVIEW if reason else Triage.CERTAIN
        made.append(Prediction(tuple(row.tolist()), float(uncertainty[n]), triage, reason, maps[n]))
    return tuple(made)


def _points_at(chosen: Flags, best: int) -> bool:
    """Whether a prediction set, bool (K,), holds the `best` class and no other."""
    return bool(chosen.sum() == 1 and chosen[best])


def _uncertainty(members: Floats) -> Floats:
    """(M, N, K) → (N,), 0 to 1."""
    total = _entropy(members.mean(0))
    uncertainty = total - _entropy(members).mean(0) if len(members) > 1 else total
    return np.clip(uncertainty / math.log(members.shape[2]), 0.0, 1.0)


def _entropy(p: Floats) -> Floats:
    result: Floats = -(p * np.log(np.where(p > 0, p, 1.0))).sum(-1)
    return result


def _majority_sets(readings: Sequence[Reading], orders: Sequence[list[int]]) -> Flags | None:
    votes = [r.sets[:, order] for r, order in zip(readings, orders, strict=True) if r.sets is not None]
    if len(votes) < len(readings):
        return None
    majority: Flags = np.mean(votes, axis=0) > 0.5
    return majority


def _half(said: Sequence[Flags | None], count: int) -> Flags:
    """(N,): what half or more say of those that say anything."""
    votes = [one for one in said if one is not None]
    half: Flags = np.mean(votes, axis=0) >= 0.5 if votes else np.zeros(count, np.bool_)
    return half


def _mean_maps(
    readings: Sequence[Reading], orders: Sequence[list[int]], cards: Sequence[Card], model: Model
) -> FloatMap:
    """(N, K, h, w) over the common crop, at the finest member's grid; zero where a member sees nothing."""
    if len(readings) == 1:
        return readings[0].maps
    shares = [card.crop_factor / model.crop_factor for card in cards]
    grid = max(math.ceil(max(r.maps.shape[2:]) / s) for r, s in zip(readings, shares, strict=True))
    placed = [
        _placed(r.maps[:, order], grid=grid, inner=max(1, round(grid * share)))
        for r, order, share in zip(readings, orders, shares, strict=True)
    ]
    mean: FloatMap = np.mean(placed, axis=0, dtype=np.float32)
    return mean


def _placed(maps: FloatMap, *, grid: int, inner: int) -> FloatMap:
    placed = np.zeros((*maps.shape[:2], grid, grid), np.float32)
    start = (grid - inner) // 2
    for n, k in np.ndindex(*maps.shape[:2]):
        patch = cv2.resize(maps[n, k], (inner, inner), interpolation=cv2.INTER_LINEAR)
        placed[n, k, start : start + inner, start : start + inner] = patch
    return placed
