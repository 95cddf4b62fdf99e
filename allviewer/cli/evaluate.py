"""`allviewer evaluate`: labelled pictures and a model in, figures with intervals out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from allviewer.cli.train import add_data


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model on labelled pictures",
        description="Measure a model on labelled pictures: metrics.json, cases.csv and pictures in --out.",
    )
    add_data(parser)
    parser.add_argument("--model", required=True, metavar="NAME|DIR", help="a bundle, or several: a+b+c")
    parser.add_argument("--split", choices=("test", "val", "train", "all"), default="test")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--draws", type=int, default=1000, help="of the bootstrap, for the intervals")
    parser.add_argument("--no-shortcuts", action="store_true", help="leave out the checks of the features")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    # the model's own, unless asked for
    parser.set_defaults(run=run, crop_factor=None, crop_size=None)


def run(args: argparse.Namespace) -> int:
    """Evaluate and print the key figures. Returns the exit code."""
    from allviewer.model import evaluation_run

    metrics = evaluation_run.run(args, command=" ".join(["allviewer", *sys.argv[1:]]))
    print(evaluation_run.summary(metrics))
    return 0
