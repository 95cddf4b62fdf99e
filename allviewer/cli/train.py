"""`allviewer train`: labelled pictures in, a bundle out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.cli.data_options import add_data
from allviewer.cli.recipe_options import add_recipe
from allviewer.model.loads import torch_loads


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "train",
        help="train a network and write it as a bundle",
        description="Train a network on labelled pictures and write it as a bundle. "
        "Under torchrun the same command uses several GPUs.",
        epilog=RESEARCH_USE,
    )
    add_data(parser)
    add_recipe(parser)
    _add_bundle(parser)
    _add_promises(parser)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    parser.set_defaults(run=run)


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    """Where it starts, and where it is written."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the new bundle")
    parser.add_argument("--pack-only", action="store_true", help="write --pack and train nothing")
    parser.add_argument("--name", default="", help="the bundle's name (default: the folder's)")
    parser.add_argument(
        "--init",
        default="auto",
        metavar="auto|imagenet|none|BUNDLE",
        help="start weights; auto: wbc8, which knows blood cells, for networks of its backbone, else none",
    )
    parser.add_argument("--resume", action="store_true", help="go on from the last finished epoch in --out")
    parser.add_argument("--licences", default="", help="the data's licences, for the card")


def _add_promises(parser: argparse.ArgumentParser) -> None:
    """What its card promises."""
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


def run(args: argparse.Namespace) -> int:
    """Train, calibrate, write the bundle; 0, or 1 if some pictures could not be read."""
    with torch_loads():
        from allviewer.model import training_run

    if args.pack_only:
        return _pack(args)
    prepared = training_run.run(args, command=" ".join(["allviewer", *sys.argv[1:]]))
    return 1 if prepared.unread else 0


def _pack(args: argparse.Namespace) -> int:
    with torch_loads():
        from allviewer.model import options, prepared

    recipe = options.recipe_of(args)  # crops that no recipe can have are refused before they are cut
    named, samples = prepared.packs_named(args), prepared.samples_named(args)
    prepared.labels_of(named, samples, recipe)
    packs = prepared.packs_of(args, named, samples, recipe)
    prepared.tell_left_out(packs)
    for pack in packs:
        print(f"{pack.path}: {len(pack.cases)} cells")
    return 1 if any(pack.unread for pack in packs) else 0
