"""One training from options to bundle: cells, split, loop, log, curve, calibration, card."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import torch

import allviewer
from allviewer.core.atomic import make_folder
from allviewer.core.errors import DataError
from allviewer.model import (
    bundle,
    cameras,
    card,
    data,
    evaluate,
    familiarity,
    place,
    shelf,
    train,
    transforms,
)
from allviewer.model.architectures.network import Network
from allviewer.model.calibrate import FAR_QUANTILE, Held, calibrate, heatmap_range, widths_of
from allviewer.model.cameras import Cameras
from allviewer.model.classifier import open_classifier
from allviewer.model.dataset import Cells, loader
from allviewer.model.familiarity import Familiarity
from allviewer.model.files import drawing, write_csv
from allviewer.model.options import Prepared, bar, by_class, error_rates, prepare_training, recipe_of
from allviewer.model.recipe import Recipe
from allviewer.model.train import Epoch, Training

LOG_FILE = "log.csv"
CURVE_FILE = "curve.png"
FITTED = 4000
"""By about so many training cells the distance from the training data is fitted."""


def run(args: argparse.Namespace, *, command: str) -> Path:
    """Train as the options say and write the bundle to `args.out`; returns that folder."""
    recipe = recipe_of(args)
    make_folder(args.out)
    if (args.out / train.STATE_FILE).is_file() and not args.resume:
        raise DataError(f"{args.out}: a training lies there. Add --resume to go on, or name another folder.")
    where = place.join(args.device)
    prepared = prepare_training(args, recipe)
    promised = _promised(args, prepared.cells.classes)  # slips are told before the training, not after
    if recipe.abroad and not _at_home(prepared):
        raise DataError(
            "--abroad needs sources with every class, on the training and on the validation side. "
            "Leave it out, or split otherwise."
        )
    start = start_network(args.init, recipe, classes=prepared.cells.classes)
    training = train.train(
        prepared.cells,
        (prepared.split.train, prepared.split.val),
        recipe,
        args.out,
        start=start,
        resume=args.resume,
        where=where,
        workers=args.workers,
        told=_Teller(args.out, quiet=args.quiet),
        progress=bar("training", quiet=args.quiet or not where.first),
    )
    if where.first:
        write_log(args.out, training.log)
        finish(args, prepared, training, promised=promised, command=command)
    return Path(args.out)


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


def _promised(args: argparse.Namespace, classes: Sequence[str]) -> Promised:
    sizes = by_class(args.size, classes)
    return Promised(error_rates(args.error_rate, classes), sizes, args.by_field, args.straighten_abroad)


def _at_home(prepared: Prepared) -> bool:
    """Whether the sources that have every class have them all to train on, and cells to calibrate by."""
    cells, split = prepared.cells, prepared.split
    train, val = (
        {int(cells.labels[i]) for i in side if cells.cases[i].source in cells.homes}
        for side in (split.train, split.val)
    )
    return len(train) == len(cells.classes) and bool(val)


def start_network(init: str, recipe: Recipe, *, classes: Sequence[str]) -> Network:
    """The network before training: random, ImageNet's (fetched by timm), or a bundle's backbone.

    Raises DataError for a bundle of another backbone, and where without epochs nothing would be learnt.
    """
    train.seed_start(recipe)
    network = train.build(recipe, classes=len(classes), pretrained=init == "imagenet")
    if init in ("none", "imagenet"):
        if not recipe.epochs:
            raise _unlearnt()
        return network
    start = bundle.load(shelf.resolve(init))
    same = start.card.architecture == recipe.architecture
    try:
        network.backbone.load_state_dict(start.network.backbone.state_dict())
    except RuntimeError as error:
        other = start.card.architecture
        raise DataError(
            f"{init}: a bundle of {other}, whose backbone is not that of {recipe.architecture}."
        ) from error
    if same and start.card.classes == tuple(classes):
        network.head.load_state_dict(start.network.head.state_dict())
    elif not recipe.epochs:
        raise _unlearnt()
    return network


def _unlearnt() -> DataError:
    return DataError("Without epochs --init must name a bundle of the same network and classes.")


class _Teller:
    """A line on standard output after each epoch."""

    def __init__(self, out: Path, *, quiet: bool) -> None:
        self._out, self._quiet = out, quiet

    def __call__(self, epoch: Epoch) -> None:
        if not self._quiet:
            print(  # noqa: T201 (a command's own output)
                f"epoch {epoch.epoch}  {epoch.size} px  loss {epoch.train_loss:.4f}  "
                f"validation loss {epoch.val_loss:.4f}  balanced accuracy {epoch.score:.4f}  "
                f"{epoch.seconds:.0f} s",
                flush=True,
            )


def write_log(out: Path, log: Sequence[Epoch]) -> None:
    """`log.csv` and `curve.png` of the epochs so far."""
    names = [f.name for f in fields(Epoch)]
    write_csv(out / LOG_FILE, [names, *([getattr(e, n) for n in names] for e in log)])
    _curve(out / CURVE_FILE, log)


def _curve(path: Path, log: Sequence[Epoch]) -> None:
    with drawing(path, width=7, height=4) as figure:
        left = figure.subplots()
        epochs = [e.epoch for e in log]
        left.plot(epochs, [e.train_loss for e in log], color="#0072B2", label="training loss")
        left.plot(epochs, [e.val_loss for e in log], color="#E69F00", label="validation loss")
        left.set(xlabel="epoch", ylabel="loss per cell")
        right = left.twinx()
        right.plot(epochs, [e.score for e in log], color="#009E73", label="balanced accuracy")
        right.set(ylabel="validation balanced accuracy", ylim=(0, 1))
        figure.legend(loc="outside upper center", ncols=3, frameon=False)


def finish(
    args: argparse.Namespace,
    prepared: Prepared,
    training: Training,
    *,
    promised: Promised,
    command: str,
) -> card.Card:
    """Calibrate the best network on the validation side, measure it on the test side, write the bundle."""
    network = train.build(training.recipe, classes=len(prepared.cells.classes)).to(training.where.device)
    network.load_state_dict(training.best)
    judged = judge(network, prepared, training, promised)
    views, recipe = training.recipe.views, training.recipe
    made = card.Card(
        name=args.name or args.out.name,
        architecture=recipe.architecture,
        classes=prepared.cells.classes,
        input_size=recipe.input_size,
        crop_factor=recipe.crop_factor,
        preprocessing=recipe.preprocessing,
        calibration=judged.calibrations[0],
        abroad=card.Abroad(views[1].preprocessing, judged.calibrations[1]) if len(views) > 1 else None,
        by_field=promised.by_field,
        heatmap_range=judged.heatmap_range,
    )
    save = partial(bundle.save, args.out, network, familiarity=judged.familiarity, cameras=judged.cameras)
    save(made)
    folder = str(args.out.absolute())  # a plain name may be a shipped bundle's
    opened = open_classifier(folder, device=str(training.where.device))
    tests = evaluate.ask(opened, prepared.cells, prepared.split.test)
    measured = {"per_cell": evaluate.figures(tests), "per_field": evaluate.figures(evaluate.per_field(tests))}
    provenance = _provenance(args, prepared, training, command) | {"figures": evaluate.plain(measured)}
    return save(replace(made, provenance=provenance))


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
    sizes = [()] * (len(views) - 1) + [promised.size]
    straight = (True, promised.straight_abroad)[: len(views)]
    return Judged(
        tuple(
            calibrate(one, known, error_rates=promised.error_rates, size=put, straighten=straighten)
            for one, put, straighten in zip(held, sizes, straight, strict=True)
        ),
        known,
        _cameras(cells, few, split.val, training.recipe) if len(views) > 1 else None,
        max(heatmap_range(one.logits) for one in held),
    )


def _evenly(cells: Cells, indices: Sequence[int]) -> list[int]:
    """About `FITTED` of `indices`, evenly of each source's own labels, and one of each at least."""
    kinds: dict[tuple[str, str], list[int]] = {}
    for i in indices:
        kinds.setdefault((cells.cases[i].source, cells.cases[i].label), []).append(i)
    step = max(1, len(indices) // FITTED)
    return sorted(i for own in kinds.values() for i in own[::step])


def _held(network: Network, cells: Cells, indices: Sequence[int], training: Training, view: int) -> Held:
    """Of the cells that are shown in this view: of a first of two, those from homes."""
    recipe, where = training.recipe, training.where
    if view < len(recipe.views) - 1:
        indices = [i for i in indices if cells.cases[i].source in cells.homes]
    size = recipe.input_size
    embeddings, labels = train.predict(
        network, cells, indices, recipe, size=size, where=where, embed=True, view=view
    )
    with torch.inference_mode():
        logits = network.head.classifier(embeddings.to(where.device)).cpu()
    return Held(logits, embeddings, labels, widths_of(cells.cases[i].nucleus_red_cells for i in indices))


def _cameras(cells: Cells, few: Sequence[int], val: Sequence[int], recipe: Recipe) -> Cameras:
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
        "licences": args.licences,
        "split": split.unit,
        "left_out_as_near_duplicates": len(split.removed),
        "epochs": training.epoch,
        "validation_balanced_accuracy": evaluate.plain(training.best_score) if training.log else None,
    }
