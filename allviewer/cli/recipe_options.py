"""What decides a training's run: what train and tune are asked alike."""

import argparse


def add_recipe(parser: argparse.ArgumentParser) -> None:
    """Add it to a command's parser."""
    recipe = parser.add_argument_group("recipe")
    _add_steps(recipe)
    _add_view(recipe)
    _add_abroad(recipe)
    _add_scale(recipe)


def _add_steps(recipe: argparse._ArgumentGroup) -> None:
    """The network, and how it learns."""
    recipe.add_argument("--architecture", default="efficientnet_b3", metavar="NAME", help="the network")
    recipe.add_argument(
        "--stages",
        default="30x128",
        metavar="EPOCHSxSIZE,…",
        help="such as 20x64,8x128; 0xSIZE judges --init anew",
    )
    recipe.add_argument("--batch-size", type=int, default=32, help="cells per step")
    recipe.add_argument("--epoch-size", type=int, default=0, help="cells drawn per epoch (0: all)")
    recipe.add_argument("--optimizer", default="adamw", help="a name that timm knows")
    recipe.add_argument("--lr", type=float, default=2e-3, help="the highest learning rate")
    recipe.add_argument("--weight-decay", type=float, default=0.02, help="pull of the weights to zero")
    recipe.add_argument("--schedule", default="onecycle", help="onecycle, cosine or constant")
    recipe.add_argument("--warmup", type=float, default=0.1, help="share of the steps")
    recipe.add_argument("--label-smoothing", type=float, default=0.05, help="share spread over all classes")
    recipe.add_argument("--drop", type=float, help="dropout (default: the architecture's)")
    recipe.add_argument("--drop-path", type=float, help="stochastic depth (default: the architecture's)")
    recipe.add_argument("--ema", type=float, default=0.998, help="decay of the weights' mean, which is kept")
    recipe.add_argument("--freeze", type=int, default=0, help="epochs in which only the head learns")
    recipe.add_argument("--patience", type=int, default=0, help="epochs without progress before stopping")
    recipe.add_argument("--amp", action="store_true", help="half precision on a GPU")
    recipe.add_argument("--seed", type=int, default=0, help="of all that is drawn")


def _add_view(recipe: argparse._ArgumentGroup) -> None:
    """How crops are shown."""
    recipe.add_argument(
        "--augment", default="mild", metavar="none|mild|strong[,NAME=VALUE…]", help="random changes of crops"
    )
    recipe.add_argument(
        "--colour",
        help="rgb, density, density_ratio, grey_zscore or _parts (default: all of how the bundle of --init "
        "sees cells, where nothing is said of it; else rgb)",
    )
    recipe.add_argument("--black", action="store_true", help="blank what is outside the cell")
    recipe.add_argument("--median", type=int, default=0, help="median filter's side, against noise (0: none)")
    recipe.add_argument(
        "--detail", type=int, default=0, metavar="PX", help="shrink crops to PX and grow them again (0: not)"
    )


def _add_abroad(recipe: argparse._ArgumentGroup) -> None:
    """How those of other cameras are shown."""
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


def _add_scale(recipe: argparse._ArgumentGroup) -> None:
    """What comes last, and what sources weigh."""
    recipe.add_argument(
        "--mean", type=float, nargs=3, help="of crops as the network sees them (default: --colour's)"
    )
    recipe.add_argument("--std", type=float, nargs=3, help="their spread (default: --colour's)")
    recipe.add_argument(
        "--source-weight",
        action="append",
        default=[],
        metavar="SOURCE=WEIGHT",
        help="share of a class; 0: only to validate and test",
    )
