"""Bayesian optimisation of a recipe, and comparisons of its settings: each a table of short trainings."""

import argparse
import itertools
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from allviewer.core.atomic import make_folder, write_atomic
from allviewer.core.errors import DataError, TrainingError
from allviewer.model import data, place, train
from allviewer.model import device as devices
from allviewer.model.options import recipe_of
from allviewer.model.prepared import Prepared, prepare_training
from allviewer.model.progress import bar
from allviewer.model.recipe import Recipe, with_changes
from allviewer.model.start import FIXED, chosen, start_network, words_on
from allviewer.model.training import STATE_FILE, Epoch, Training
from allviewer.model.tune_table import TABLE_FILE, Row, rank, read_table, told, write_table

if TYPE_CHECKING:
    import optuna

STUDY = "allviewer"
STUDY_FILE = "study.log"
BASIS_FILE = "basis.json"
"""What all rows of a folder's table share: the recipe, and by which cells it was trained."""
COMPARABLE = ("optimizer", "batch_size", "lr", "weight_decay", "schedule", "architecture", "drop", "seed")


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What all trials share."""

    recipe: Recipe
    prepared: Prepared


def begin(args: argparse.Namespace) -> Basis:
    """Read the options and the cells. A device that is not there is told before the cells are cut.

    Raises DataError where `args.out` has trials of another recipe or other data: they compare with none.
    """
    args.device = str(devices.choose(args.device))
    args.init = _start_for_all(args)
    recipe = recipe_of(args)
    for changes in _combinations(args.compare or ()):  # slips are told before the first is trained
        with_changes(recipe, changes)
    prepared = prepare_training(args, recipe)
    cases = [prepared.cells.cases[i] for side in (prepared.split.train, prepared.split.val) for i in side]
    basis = {
        "recipe": json.loads(recipe.to_json()),
        "start": args.init,
        "data_sha256": data.digest(cases),
    }
    path = args.out / BASIS_FILE
    try:
        same = not path.is_file() or json.loads(path.read_text("utf-8")) == basis
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read. Name another folder.") from error
    if not same:
        raise DataError(
            f"{args.out}: the trials there are of other data or another recipe. Name another folder."
        )
    write_atomic(path, json.dumps(basis, indent=1).encode())
    if args.init not in FIXED and not args.quiet:
        sys.stderr.write(f"{words_on(args.init)}\n")
    return Basis(recipe, prepared)


def _start_for_all(args: argparse.Namespace) -> str:
    """One start for all that is compared: no network is ahead because it alone knows cells."""
    named = {str(c.get("architecture", args.architecture)) for c in _combinations(args.compare or ())}
    starts = {chosen(args.init, architecture=name) for name in named or {args.architecture}}
    return starts.pop() if len(starts) == 1 else "none"


def search(args: argparse.Namespace, basis: Basis) -> list[Row]:
    """`args.trials` more trials of Optuna's TPE in the study's storage; all its trials, best first.

    Bergstra et al. 2011 (NeurIPS 24). Several processes or machines may share one storage; a study
    goes on where it was. Trials that fall behind the median of the others are pruned; one that comes
    apart counts as failed. Raises DataError for a storage that cannot be opened.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)  # of a failed trial it would show a traceback
    study = _study(args)

    def objective(trial: "optuna.Trial") -> float:
        changed = with_changes(basis.recipe, _suggested(trial))
        out = args.out / f"trial_{trial.number:04d}"
        try:
            return _trained(changed, basis.prepared, args, out, _Pruning(trial)).best_score
        finally:  # a trial that was pruned or stopped is never taken up again
            (out / STATE_FILE).unlink(missing_ok=True)

    def tell(_: "optuna.Study", trial: "optuna.trial.FrozenTrial") -> None:
        _tell(args, f"trial {trial.number}", _row(trial))

    study.optimize(objective, n_trials=args.trials, catch=(TrainingError,), callbacks=[tell])
    return sorted(map(_row, study.trials), key=rank)


def _study(args: argparse.Namespace) -> "optuna.Study":
    import optuna

    storage = args.storage or str(args.out / STUDY_FILE)
    try:
        study = optuna.create_study(
            study_name=STUDY,
            storage=args.storage or _journal(args.out),
            pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=1),
            direction="maximize",
            load_if_exists=True,
        )
    # the storages raise what their drivers raise: SQLAlchemy's errors, and JSON's for a damaged journal
    except Exception as error:
        first = str(error).partition("\n")[0]
        raise DataError(f"{storage}: the study cannot be opened ({first}). Name another storage.") from error
    # the same seed anew would draw the trials of the run before anew
    seed = args.seed + len(study.trials)
    study.sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=5)
    return study


def _row(trial: "optuna.trial.FrozenTrial") -> Row:
    score = trial.value if trial.value is not None else math.nan
    return Row(trial.params, score, len(trial.intermediate_values), trial.state.name.lower())


def compare(args: argparse.Namespace, basis: Basis) -> list[Row]:
    """Every combination of `args.compare` (`optimizer=adam,sgd`, …) on one split with one seed, best first.

    A combination that is in the table of `args.out` already is not trained again.
    """
    done = {_key(row.values): row for row in read_table(args.out / TABLE_FILE)}
    combinations = list(_combinations(args.compare))
    for setting in combinations:
        if _key(setting) in done:
            continue
        out = args.out / "_".join(str(v) for v in setting.values())
        done[_key(setting)] = row = _compared(args, basis, setting, out)
        _tell(args, f"{len(done)} of {len(combinations)}", row)
        write_table(args.out, list(done.values()))
        (out / STATE_FILE).unlink(missing_ok=True)
    return sorted(done.values(), key=rank)


def _tell(args: argparse.Namespace, what: str, row: Row) -> None:
    """A line on stderr for each that is done: a search of an hour is not to look as if it hung."""
    if not args.quiet:
        sys.stderr.write(f"{what}: {told(row)}\n")


def _compared(args: argparse.Namespace, basis: Basis, setting: Mapping[str, Any], out: Path) -> Row:
    try:
        training = _trained(with_changes(basis.recipe, setting), basis.prepared, args, out)
    except TrainingError:
        return Row(setting, math.nan, 0, "fail")
    return Row(setting, training.best_score, training.epoch, "complete")


def _combinations(options: Sequence[str]) -> Iterator[dict[str, Any]]:
    choices = parse_choices(options)
    for values in itertools.product(*choices.values()):
        yield dict(zip(choices, values, strict=True))


def parse_choices(options: Sequence[str]) -> dict[str, list[Any]]:
    """`NAME=A,B,C` options → values of the recipe's type. Raises DataError."""
    choices: dict[str, list[Any]] = {}
    for option in options:
        name, equals, values = option.partition("=")
        if not equals or name not in COMPARABLE:
            raise DataError(f'"{option}" is not NAME=A,B,… with a name of {", ".join(COMPARABLE)}.')
        if name in choices:
            raise DataError(f"--compare names {name} twice. Give all its values at once: {name}=A,B.")
        kind = {"batch_size": int, "seed": int, "lr": float, "weight_decay": float, "drop": float}.get(
            name, str
        )
        try:
            choices[name] = [kind(v) for v in values.split(",")]
        except ValueError:
            raise DataError(f'"{option}": not every value is a number.') from None
    return choices


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
    after: Callable[[Epoch], None] = lambda _: None,
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
        told=after,
        progress=bar("training", quiet=args.quiet),
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

    return JournalStorage(JournalFileBackend(str(out / STUDY_FILE)))


def _key(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, str(v)) for k, v in values.items()))
