"""Where a training starts: at random, from ImageNet's weights or from a bundle, and how that sees cells."""

from collections.abc import Mapping, Sequence

from allviewer.core.errors import DataError
from allviewer.model import bundle, card, shelf, train
from allviewer.model.architectures.network import Network
from allviewer.model.card import Card
from allviewer.model.recipe import Recipe

AUTO = "auto"
"""The start where none is named."""
FIXED = ("none", "imagenet")
"""Starts that are no bundle."""
_KNOWS_CELLS = "wbc8"
_OF_ITS_BACKBONE = ("efficientnet_b3", "multi_attention_efficientnet_b3", "efficientnet_b3_gru")


def chosen(init: str, *, architecture: str) -> str:
    """`init`; in place of AUTO the bundle that knows blood cells, where its backbone fits, else "none"."""
    if init != AUTO:
        return init
    return _KNOWS_CELLS if architecture in _OF_ITS_BACKBONE else "none"


def card_of(init: str) -> Card | None:
    """The card of the bundle that `init` names, None where it names none. Raises BundleError."""
    return None if init in FIXED else card.read(shelf.resolve(init))


def identity(init: str) -> str:
    """What tells a start from another wherever its bundle lies: its weights' hash, or what `init` says."""
    begun = card_of(init)
    return begun.weights_sha256 if begun else init


def known_to(init: str) -> tuple[str, ...]:
    """The sources that a bundle was trained on, by its card; none where it does not say."""
    begun = card_of(init)
    data = begun.provenance.get("data") if begun else None
    taught = data.get("train") if isinstance(data, Mapping) else None
    names = taught if isinstance(taught, Mapping) else ()
    return tuple(sorted({str(name).partition("/")[0] for name in names}))


def words_on(init: str) -> str:
    """A sentence on which bundle it is and what that knows; "" for none."""
    known = ", ".join(known_to(init))
    what = f", which learnt from {known}: these pictures are no fair test of it" if known else ""
    return "" if init in FIXED else f"Starts from {init}{what}."


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
