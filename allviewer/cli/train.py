"""`allviewer train`: labelled pictures in, a bundle out."""

import argparse
import sys
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "train",
        help="train a network and write it as a bundle",
        description="Train a network on labelled pictures and write it as a bundle. "
        "Under torchrun the same command uses several GPUs.",
    )
    add_data(parser)
    add_recipe(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the new bundle")
    parser.add_argument("--pack-only", action="store_true", help="write --pack and train nothing")
    parser.add_argument("--name", default="", help="the bundle's name (default: the folder's)")
    parser.add_argument("--init", default="none", metavar="imagenet|none|BUNDLE", help="start weights")
    parser.add_argument("--resume", action="store_true", help="go on from the last finished epoch in --out")
    parser.add_argument("--licences", default="", help="the data's licences, for the card")
    parser.add_argument(
        "--size",
        action="append",
        default=[],
        metavar="CLASS=LOG_ODDS",
        help="what a nucleus e times wider than usual, in red cells, says for a class (put in, not learnt)",
    )
    parser.add_argument(
        "--error-rate",
        action="append",
        default=[],
        metavar="[CLASS=]RATE",
        help="how often a cell may be called certain as another class than its own; of a class, or of all",
    )
    parser.add_argument(
        "--by-field", action="store_true", help="certain only where the field's other cells say the same"
    )
    parser.add_argument(
        "--straighten-abroad", action="store_true", help="put right a leaning of cells shown as --abroad, too"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Where the cells come from and how they are split: shared by train, tune and evaluate."""
    data = parser.add_argument_group("data")
    data.add_argument(
        "--data",
        action="append",
        required=True,
        metavar="READER:PATH",
        help="folder:, csv:, c-nmc:, all-idb1:, all-idb2: or pack: (cells packed before); repeatable",
    )
    data.add_argument("--kind", choices=("auto", "field", "cell"), default="auto", help="what pictures show")
    data.add_argument("--pack", type=Path, metavar="FILE", help="keep the cells cut from --data in this file")
    data.add_argument("--crop-factor", type=float, default=1.4, help="crop's side in cell diameters")
    data.add_argument("--crop-size", type=int, default=128, help="side in pixels at which crops are packed")
    data.add_argument(
        "--label", action="append", default=[], metavar="FROM=TO", help="rename a label; FROM= leaves it out"
    )
    data.add_argument("--group-by", default="auto", choices=("auto", "group", "block", "random"))
    data.add_argument("--val-fraction", type=float, default=0.10)
    data.add_argument("--test-fraction", type=float, default=0.15)
    data.add_argument(
        "--hold-source", action="append", default=[], metavar="SOURCE", help="all of it to the test side"
    )
    data.add_argument("--fold", type=int, default=0, help="which part is held out")
    data.add_argument(
        "--stretches",
        action="append",
        default=[],
        metavar="SOURCE=N",
        help="blocks: cut each class of a source into N parts, each with its own held-out end",
    )
    data.add_argument("--workers", type=int, default=0, help="loader processes")


def add_recipe(parser: argparse.ArgumentParser) -> None:
    """What decides the run: shared by train and tune."""
    recipe = parser.add_argument_group("recipe")
    recipe.add_argument("--architecture", default="efficientnet_b3", metavar="NAME")
    recipe.add_argument(
        "--stages",
        default="30x128",
        metavar="EPOCHSxSIZE,…",
        help="such as 20x64,8x128; 0xSIZE judges --init anew",
    )
    recipe.add_argument("--batch-size", type=int, default=32)
    recipe.add_argument("--epoch-size", type=int, default=0, help="cells drawn per epoch (0: all)")
    recipe.add_argument("--optimizer", default="adamw")
    recipe.add_argument("--lr", type=float, default=2e-3)
    recipe.add_argument("--weight-decay", type=float, default=0.02)
    recipe.add_argument("--schedule", default="onecycle", help="onecycle, cosine or constant")
    recipe.add_argument("--warmup", type=float, default=0.1, help="share of the steps")
    recipe.add_argument("--label-smoothing", type=float, default=0.05)
    recipe.add_argument("--drop", type=float, help="dropout (default: the architecture's)")
    recipe.add_argument("--drop-path", type=float, help="stochastic depth (default: the architecture's)")
    recipe.add_argument("--ema", type=float, default=0.998)
    recipe.add_argument("--freeze", type=int, default=0, help="epochs in which only the head learns")
    recipe.add_argument("--patience", type=int, default=0, help="epochs without progress before stopping")
    recipe.add_argument("--amp", action="store_true", help="half precision on a GPU")
    recipe.add_argument("--seed", type=int, default=0)
    recipe.add_argument("--augment", default="mild", metavar="none|mild|strong[,NAME=VALUE…]")
    recipe.add_argument("--colour", default="rgb", help="rgb, density, density_ratio, grey_zscore or _parts")
    recipe.add_argument("--black", action="store_true", help="blank what is outside the cell")
    recipe.add_argument("--median", type=int, default=0, help="median filter's side, against noise (0: none)")
    recipe.add_argument(
        "--detail", type=int, default=0, metavar="PX", help="shrink crops to PX and grow them again (0: not)"
    )
    recipe.add_argument(
        "--abroad", metavar="COLOUR", help="show every second cell so, as those of other cameras will be"
    )
    recipe.add_argument("--abroad-detail", type=int, default=0, metavar="PX", help="--detail of these")
    for name, brought in (
        ("--abroad-nucleus", "the nucleus to this mean density, that of home's nuclei"),
        ("--abroad-red", "red cells to this density, the nucleus being 1 or as above"),
    ):
        told = f"with --abroad density_ratio: bring {brought}"
        recipe.add_argument(name, type=float, nargs=3, metavar=("R", "G", "B"), help=told)
    recipe.add_argument("--abroad-augment", metavar="none|mild|…", help="--augment of these (the same)")
    recipe.add_argument("--mean", type=float, nargs=3, default=None)
    recipe.add_argument("--std", type=float, nargs=3, default=None)
    recipe.add_argument(
        "--source-weight",
        action="append",
        default=[],
        metavar="SOURCE=WEIGHT",
        help="share of a class; 0: only to validate and test",
    )


def run(args: argparse.Namespace) -> int:
    """Train, calibrate, write the bundle. Returns the exit code."""
    from allviewer.model import options, training_run

    if args.pack_only:
        options.packs_of(args)
        return 0
    command = " ".join(["allviewer", *sys.argv[1:]])
    training_run.run(args, command=command)
    return 0
