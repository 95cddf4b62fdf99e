"""The networks by name: one file per system, imported only when it is built."""

from importlib import import_module
from typing import TYPE_CHECKING

from allviewer.core.errors import BundleError

if TYPE_CHECKING:
    from allviewer.model.architectures.network import Network

NAMES: tuple[str, ...] = (
    "efficientnet_b3",
    "multi_attention_efficientnet_b3",
    "multi_attention_efficientnetv2_s",
    "inception_v3_gru",
    "efficientnet_b3_gru",
    "mobilenet_v2_gru",
    "densenet121_attention",
    "efficientnet_b5",
    "resnet50",
    "xception",
    "mobilenet_v2",
    "deep_cnn",
)
"""Each is the file of that name in this folder, with a function `network(*, classes, backbones)`."""


def build(name: str, *, classes: int, pretrained: bool = False, lean: bool = False) -> "Network":
    """Build the network `name` for `classes` classes, in fp32 on the CPU.

    `pretrained` starts the backbone from ImageNet weights, which timm fetches from its hub. `lean`
    builds for inference only, without timm where that can be: same parameters, same answers.
    Raises BundleError for a name that is not in `NAMES`, ValueError for fewer than two classes.
    """
    if name not in NAMES:
        raise BundleError(f'There is no architecture "{name}". Choose one of: {", ".join(NAMES)}.')
    if classes < 2:
        raise ValueError(f"a network needs two classes or more, not {classes}")
    from allviewer.model.architectures.network import Backbones

    backbones = Backbones(pretrained=pretrained, lean=lean)
    network: Network = import_module(f"{__name__}.{name}").network(classes=classes, backbones=backbones)
    return network
