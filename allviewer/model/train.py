"""The training loop: cells in, a network out, and a state on disk after every epoch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel

from allviewer.core.errors import DataError, DeviceError, TrainingError
from allviewer.model import architectures, data, transforms
from allviewer.model import device as devices
from allviewer.model.architectures.network import Network
from allviewer.model.dataset import Batch, Cells, Draw, drawn, loader, weights
from allviewer.model.place import Place
from allviewer.model.predict import autocast, predict, tensors
from allviewer.model.progress import Progress, untold
from allviewer.model.recipe import Recipe
from allviewer.model.training import STATE_FILE, Epoch, Training


def train(  # noqa: PLR0913 (a run is its data, recipe and place; all but those have defaults)
    cells: Cells,
    sides: tuple[Sequence[int], Sequence[int]],
    recipe: Recipe,
    out: Path,
    *,
    start: Network | None = None,
    init: str = "",
    resume: bool = False,
    where: Place | None = None,
    workers: int = 0,
    told: Callable[[Epoch], None] = lambda _: None,
    progress: Progress = untold,
) -> Training:
    """Train on `sides[0]` (indices of cells), choosing by `sides[1]`; returns the finished training.

    The state is in `out` after each epoch; with `resume` the run goes on from there, on a CPU with
    the same result as if it had never stopped; `init` tells its `start` from others. `told` gets each
    epoch, and may raise to prune. Raises DataError where a state is of another training, or crops are too
    small for the network; TrainingError where it comes apart; DeviceError where memory runs out; and
    OutputError.
    """
    where = where or Place()
    chances = weights(cells, sides[0], recipe)
    training = _begun(cells, sides, recipe, start, where, init=init)
    if resume and (out / STATE_FILE).is_file():
        training.resume(out)
    model = _parallel(training.network, where)
    while not training.finished:
        _seed(recipe, training.epoch, where)
        draws = _own_draws(sides[0], chances, training)
        with _memory(recipe):
            line = _epoch(model, training, cells, draws, sides[1], workers=workers, progress=progress)
        _check_sound(line, recipe)
        training.record(line)
        if where.first:
            training.save(out)
            told(line)
    return training


def _begun(
    cells: Cells,
    sides: tuple[Sequence[int], Sequence[int]],
    recipe: Recipe,
    start: Network | None,
    where: Place,
    *,
    init: str,
) -> Training:
    """A training before its first epoch, from `start` or at random."""
    seed_start(recipe)
    network = start or build(recipe, classes=len(cells.classes))
    steps = recipe.steps(len(sides[0]), processes=where.world)
    own = data.digest([cells.cases[i] for side in sides for i in side])
    training = Training(network, recipe, steps_per_epoch=steps, where=where, data_sha256=own, init=init)
    _check_sizes(training.network, recipe, where.device)
    return training


def _own_draws(indices: Sequence[int], chances: Tensor, training: Training) -> list[Draw]:
    """What this process takes of the cells drawn for the next epoch: as many batches as every other one."""
    recipe, where = training.recipe, training.where
    count, seed = recipe.epoch_size or len(indices), recipe.seed * 10_007 + training.epoch
    draws = drawn(indices, chances, count=count, seed=seed)
    steps = recipe.steps(len(indices), processes=where.world)
    return draws[where.rank :: where.world][: steps * recipe.batch_size]


@torch.inference_mode()
def _check_sizes(network: Network, recipe: Recipe, device: torch.device) -> None:
    """Raise DataError where the smallest stage is too small for the network's strides."""
    least = min((stage.size for stage in recipe.stages if stage.epochs), default=recipe.input_size)
    try:
        network.eval()(torch.zeros(1, 3, least, least, device=device))
    except RuntimeError as error:
        if devices.ran_out_of_memory(error):
            raise
        raise DataError(
            f"{recipe.architecture} can make nothing of crops of {least} pixels. Give larger --stages."
        ) from error


def _check_sound(line: Epoch, recipe: Recipe) -> None:
    """Raise TrainingError for an epoch after which the network's answers are no numbers."""
    if not np.isfinite(line.val_loss):
        raise TrainingError(
            f"In epoch {line.epoch} the network came apart: its answers are no numbers. "
            f"Give a smaller --lr than {recipe.lr:g}, and another --out."
        )


@contextmanager
def _memory(recipe: Recipe) -> Iterator[None]:
    """Say in a sentence that memory ran out."""
    try:
        yield
    except RuntimeError as error:
        if not devices.ran_out_of_memory(error):
            raise
        raise DeviceError(
            f"Not enough memory for batches of {recipe.batch_size} cells. Give a smaller --batch-size."
        ) from error


def _parallel(network: Network, where: Place) -> nn.Module:
    return DistributedDataParallel(network, gradient_as_bucket_view=True) if where.world > 1 else network


def build(recipe: Recipe, *, classes: int, pretrained: bool = False) -> Network:
    """The recipe's network; its drop rates where the recipe names them."""
    network = architectures.build(recipe.architecture, classes=classes, pretrained=pretrained)
    for module in network.modules():
        if recipe.drop is not None and isinstance(module, nn.Dropout):
            module.p = recipe.drop
        if recipe.drop_path is not None and type(module).__name__ == "DropPath":
            module.drop_prob = recipe.drop_path  # type: ignore[assignment]  # timm's DropPath
    return network


def _epoch(
    model: nn.Module,
    training: Training,
    cells: Cells,
    draws: Sequence[Draw],
    val: Sequence[int],
    *,
    workers: int,
    progress: Progress,
) -> Epoch:
    recipe, size = training.recipe, training.recipe.size_at(training.epoch)
    started = monotonic()
    cells.transforms = tuple(
        transforms.training(transforms.Augmentation(**view.augmentation), size=size) for view in recipe.views
    )
    _freeze(training.network, training.epoch < recipe.freeze)
    batches = loader(cells, draws, batch_size=recipe.batch_size, workers=workers)
    losses = [_step(model, training, b) for b in progress(batches, len(draws) // recipe.batch_size)]
    lr = float(training.optimizer.param_groups[0]["lr"])
    val_loss, score = np.nan, np.nan
    if training.where.first:
        logits, labels = predict(
            training.ema.module, cells, val, recipe, size=size, where=training.where, view=None
        )
        val_loss = float(cross_entropy(logits, labels))
        score = _balanced_accuracy(labels, logits.argmax(1))
    score, val_loss = _shared(score, val_loss, training.where)
    loss = float(np.mean(losses))
    return Epoch(training.epoch + 1, size, lr, loss, val_loss, score, round(monotonic() - started, 1))


def _step(model: nn.Module, training: Training, batch: Batch) -> float:
    recipe, device = training.recipe, training.where.device
    model.train()
    if training.epoch < recipe.freeze:
        training.network.backbone.eval()
    x = tensors(batch, recipe, device)
    with autocast(recipe, device):
        loss = cross_entropy(model(x), batch.labels.to(device), label_smoothing=recipe.label_smoothing)
    training.optimizer.zero_grad(set_to_none=True)
    training.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
    training.scaler.unscale_(training.optimizer)
    nn.utils.clip_grad_norm_(training.network.parameters(), recipe.clip)
    training.scaler.step(training.optimizer)
    training.scaler.update()
    training.schedule.step()
    # without the step timm keeps the random start in the mean for long
    training.ema.update(training.network, step=training.schedule.last_epoch)
    return float(loss.detach())


def _freeze(network: Network, frozen: bool) -> None:
    for parameter in network.backbone.parameters():
        parameter.requires_grad_(not frozen)


def seed_start(recipe: Recipe) -> None:
    """Fix the random start weights."""
    _seed(recipe, -1, Place())


def _seed(recipe: Recipe, epoch: int, where: Place) -> None:
    torch.manual_seed((recipe.seed * 100_003 + epoch + 1) * 1_009 + (where.rank if epoch >= 0 else 0))


def _shared(score: float, loss: float, where: Place) -> tuple[float, float]:
    """What the first process measured, in every process."""
    if where.world == 1:
        return score, loss
    told = torch.tensor([score, loss], dtype=torch.float64, device=where.device)
    torch.distributed.broadcast(told, 0)
    return float(told[0]), float(told[1])


def _balanced_accuracy(labels: Tensor, found: Tensor) -> float:
    """Mean over the classes that occur of the share found right."""
    classes = torch.bincount(labels).nonzero().flatten()
    return float(torch.stack([(found[labels == k] == k).float().mean() for k in classes]).mean())
