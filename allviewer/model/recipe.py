"""Everything that decides a training run, as one frozen record ⇄ JSON. Imports no torch."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from allviewer.core.errors import DataError
from allviewer.model import architectures
from allviewer.model.card import Preprocessing

_Record = TypeVar("_Record", "Recipe", "Stage", "View", Preprocessing)

SCHEDULES = ("onecycle", "cosine", "constant")
OPTIMIZERS = ("adamw", "adam", "adamax", "adagrad", "adadelta", "rmsprop", "sgd")
_ENDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "batch_size": (2, 65_536),  # of one cell batch norms have nothing to go by
        "epoch_size": (0, 10**9),
        "lr": (1e-9, 1e3),
        "weight_decay": (0.0, 1e3),
        "warmup": (0.0, 1.0),
        "label_smoothing": (0.0, 0.99),
        "drop": (0.0, 0.99),
        "drop_path": (0.0, 0.99),
        "clip": (1e-9, 1e9),
        "ema": (0.0, 0.999_999),
        "freeze": (0, 10**6),
        "patience": (0, 10**6),
        "seed": (0, 2**31 - 1),
        "crop_factor": (0.1, 20.0),
    }
)
"""Least and most that a recipe's numbers can be; outside of them a training fails late, or learns nothing."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs at one input size, in pixels: small pictures first, since they cost less."""

    epochs: int
    size: int


@dataclass(frozen=True, slots=True)
class View:
    """One way in which the network is shown cells: how they are varied, and what is left of them."""

    preprocessing: Preprocessing
    augmentation: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training run but for its data and its start weights.

    `labels` maps the data's labels to classes (a label that is not in it keeps its name, one that
    is mapped to "" is left out). `source_weights` says how much of each class is drawn from a
    source (1 where not named). `epoch_size` is the number of cells drawn in an epoch (0: as many
    as there are). `freeze` trains the head alone in the first so many epochs. `patience` counts
    epochs of the last stage without a better validation score (0: never stop early). With `abroad`
    every second cell, and all of sources that lack a class, are shown as those of other cameras will be.
    """

    architecture: str = "efficientnet_b3"
    stages: tuple[Stage, ...] = (Stage(30, 128),)
    batch_size: int = 32
    epoch_size: int = 0
    optimizer: str = "adamw"
    lr: float = 2e-3
    weight_decay: float = 0.02
    schedule: str = "onecycle"
    warmup: float = 0.1
    label_smoothing: float = 0.05
    drop: float | None = None
    drop_path: float | None = None
    clip: float = 5.0
    ema: float = 0.998
    freeze: int = 0
    patience: int = 0
    amp: bool = False
    seed: int = 0
    crop_factor: float = 1.4
    preprocessing: Preprocessing = field(default_factory=Preprocessing)
    augmentation: Mapping[str, float] = field(default_factory=dict)
    abroad: View | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    source_weights: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.architecture not in architectures.NAMES:
            named = ", ".join(architectures.NAMES)
            raise DataError(f'There is no architecture "{self.architecture}". Choose one of: {named}.')
        if self.schedule not in SCHEDULES:
            raise DataError(f'"{self.schedule}" is no schedule. Choose {", ".join(SCHEDULES)}.')
        if self.optimizer not in OPTIMIZERS:
            raise DataError(f'"{self.optimizer}" is no optimizer. Choose {", ".join(OPTIMIZERS)}.')
        if not self.stages or any(s.epochs < 0 or not 16 <= s.size <= 2048 for s in self.stages):
            raise DataError("A stage needs epochs and a size of 16 to 2048 pixels.")
        for name, (least, most) in _ENDS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                option = name.replace("_", "-")
                raise DataError(f"--{option} is a number from {least:g} to {most:g}, not {value:g}.")
        if not all(weight >= 0 for weight in self.source_weights.values()):
            raise DataError("--source-weight: give each source a number of 0 or more.")

    @property
    def epochs(self) -> int:
        """Of all stages."""
        return sum(s.epochs for s in self.stages)

    def steps(self, cells: int, *, processes: int) -> int:
        """How many batches each of so many processes takes in an epoch over `cells` to train on."""
        return max(1, (self.epoch_size or cells) // (self.batch_size * processes))

    @property
    def views(self) -> tuple[View, ...]:
        """Of cells from known cameras, and of those from others where these are shown otherwise."""
        home = View(self.preprocessing, self.augmentation)
        return (home, self.abroad) if self.abroad else (home,)

    @property
    def input_size(self) -> int:
        """Of the last stage: what the bundle will see."""
        return self.stages[-1].size

    def size_at(self, epoch: int) -> int:
        """Input size in the epoch with this number, from 0."""
        for stage in self.stages:
            if epoch < stage.epochs:
                return stage.size
            epoch -= stage.epochs
        return self.input_size

    def label_of(self, label: str) -> str:
        """The class that the data's `label` stands for, or "" to leave it out."""
        return self.labels.get(label, label)

    def to_json(self) -> str:
        """The recipe as JSON text; `from_json` reads it."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)


def from_json(text: str) -> Recipe:
    """The reverse of `Recipe.to_json`. Raises DataError for what only another version writes."""
    raw: dict[str, Any] = json.loads(text)
    raw["stages"] = tuple(_made(Stage, s) for s in raw["stages"])
    raw["preprocessing"] = _preprocessing(raw["preprocessing"])
    if raw.get("abroad"):
        raw["abroad"]["preprocessing"] = _preprocessing(raw["abroad"]["preprocessing"])
        raw["abroad"] = _made(View, raw["abroad"])
    return _made(Recipe, raw)


def _preprocessing(raw: Mapping[str, Any]) -> Preprocessing:
    return _made(Preprocessing, {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()})


def _made(kind: type[_Record], values: Mapping[str, Any]) -> _Record:
    unknown = values.keys() - {one.name for one in fields(kind)}
    if unknown:
        raise DataError(
            f'The recipe has a "{min(unknown)}", which this version does not know. '
            "Go on with the version that wrote it, or train anew."
        )
    return kind(**values)


def parse_stages(text: str) -> tuple[Stage, ...]:
    """`20x64,8x128` → 20 epochs at 64 pixels, then 8 at 128. Raises DataError."""
    try:
        pairs = [part.lower().split("x") for part in text.split(",")]
        return tuple(Stage(int(epochs), int(size)) for epochs, size in pairs)
    except ValueError:
        raise DataError(f'"{text}" is not EPOCHSxSIZE[,EPOCHSxSIZE…], such as 20x64,8x128.') from None


def with_changes(recipe: Recipe, changes: Mapping[str, Any]) -> Recipe:
    """A copy with the fields of `changes`, as tuning sets them; raises DataError for an unknown one."""
    names = [one.name for one in fields(Recipe)]
    unknown = set(changes) - set(names)
    if unknown:
        raise DataError(f'A recipe has no "{min(unknown)}". It has {", ".join(names)}.')
    return replace(recipe, **changes)
