"""What a network says of packed cells, shown in one of a recipe's views: logits, or embeddings."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import torch
from torch import Tensor, nn

from allviewer.model import transforms
from allviewer.model.dataset import Batch, Cells, loader
from allviewer.model.place import Place
from allviewer.model.preprocess import Preprocess
from allviewer.model.recipe import Recipe


def tensors(batch: Batch, recipe: Recipe, device: torch.device) -> Tensor:
    """What the network sees of a batch, by the same function as the classifier's."""
    parts = (batch.pixels.to(device), batch.nucleus.to(device), batch.cell.to(device))
    made: Tensor = torch.empty(parts[0].shape, device=device).contiguous(memory_format=torch.channels_last)
    for number, view in enumerate(recipe.views):
        own = (batch.views == number).to(device)
        if bool(own.any()):
            pixels, nucleus, cell = (part[own] for part in parts)
            made[own] = Preprocess(view.preprocessing).tensors(pixels, nucleus=nucleus, cell=cell)
    return made


def autocast(recipe: Recipe, device: torch.device) -> AbstractContextManager[None]:
    """Half precision on an accelerator where the recipe says so."""
    return torch.autocast(device.type, torch.float16, enabled=recipe.amp and device.type != "cpu")


@torch.inference_mode()
def predict(
    network: nn.Module,
    cells: Cells,
    indices: Sequence[int],
    recipe: Recipe,
    *,
    size: int,
    where: Place,
    embed: bool = False,
    view: int | None = 0,
) -> tuple[Tensor, Tensor]:
    """Logits (N, K), or embeddings (N, D), and class indices (N,) of `indices`, on the CPU.

    `view` is the number of the recipe's view in which cells from homes are shown; None shows them in turns.
    """
    network.eval()
    cells.transforms = (transforms.evaluation(size=size),) * len(recipe.views)
    outputs, labels = [], []
    draws = [(i, n if view is None else view) for n, i in enumerate(indices)]
    for batch in loader(cells, draws, batch_size=64, workers=0):
        x = tensors(batch, recipe, where.device)
        with autocast(recipe, where.device):
            made = network.embed(network.forward_features(x)) if embed else network(x)  # type: ignore[operator]
        outputs.append(made.float().cpu())
        labels.append(batch.labels)
    return torch.cat(outputs), torch.cat(labels)
