"""Where a training starts: at random, from ImageNet's weights or from a bundle."""

from collections.abc import Sequence

from allviewer.core.errors import DataError
from allviewer.model import bundle, shelf, train
from allviewer.model.architectures.network import Network
from allviewer.model.recipe import Recipe

FIXED = ("none", "imagenet")
"""Starts that are no bundle."""


def check(init: str) -> None:
    """Raise BundleError for a bundle that there is not, before anything is cut or learnt."""
    if init not in FIXED:
        shelf.resolve(init)


def start_network(init: str, recipe: Recipe, *, classes: Sequence[str]) -> Network:
    """The network before training: random, ImageNet's (fetched by timm), or a bundle's backbone.

    Raises DataError for a bundle of another backbone, for weights that cannot be fetched, and where without
    epochs nothing would be learnt.
    """
    train.seed_start(recipe)
    try:
        network = train.build(recipe, classes=len(classes), pretrained=init == "imagenet")
    except OSError as error:  # also what timm's downloads raise
        raise DataError(
            f"ImageNet's weights of {recipe.architecture} are not on this computer and could not be fetched. "
            "Connect it to the network, or give --init none or a bundle."
        ) from error
    if init in FIXED:
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
