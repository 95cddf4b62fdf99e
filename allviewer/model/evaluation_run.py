"""One evaluation from options to files: cells, split, answers, metrics.json, cases.csv, pictures."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

import allviewer
from allviewer.core.atomic import make_folder, write_atomic
from allviewer.core.classifier import Classifier
from allviewer.core.errors import DataError
from allviewer.model import card, classifier, data, evaluate, evaluate_plots, shortcuts, start
from allviewer.model.evaluate import Answers
from allviewer.model.files import write_csv
from allviewer.model.options import pairs
from allviewer.model.prepared import Prepared, prepare
from allviewer.model.progress import bar
from allviewer.model.recipe import Recipe, Stage


def run(args: argparse.Namespace, *, command: str) -> dict[str, Any]:
    """Evaluate as the options say, write everything to `args.out`; returns what is in metrics.json."""
    make_folder(args.out)
    opened = classifier.open_classifier(args.model, device=args.device)
    model = opened.model
    args.crop_factor = args.crop_factor or model.crop_factor
    stages = (Stage(1, model.input_size),)  # cells are cut as the pipeline cuts them
    recipe = Recipe(stages=stages, crop_factor=args.crop_factor, labels=pairs(args.label))
    prepared = prepare(args, recipe, classes=model.classes)
    indices = prepared.split.side(args.split)
    if not indices:
        raise DataError(
            f"Split {prepared.split.unit}, the data has no cell on the {args.split} side. "
            "Name another --split, or all."
        )
    if args.split != "train":
        _tell_known(args.model, prepared, indices)
    answers = evaluate.ask(opened, prepared.cells, indices, progress=bar("classifying", quiet=args.quiet))
    note = prepared.measured_on(args.split, size=model.input_size)
    metrics = _metrics(answers, opened, note, draws=args.draws, seed=args.seed)
    metrics |= prepared.left_out | {"command": command}
    if not args.no_shortcuts:
        metrics["shortcuts"] = shortcuts.measured(args.model, prepared.cells, indices)
    _write_json(args.out / "metrics.json", metrics)
    _write_cases(args.out / "cases.csv", answers)
    evaluate_plots.write(args.out, answers, note=note)
    return metrics


def _tell_known(model: str, prepared: Prepared, indices: tuple[int, ...]) -> None:
    """Say on stderr of which bundles the cells to be measured are perhaps among those that they learnt from.

    A card names the sources it was trained on, and by which cells as one hash: another one is another split.
    """
    cases = prepared.cells.cases
    for folder in classifier.find(model):
        known = set(start.known_to(str(folder)))
        learnt = data.digest([cases[i] for i in prepared.split.train if cases[i].source in known])
        met = sorted(known & {cases[i].source for i in indices})
        if met and learnt != card.read(folder).provenance.get("data_sha256"):
            sys.stderr.write(
                f"allviewer: {folder.name} learnt from {', '.join(met)} too, but by another split or other "
                "pictures: it may know some of these cells. Give the options that its training had.\n"
            )


def _metrics(answers: Answers, opened: Classifier, note: str, *, draws: int, seed: int) -> dict[str, Any]:
    fields = evaluate.per_field(answers)
    made: dict[str, Any] = {
        "research_use": allviewer.RESEARCH_USE,
        "model": opened.model.name,
        "model_sha256": opened.model.sha256,
        "split": note,
        "classes": list(answers.classes),
        "per_cell": evaluate.figures(answers, draws=draws, seed=seed),
    }
    if len(fields.truth) < len(answers.truth):
        made["per_field"] = evaluate.figures(fields, draws=draws, seed=seed)
    for kind, name, part in evaluate.parts(answers):
        few = 200 if kind != "group" else 0
        made.setdefault(f"per_{kind}", {})[name] = _part(part, draws=min(draws, few), seed=seed)
    return made


def _part(part: Answers, *, draws: int, seed: int) -> dict[str, Any]:
    """All figures of a large part; of a group only the count and the accuracy."""
    if draws:
        return evaluate.figures(part, draws=draws, seed=seed)
    return {"cases": len(part.truth), "accuracy": float((part.predicted == part.truth).mean())}


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_atomic(path, f"{json.dumps(evaluate.plain(content), indent=2)}\n".encode())


def _write_cases(path: Path, answers: Answers) -> None:
    """One row per cell: which it is, what it is, what was said, fine enough to work out every figure anew."""
    names = ["picture", "cell", "source", "group", "label", "class", "predicted", "uncertainty", "triage"]
    predicted = answers.predicted
    rows = [
        [
            *(case.picture, case.cell, case.source),
            evaluate.unit(case),
            case.label,
            answers.classes[answers.truth[i]],
            answers.classes[predicted[i]],
            f"{answers.uncertainty[i]:.4f}",
            "certain" if answers.certain[i] else "review",
            *(f"{p:.9g}" for p in answers.probabilities[i]),
        ]
        for i, case in enumerate(answers.cases)
    ]
    write_csv(path, [[*names, *(f"probability_{c}" for c in answers.classes)], *rows])


def _with_interval(figure: dict[str, float]) -> str:
    """A figure with its interval, where there is one."""
    known = np.isfinite(figure["low"]) and np.isfinite(figure["high"])
    return f"{figure['value']:.4f}" + (f" ({figure['low']:.4f}–{figure['high']:.4f})" if known else "")


def summary(metrics: dict[str, Any]) -> str:
    """The key figures in a few lines, for a terminal."""
    lines = [f"{metrics['model']} · {metrics['split']}"]
    for name in ("per_cell", "per_field"):
        if name not in metrics or not metrics[name]["cases"]:
            continue
        figures = metrics[name]
        shown = [f"{figures['cases']} cases"]
        for key in ("accuracy", "balanced_accuracy", "auroc"):
            if key in figures:
                shown.append(f"{key.replace('_', ' ')} {_with_interval(figures[key])}")
        shown.append(f"calibration error {figures['calibration_error']:.4f}")
        certain = figures["certain"]
        errors = f" with {100 * certain['error']:.2f} % errors" if certain["coverage"] else ""
        shown.append(f"certain {100 * certain['coverage']:.1f} %{errors}")
        lines.append(f"{name.replace('_', ' ')}: " + ", ".join(shown))
    return "\n".join(lines)
