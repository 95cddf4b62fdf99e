"""One training from options to bundle: cells, split, loop, log, curve, calibration, card."""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from allviewer.core.errors import DataError
from allviewer.model import bundle, card, train
from allviewer.model.architectures.network import Network
from allviewer.model.options import Prepared, bar, prepare, recipe_of
from allviewer.model.recipe import Recipe
from allviewer.model.train import Epoch, Training

LOG_FILE = "log.csv"
CURVE_FILE = "curve.png"


def run(args: argparse.Namespace, *, command: str) -> Path:
    """Train as the options say and write the bundle to `args.out`; returns that folder."""
    recipe = recipe_of(args)
    args.out.mkdir(parents=True, exist_ok=True)
    if (args.out / train.STATE_FILE).is_file() and not args.resume:
        raise DataError(f"{args.out}: a training lies there. Add --resume to go on, or name another folder.")
    prepared = prepare(args, recipe)
    where = train.place(args.device)
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
        finish(args, prepared, training, command=command)
    return Path(args.out)


def start_network(init: str, recipe: Recipe, *, classes: Sequence[str]) -> Network:
    """The network before training: random, ImageNet's (fetched by timm), or a bundle's backbone."""
    train.seed_start(recipe)
    network = train.build(recipe, classes=len(classes), pretrained=init == "imagenet")
    if init in ("none", "imagenet"):
        return network
    start = bundle.load(card.resolve(init))
    if start.card.architecture != recipe.architecture:
        raise DataError(f"{init}: a bundle of {start.card.architecture}, not of {recipe.architecture}.")
    network.backbone.load_state_dict(start.network.backbone.state_dict())
    if start.card.classes == tuple(classes):
        network.head.load_state_dict(start.network.head.state_dict())
    return network


class _Teller:
    """After each epoch: the log and the curve on disk, a line on standard output."""

    def __init__(self, out: Path, *, quiet: bool) -> None:
        self._out, self._quiet, self._log = out, quiet, list[Epoch]()

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
    with (out / LOG_FILE).open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(names)
        rows.writerows([getattr(e, n) for n in names] for e in log)
    _curve(out / CURVE_FILE, log)


def _curve(path: Path, log: Sequence[Epoch]) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    FigureCanvasAgg(figure)
    left = figure.subplots()
    epochs = [e.epoch for e in log]
    left.plot(epochs, [e.train_loss for e in log], color="#0072B2", label="training loss")
    left.plot(epochs, [e.val_loss for e in log], color="#E69F00", label="validation loss")
    left.set(xlabel="epoch", ylabel="loss per cell")
    right = left.twinx()
    right.plot(epochs, [e.score for e in log], color="#009E73", label="balanced accuracy")
    right.set(ylabel="validation balanced accuracy", ylim=(0, 1))
    figure.legend(loc="outside upper center", ncols=3, frameon=False)
    figure.savefig(path, dpi=120)


def finish(args: argparse.Namespace, prepared: Prepared, training: Training, *, command: str) -> None:
    """Write the bundle of the best epoch."""
    network = train.build(training.recipe, classes=len(prepared.cells.classes))
    network.load_state_dict(training.best)
    recipe = training.recipe
    made = card.Card(
        name=args.name or args.out.name,
        architecture=recipe.architecture,
        classes=prepared.cells.classes,
        input_size=recipe.input_size,
        crop_factor=recipe.crop_factor,
        preprocessing=recipe.preprocessing,
    )
    bundle.save(args.out, network, made)
