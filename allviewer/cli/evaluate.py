"""`allviewer evaluate`: labelled pictures and a model in, figures with intervals out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.cli.data_options import add_data
from allviewer.cli.parsing import whole
from allviewer.model.loads import torch_loads


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model on labelled pictures",
        description="Measure a model on labelled pictures: metrics.json, cases.csv and pictures in --out.",
        epilog=RESEARCH_USE,
    )
    add_data(parser)
    parser.add_argument("--model", required=True, metavar="NAME|DIR", help="a bundle, or several: a+b+c")
    parser.add_argument(
        "--split", choices=("test", "val", "train", "all"), default="test", help="the side to measure"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of what is found")
    parser.add_argument("--draws", type=whole(0), default=1000, help="of the bootstrap, for the intervals")
    parser.add_argument("--no-shortcuts", action="store_true", help="leave out the checks of the features")
    parser.add_argument("--seed", type=whole(0), default=0, help="of the bootstrap")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    # the model's own, unless asked for
    parser.set_defaults(run=run, crop_factor=None)


def run(args: argparse.Namespace) -> int:
    """Evaluate and print the key figures; 0, or 1 if some pictures could not be read."""
    with torch_loads():
        from allviewer.model import evaluation_run

    metrics = evaluation_run.run(args, command=" ".join(["allviewer", *sys.argv[1:]]))
    print(f"{evaluation_run.summary(metrics)}\n{RESEARCH_USE}")
    return 1 if metrics["pictures_unread"] else 0
