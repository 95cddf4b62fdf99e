"""What held-out cells say of a trained network: its calibrations, and what it knows and does not know."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from allviewer.core.grouped import grouped
from allviewer.model import cameras, card, familiarity, transforms
from allviewer.model.architectures.network import Network
from allviewer.model.calibrate import FAR_QUANTILE, Held, calibrate, heatmap_range, widths_of
from allviewer.model.cameras import Cameras
from allviewer.model.dataset import Cells, loader
from allviewer.model.familiarity import Familiarity
from allviewer.model.predict import predict
from allviewer.model.prepared import Prepared
from allviewer.model.recipe import Recipe
from allviewer.model.training import Training

FITTED = 4000
"""By about so many training cells the distance from the training data is fitted."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What the card is told, not what is learnt: each class's error rate, what a nucleus's width says, and
    whether a cell is judged by its field (as `Card` and `Calibration` have them); and whether cells from
    abroad have a leaning to one class put right too.
    """

    error_rates: tuple[float, ...]
    size: tuple[float, ...]
    by_field: bool
    straight_abroad: bool


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What the held-out cells say of a trained network: a calibration a view, and what they share."""

    calibrations: tuple[card.Calibration, ...]
    familiarity: Familiarity
    cameras: Cameras | None
    heatmap_range: float


def judge(network: Network, prepared: Prepared, training: Training, promised: Promised) -> Judged:
    """Measure `network` on the validation side in each view; the promised size belongs to the last.

    A leaning to one class is put right in the first alone: it is that of the homes' own mixture of cells. A
    view that was not taught has a leaning of its own, put right if that was asked for.
    """
    cells, split, views = prepared.cells, prepared.split, training.recipe.views
    few = _evenly(cells, split.train)
    held = [_held(network, cells, split.val, training, view) for view in range(len(views))]
    fitted = [_held(network, cells, few, training, view) for view in range(len(views))]
    classes = len(cells.classes)
    known = familiarity.fit(
        torch.cat([one.embeddings for one in fitted]),
        torch.cat([one.labels + classes * view for view, one in enumerate(fitted)]),
    )
    calibrations = [
        calibrate(
            one,
            known,
            error_rates=promised.error_rates,
            size=promised.size if view == len(views) - 1 else (),
            straighten=view == 0 or promised.straight_abroad,
        )
        for view, one in enumerate(held)
    ]
    return Judged(
        tuple(calibrations),
        known,
        _cameras(cells, few=few, val=split.val, recipe=training.recipe) if len(views) > 1 else None,
        max(heatmap_range(one.logits) for one in held),
    )


def _evenly(cells: Cells, indices: Sequence[int]) -> list[int]:
    """About `FITTED` of `indices`, evenly of each source's own labels, and one of each at least."""
    kinds = grouped(indices, lambda i: (cells.cases[i].source, cells.cases[i].label))
    step = max(1, len(indices) // FITTED)
    return sorted(i for own in kinds.values() for i in own[::step])


def _held(network: Network, cells: Cells, indices: Sequence[int], training: Training, view: int) -> Held:
    """Of the cells that are shown in this view: of a first of two, those from homes."""
    recipe, where = training.recipe, training.where
    if view < len(recipe.views) - 1:
        indices = [i for i in indices if cells.cases[i].source in cells.homes]
    size = recipe.input_size
    embeddings, labels = predict(
        network, cells, indices, recipe, size=size, where=where, embed=True, view=view
    )
    with torch.inference_mode():
        logits = network.head.classifier(embeddings.to(where.device)).cpu()
    return Held(logits, embeddings, labels, widths_of(cells.cases[i].nucleus_red_cells for i in indices))


def _cameras(cells: Cells, *, few: Sequence[int], val: Sequence[int], recipe: Recipe) -> Cameras:
    """Those of the training's cells `few`; how far is far is told by held-out cells of the same sources."""
    sources = [(cells.cases[i].source, cells.cases[i].label) for i in few]
    found = cameras.fit(_marks(cells, few, recipe), sources, homes=cells.homes)
    met = {source for source, _ in sources}
    known = [i for i in val if cells.cases[i].source in met]
    return found.limited(_marks(cells, known, recipe), quantile=FAR_QUANTILE)


def _marks(cells: Cells, indices: Sequence[int], recipe: Recipe) -> torch.Tensor:
    """(N, 9), at the size at which the bundle will take them."""
    cells.transforms = (transforms.evaluation(size=recipe.input_size),)
    batches = loader(cells, [(i, 0) for i in indices], batch_size=64, workers=0)
    return torch.cat([cameras.marks(b.pixels, nucleus=b.nucleus, cell=b.cell) for b in batches])
