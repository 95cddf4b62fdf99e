"""The training loop: cells in, a network out, and a state on disk after every epoch."""

import io
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from timm.optim import create_optimizer_v2
from timm.utils import ModelEmaV3
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel

from allviewer.core.atomic import write_atomic
from allviewer.core.errors import DataError
from allviewer.model import architectures, transforms
from allviewer.model.architectures.network import Network
from allviewer.model.dataset import Batch, Cells, Draw, drawn, loader, weights
from allviewer.model.place import Place
from allviewer.model.preprocess import Preprocess
from allviewer.model.recipe import Recipe, from_json
from allviewer.model.schedule import schedule

STATE_FILE = "state.pt"


@dataclass(frozen=True, slots=True)
class Epoch:
    """One line of the log. `score` is the validation's balanced accuracy; losses are per cell."""

    epoch: int
    size: int
    lr: float
    train_loss: float
    val_loss: float
    score: float
    seconds: float


class Training:
    """What changes while a network is trained, and how it is put on disk and taken up again."""

    def __init__(self, network: Network, recipe: Recipe, *, steps_per_epoch: int, where: Place) -> None:
        self.recipe, self.where = recipe, where
        self.network = network.to(where.device).to(memory_format=torch.channels_last)
        self.ema = ModelEmaV3(self.network, decay=recipe.ema, use_warmup=True)
        self.optimizer: torch.optim.Optimizer = create_optimizer_v2(
            self.network, opt=recipe.optimizer, lr=recipe.lr, weight_decay=recipe.weight_decay, foreach=True
        )
        self.schedule = schedule(self.optimizer, recipe, max(1, steps_per_epoch * recipe.epochs))
        self.scaler = torch.amp.GradScaler(
            where.device.type, enabled=recipe.amp and where.device.type == "cuda"
        )
        self.log: list[Epoch] = []
        self.best: dict[str, Tensor] = _kept(self.network)
        self.best_score = -1.0
        self.since_best = 0

    @property
    def epoch(self) -> int:
        """Number of epochs done."""
        return len(self.log)

    @property
    def finished(self) -> bool:
        patience = self.recipe.patience
        return self.epoch >= self.recipe.epochs or bool(patience and self.since_best >= patience)

    def record(self, line: Epoch) -> None:
        """Close an epoch; the best network of the last stage is kept (the start's while there is none)."""
        self.log.append(line)
        if line.size != self.recipe.input_size:
            return
        self.since_best += 1
        if line.score > self.best_score:
            self.best_score, self.since_best = line.score, 0
            self.best = _kept(self.ema.module)

    def save(self, out: Path) -> None:
        """Write the state whole or not at all. Raises OutputError."""
        parts = ("network", "ema", "optimizer", "schedule", "scaler")
        state = {name: getattr(self, name).state_dict() for name in parts}
        state |= {
            "recipe": self.recipe.to_json(),
            "log": [[getattr(e, f) for f in Epoch.__dataclass_fields__] for e in self.log],
            "best": self.best,
            "best_score": self.best_score,
            "since_best": self.since_best,
        }
        made = io.BytesIO()  # on a file, torch would hide in an error of its own what the system refused
        torch.save(state, made)
        write_atomic(out / STATE_FILE, made.getvalue())

    def resume(self, out: Path) -> None:
        """Take up what `save` wrote. Raises DataError if it is of another recipe."""
        state: dict[str, Any] = torch.load(out / STATE_FILE, map_location="cpu", weights_only=True)
        if from_json(state["recipe"]) != self.recipe:
            raise DataError(
                f"{out}: it was trained by another recipe. Give the same options, or a new folder."
            )
        for name in ("network", "ema", "optimizer", "schedule", "scaler"):
            getattr(self, name).load_state_dict(state[name])
        self.log = [Epoch(*line) for line in state["log"]]
        self.best, self.best_score = state["best"], float(state["best_score"])
        self.since_best = int(state["since_best"])


def train(  # noqa: PLR0913 (a run is its data, recipe and place; all but those have defaults)
    cells: Cells,
    sides: tuple[Sequence[int], Sequence[int]],
    recipe: Recipe,
    out: Path,
    *,
    start: Network | None = None,
    resume: bool = False,
    where: Place | None = None,
    workers: int = 0,
    told: Callable[[Epoch], None] = lambda _: None,
    progress: Callable[[Iterable[Batch], int], Iterable[Batch]] = lambda items, _: items,
) -> Training:
    """Train on `sides[0]` (indices of cells), choosing by `sides[1]`; returns the finished training.

    The state is in `out` after each epoch; with `resume` the run goes on from there, on a CPU with
    the same result as if it had never stopped. `told` gets each epoch, and may raise to prune.
    """
    where = where or Place()
    seed_start(recipe)
    network = start or build(recipe, classes=len(cells.classes))
    chances = weights(cells, sides[0], recipe)
    count = recipe.epoch_size or len(sides[0])
    steps = max(1, count // (recipe.batch_size * where.world))
    training = Training(network, recipe, steps_per_epoch=steps, where=where)
    if resume and (out / STATE_FILE).is_file():
        training.resume(out)
    model = _parallel(training.network, where)
    while not training.finished:
        epoch = training.epoch
        _seed(recipe, epoch, where)
        draws = drawn(sides[0], chances, count=count, seed=recipe.seed * 10_007 + epoch)
        mine = draws[where.rank :: where.world][: steps * recipe.batch_size]
        line = _epoch(model, training, cells, mine, sides[1], workers=workers, progress=progress)
        training.record(line)
        if where.first:
            training.save(out)
            told(line)
    return training


def _kept(network: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}


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
    progress: Callable[[Iterable[Batch], int], Iterable[Batch]],
) -> Epoch:
    recipe, size = training.recipe, training.recipe.size_at(training.epoch)
    started = _now()
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
    return Epoch(training.epoch + 1, size, lr, loss, val_loss, score, round(_now() - started, 1))


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


def _now() -> float:
    from time import monotonic

    return monotonic()
