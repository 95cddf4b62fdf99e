"""Where labelled cells come from and how they are split: what train, tune and evaluate are asked alike."""

import argparse
from pathlib import Path

from allviewer.cli.parsing import whole


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add them to a command's parser."""
    data = parser.add_argument_group("data")
    _add_cells(data)
    _add_split(data)
    data.add_argument("--workers", type=whole(0), default=0, help="loader processes")


def _add_cells(data: argparse._ArgumentGroup) -> None:
    data.add_argument(
        "--data",
        action="append",
        required=True,
        metavar="READER:PATH",
        help="folder:, csv:, c-nmc:, all-idb1:, all-idb2: or pack: (cells packed before); repeatable",
    )
    data.add_argument("--kind", choices=("auto", "field", "cell"), default="auto", help="what pictures show")
    data.add_argument("--pack", type=Path, metavar="FILE", help="keep the cells cut from --data here")
    data.add_argument("--crop-factor", type=float, default=1.4, help="crop's side in cell diameters")
    data.add_argument(
        "--crop-size",
        type=whole(16),
        help="side in pixels of packed crops; by default as the bundle sees cells (the last of --stages); "
        "with another one figures differ a little from those of the bundle in use",
    )
    data.add_argument(
        "--label", action="append", default=[], metavar="FROM=TO", help="rename a label; FROM= leaves it out"
    )


def _add_split(data: argparse._ArgumentGroup) -> None:
    data.add_argument(
        "--group-by",
        default="auto",
        choices=("auto", "group", "block", "random"),
        help="what stays on one side; auto: groups, or blocks of neighbouring files where none are named",
    )
    data.add_argument("--val-fraction", type=float, default=0.10, help="share to validate with")
    data.add_argument("--test-fraction", type=float, default=0.15, help="share to test with")
    data.add_argument(
        "--hold-source", action="append", default=[], metavar="SOURCE", help="all of it to the test side"
    )
    data.add_argument("--fold", type=whole(0), default=0, help="which part is held out")
    data.add_argument(
        "--stretches",
        action="append",
        default=[],
        metavar="SOURCE=N",
        help="blocks: cut each class of a source into N parts, each with its own held-out end",
    )
