"""What changes while a network is trained, put on disk after every epoch and taken up again."""

import io
import pickle
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import torch
from timm.optim import create_optimizer_v2
from timm.utils import ModelEmaV3
from torch import Tensor, nn

from allviewer.core.atomic import write_atomic
from allviewer.core.errors import DataError
from allviewer.model.architectures.network import Network
from allviewer.model.place import Place
from allviewer.model.recipe import Recipe, from_json
from allviewer.model.schedule import schedule

STATE_FILE = "state.pt"
_PARTS = ("network", "ema", "optimizer", "schedule", "scaler")
"""Of a `Training`: what has a state of its own in torch."""


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

    def __init__(
        self,
        network: Network,
        recipe: Recipe,
        *,
        steps_per_epoch: int,
        where: Place,
        data_sha256: str = "",
        init: str = "",
    ) -> None:
        """`data_sha256` says by which cells it is trained and `init` from where, "" where that is not to be
        held to.
        """
        self.recipe, self.where, self._data, self._init = recipe, where, data_sha256, init
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
        """Whether all epochs are done, or so many without a better score that no more are to be."""
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
        state = {name: getattr(self, name).state_dict() for name in _PARTS}
        state |= {
            "recipe": self.recipe.to_json(),
            "data": self._data,
            "init": self._init,
            "log": [list(astuple(line)) for line in self.log],
            "best": self.best,
            "best_score": self.best_score,
            "since_best": self.since_best,
        }
        made = io.BytesIO()  # on a file, torch would hide in an error of its own what the system refused
        torch.save(state, made)
        write_atomic(out / STATE_FILE, made.getvalue())

    def resume(self, out: Path) -> None:
        """Take up what `save` wrote. Raises DataError if it is damaged, or of another recipe, start or
        data.
        """
        state = _state(out / STATE_FILE)
        other = _differing(from_json(state["recipe"]), self.recipe)
        if state.get("init", self._init) != self._init:  # states of before do not say
            other.append("init")
        what = f"another recipe ({', '.join(other)})" if other else "other data"
        if other or state.get("data", self._data) != self._data:
            raise DataError(f"{out}: it was trained by {what}. Give the same options, or a new folder.")
        for name in _PARTS:
            getattr(self, name).load_state_dict(state[name])
        self.log = [Epoch(*line) for line in state["log"]]
        self.best, self.best_score = state["best"], float(state["best_score"])
        self.since_best = int(state["since_best"])


def _differing(one: Recipe, other: Recipe) -> list[str]:
    """What two recipes have not in common, in plain words."""
    names = (field.name for field in fields(Recipe))
    return [name.replace("_", " ") for name in names if getattr(one, name) != getattr(other, name)]


def _state(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise DataError(f"{path}: the training's state is damaged. Delete it to train anew.") from error
    if not isinstance(found, dict) or "recipe" not in found:
        raise DataError(f"{path}: not the state of a training. Delete it to train anew.")
    return found


def _kept(network: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
