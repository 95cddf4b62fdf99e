"""`allviewer tune`: Bayesian optimisation of a recipe, or a comparison of settings, as a table."""

import argparse
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.cli.data_options import add_data
from allviewer.cli.parsing import whole
from allviewer.cli.recipe_options import add_recipe
from allviewer.core.atomic import make_folder
from allviewer.model.loads import torch_loads


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "tune",
        help="search a recipe, or compare optimizers and batch sizes",
        description="Search learning rate, optimizer and the like by Bayesian optimisation, or compare "
        "settings, by the grouped validation split. Ends in a table: terminal, table.csv, table.png.",
        epilog=RESEARCH_USE,
    )
    add_data(parser)
    add_recipe(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder of the table and its trials"
    )
    parser.add_argument("--trials", type=whole(0), default=20, help="more trials to run in this process")
    parser.add_argument(
        "--storage", metavar="URL", help="Optuna storage shared by several processes (default: in --out)"
    )
    parser.add_argument(
        "--compare", nargs="+", metavar="NAME=A,B,…", help="such as optimizer=adam,sgd batch_size=16,32"
    )
    parser.add_argument(
        "--init",
        default="auto",
        metavar="auto|imagenet|none|BUNDLE",
        help="start weights; auto: wbc8 where its backbone fits all that is tried, else none",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda or mps")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Search or compare, then write and print the table. Returns the exit code."""
    with torch_loads():
        from allviewer.model import tune, tune_table

    make_folder(args.out)
    basis = tune.begin(args)
    rows = tune.compare(args, basis) if args.compare else tune.search(args, basis)
    tune_table.write_table(args.out, rows)
    print(tune_table.table(rows))
    return 1 if basis.prepared.unread else 0
