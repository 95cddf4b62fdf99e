"""One training from options to bundle: cells, split, loop, log, curve, calibration, card."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import allviewer
from allviewer.core.atomic import make_folder
from allviewer.core.errors import DataError
from allviewer.model import bundle, card, data, evaluate, place, train
from allviewer.model.classifier import open_classifier
from allviewer.model.judgement import Judged, Promised, judge
from allviewer.model.options import by_class, error_rates, recipe_of
from allviewer.model.prepared import Prepared, prepare_training
from allviewer.model.progress import bar
from allviewer.model.recipe import Recipe
from allviewer.model.start import card_of, chosen, identity, start_network
from allviewer.model.training import STATE_FILE, Training
from allviewer.model.training_log import write_log
from allviewer.model.training_words import Teller


def run(args: argparse.Namespace, *, command: str) -> Prepared:
    """Train as the options say and write the bundle to `args.out`; returns what it was trained on."""
    args.init = chosen(args.init, architecture=args.architecture)
    recipe = recipe_of(args)
    make_folder(args.out)
    _check_free(args.out, resume=args.resume)
    where = place.join(args.device)
    prepared = prepare_training(args, recipe)
    promised = _promised(args, prepared.cells.classes)  # slips are told before the training, not after
    if recipe.abroad:
        _check_homes(prepared)
    start = start_network(args.init, recipe, classes=prepared.cells.classes)
    tell = Teller(quiet=args.quiet or not where.first)
    tell.data(prepared, recipe, init=args.init)
    training = train.train(
        prepared.cells,
        (prepared.split.train, prepared.split.val),
        recipe,
        args.out,
        start=start,
        init=identity(args.init),
        resume=args.resume,
        where=where,
        workers=args.workers,
        told=tell.epoch,
        progress=bar("training", quiet=args.quiet or not where.first),
    )
    if where.first:
        write_log(args.out, training.log)
        measured = finish(args, prepared, training, promised=promised, command=command)
        tell.bundle(args.out, prepared, recipe, measured)
    return prepared


def _check_free(out: Path, *, resume: bool) -> None:
    """Raise DataError where a training lies that is not to go on, or a bundle that it did not make."""
    begun = (out / STATE_FILE).is_file()
    if begun and not resume:
        raise DataError(f"{out}: a training lies there. Add --resume to go on, or name another folder.")
    if not begun and (out / card.CARD_FILE).is_file():
        raise DataError(f"{out}: a bundle lies there. Name another folder.")


def _promised(args: argparse.Namespace, classes: Sequence[str]) -> Promised:
    sizes = by_class(args.size, classes)
    return Promised(error_rates(args.error_rate, classes), sizes, args.by_field, args.straighten_abroad)


def _check_homes(prepared: Prepared) -> None:
    """Raise DataError unless the sources that have every class have them all to train on, and cells to
    calibrate by.
    """
    cells, split = prepared.cells, prepared.split
    train, val = (
        {int(cells.labels[i]) for i in side if cells.cases[i].source in cells.homes}
        for side in (split.train, split.val)
    )
    if len(train) < len(cells.classes) or not val:
        raise DataError(
            "--abroad needs sources with every class, on the training and on the validation side. "
            "Leave it out, or split otherwise."
        )


def finish(
    args: argparse.Namespace,
    prepared: Prepared,
    training: Training,
    *,
    promised: Promised,
    command: str,
) -> dict[str, Any]:
    """Calibrate the best network on the validation side, measure it on the test side, write the bundle.

    Returns the figures by unit, as `evaluate.figures` has them.
    """
    network = train.build(training.recipe, classes=len(prepared.cells.classes)).to(training.where.device)
    network.load_state_dict(training.best)
    judged = judge(network, prepared, training, promised)
    name = args.name or args.out.resolve().name or "bundle"
    made = _card(name, prepared.cells.classes, training.recipe, judged, by_field=promised.by_field)
    save = partial(bundle.save, args.out, network, familiarity=judged.familiarity, cameras=judged.cameras)
    save(made)
    folder = str(args.out.absolute())  # a plain name may be a shipped bundle's
    opened = open_classifier(folder, device=str(training.where.device))
    tests = evaluate.ask(opened, prepared.cells, prepared.split.test)
    measured = {"per_cell": evaluate.figures(tests), "per_field": evaluate.figures(evaluate.per_field(tests))}
    provenance = _provenance(args, prepared, training, command) | {"figures": evaluate.plain(measured)}
    save(replace(made, provenance=provenance))
    return measured


def _card(
    name: str, classes: tuple[str, ...], recipe: Recipe, judged: Judged, *, by_field: bool
) -> card.Card:
    """The card but for provenance and hashes."""
    home, *others = zip(recipe.views, judged.calibrations, strict=True)
    abroad = [card.Abroad(view.preprocessing, calibration) for view, calibration in others]
    return card.Card(
        name=name,
        architecture=recipe.architecture,
        classes=classes,
        input_size=recipe.input_size,
        crop_factor=recipe.crop_factor,
        preprocessing=home[0].preprocessing,
        calibration=home[1],
        abroad=abroad[0] if abroad else None,
        by_field=by_field,
        heatmap_range=judged.heatmap_range,
    )


def _licences(args: argparse.Namespace) -> str:
    """The data's licences, and those of what the weights were before."""
    begun = card_of(args.init)
    before = begun.provenance.get("licences") if begun else ""
    return "; ".join(filter(None, (args.licences, f"start weights {args.init}: {before}" if before else "")))


def _provenance(
    args: argparse.Namespace, prepared: Prepared, training: Training, command: str
) -> dict[str, Any]:
    cells, split = prepared.cells, prepared.split
    names = [f"{c.source}/{c.label}" for c in cells.cases]
    counts = {
        side: dict(sorted(Counter(names[i] for i in split.side(side)).items()))
        for side in ("train", "val", "test")
    }
    return {
        "research_use": allviewer.RESEARCH_USE,
        "version": allviewer.__version__,
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "start": args.init,
        "recipe": json.loads(training.recipe.to_json()),
        "data": counts,
        "data_sha256": data.digest([cells.cases[i] for i in split.train]),
        "licences": _licences(args),
        "split": split.unit,
        "left_out_as_near_duplicates": len(split.removed),
        **prepared.left_out,
        "epochs": training.epoch,
        "validation_balanced_accuracy": evaluate.plain(training.best_score) if training.log else None,
    }
