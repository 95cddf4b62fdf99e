"""Bayesian optimisation of a recipe, and comparisons of its settings: each a table of short trainings."""

import argparse
import csv
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from allviewer.core.atomic import make_folder
from allviewer.core.errors import DataError
from allviewer.model import device as devices
from allviewer.model import place, train
from allviewer.model.files import drawing, write_csv
from allviewer.model.options import Prepared, prepare_training, recipe_of
from allviewer.model.recipe import Recipe, with_changes
from allviewer.model.train import Epoch, Training
from allviewer.model.training_run import start_network

if TYPE_CHECKING:
    import optuna

STUDY = "allviewer"
TABLE_FILE, PICTURE_FILE = "table.csv", "table.png"
COMPARABLE = ("optimizer", "batch_size", "lr", "weight_decay", "schedule", "architecture", "drop", "seed")


@dataclass(frozen=True, slots=True)
class Row:
    """One trained setting: its values, the best validation balanced accuracy, the epochs it ran."""

    values: Mapping[str, Any]
    score: float
    epochs: int
    state: str


def search(args: argparse.Namespace) -> list[Row]:
    """`args.trials` more trials of Optuna's TPE in the study's storage; all its trials, best first.

    Bergstra et al. 2011 (NeurIPS 24). Several processes or machines may share one storage; a study
    goes on where it was. Trials that fall behind the median of the others are pruned.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    recipe, prepared = _begun(args)
    study = optuna.create_study(
        study_name=STUDY,
        storage=args.storage or _journal(args.out),
        sampler=optuna.samplers.TPESampler(seed=args.seed, multivariate=True, n_startup_trials=5),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1),
        direction="maximize",
        load_if_exists=True,
    )

    def objective(trial: "optuna.Trial") -> float:
        changed = with_changes(recipe, _suggested(trial))
        out = args.out / f"trial_{trial.number:04d}"
        try:
            return _trained(changed, prepared, args, out, _Pruning(trial)).best_score
        finally:  # a trial that was pruned or stopped is never taken up again
            (out / train.STATE_FILE).unlink(missing_ok=True)

    study.optimize(objective, n_trials=args.trials)
    rows = [
        Row(
            t.params,
            t.value if t.value is not None else math.nan,
            len(t.intermediate_values),
            t.state.name.lower(),
        )
        for t in study.trials
    ]
    return sorted(rows, key=lambda r: -r.score if r.score == r.score else math.inf)


def compare(args: argparse.Namespace) -> list[Row]:
    """Every combination of `args.compare` (`optimizer=adam,sgd`, …) on one split with one seed, best first.

    A combination that is in the table of `args.out` already is not trained again.
    """
    choices = parse_choices(args.compare)
    recipe, prepared = _begun(args)
    done = {_key(row.values): row for row in read_table(args.out / TABLE_FILE)}
    for values in itertools.product(*choices.values()):
        setting = dict(zip(choices, values, strict=True))
        if _key(setting) in done:
            continue
        out = args.out / "_".join(str(v) for v in values)
        training = _trained(with_changes(recipe, setting), prepared, args, out)
        done[_key(setting)] = Row(setting, training.best_score, training.epoch, "complete")
        write_table(args.out, list(done.values()))
        (out / train.STATE_FILE).unlink()
    return sorted(done.values(), key=lambda r: -r.score)


def parse_choices(options: Sequence[str]) -> dict[str, list[Any]]:
    """`NAME=A,B,C` options → values of the recipe's type. Raises DataError."""
    choices: dict[str, list[Any]] = {}
    for option in options:
        name, equals, values = option.partition("=")
        if not equals or name not in COMPARABLE:
            raise DataError(f'"{option}" is not NAME=A,B,… with a name of {", ".join(COMPARABLE)}.')
        kind = {"batch_size": int, "seed": int, "lr": float, "weight_decay": float, "drop": float}.get(
            name, str
        )
        try:
            choices[name] = [kind(v) for v in values.split(",")]
        except ValueError:
            raise DataError(f'"{option}": not every value is a number.') from None
    return choices


def _begun(args: argparse.Namespace) -> tuple[Recipe, Prepared]:
    """What all trials share. A device that is not there is told before the cells are cut."""
    args.device = str(devices.choose(args.device))
    recipe = recipe_of(args)
    return recipe, prepare_training(args, recipe)


def _suggested(trial: "optuna.Trial") -> dict[str, Any]:
    return {
        "lr": trial.suggest_float("lr", 1e-4, 1e-2, log=True),
        "weight_decay": trial.suggest_float("weight_decay", 1e-4, 0.2, log=True),
        "optimizer": trial.suggest_categorical("optimizer", ["adamw", "adam", "adamax", "rmsprop", "sgd"]),
        "batch_size": trial.suggest_categorical("batch_size", [16, 32, 64]),
        "label_smoothing": trial.suggest_float("label_smoothing", 0.0, 0.2),
        "drop": trial.suggest_float("drop", 0.0, 0.6),
    }


def _trained(
    recipe: Recipe,
    prepared: Prepared,
    args: argparse.Namespace,
    out: Path,
    told: Callable[[Epoch], None] = lambda _: None,
) -> Training:
    make_folder(out)
    return train.train(
        prepared.cells,
        (prepared.split.train, prepared.split.val),
        recipe,
        out,
        start=start_network(args.init, recipe, classes=prepared.cells.classes),
        resume=True,
        where=place.Place(device=torch.device(args.device)),
        workers=args.workers,
        told=told,
    )


class _Pruning:
    """Tells the study each epoch's score, and ends a trial that falls behind."""

    def __init__(self, trial: "optuna.Trial") -> None:
        self._trial = trial

    def __call__(self, epoch: Epoch) -> None:
        import optuna

        self._trial.report(epoch.score, epoch.epoch)
        if self._trial.should_prune():
            raise optuna.TrialPruned


def _journal(out: Path) -> Any:
    """A file that several processes, also on a shared drive, may write at once."""
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    return JournalStorage(JournalFileBackend(str(out / "study.log")))


def _key(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, str(v)) for k, v in values.items()))


def write_table(out: Path, rows: Sequence[Row]) -> None:
    """`table.csv` and `table.png`, best first."""
    rows = sorted(rows, key=lambda r: -r.score if r.score == r.score else math.inf)
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    lines = [
        [*(row.values.get(n, "") for n in names), f"{row.score:.6f}", row.epochs, row.state] for row in rows
    ]
    write_csv(out / TABLE_FILE, [[*names, "balanced_accuracy", "epochs", "state"], *lines])
    _picture(out / PICTURE_FILE, rows)


def read_table(path: Path) -> list[Row]:
    """What `write_table` wrote; nothing where there is no table yet."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as stream:
        raw = list(csv.DictReader(stream))
    fixed = ("balanced_accuracy", "epochs", "state")
    return [
        Row(
            {k: v for k, v in row.items() if k not in fixed},
            float(row["balanced_accuracy"]),
            int(row["epochs"]),
            row["state"],
        )
        for row in raw
    ]


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    lines = [[*names, "balanced accuracy", "epochs", "state"]]
    lines += [
        [*(_short(r.values.get(n, "")) for n in names), f"{r.score:.4f}", str(r.epochs), r.state]
        for r in rows
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _picture(path: Path, rows: Sequence[Row]) -> None:
    shown = [r for r in rows if r.score == r.score]
    with drawing(path, width=7, height=1.2 + 0.28 * len(shown)) as figure:
        axes = figure.subplots()
        names = [", ".join(f"{k} {_short(v)}" for k, v in r.values.items()) for r in shown]
        axes.barh(range(len(shown)), [r.score for r in shown], color="#0072B2")
        axes.set_yticks(range(len(shown)), names, fontsize=7)
        axes.invert_yaxis()
        axes.set(xlabel="validation balanced accuracy", xlim=(0, 1))
