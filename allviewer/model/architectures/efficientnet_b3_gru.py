"""System 3: EfficientNetB3-GRU."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Backbones, Network


def network(*, classes: int, backbones: Backbones) -> Network:
    """EfficientNet-B3, its feature map read by a GRU."""
    backbone, channels = backbones.make("efficientnet_b3", drop_path=0.2)
    return Network(backbone, GruHead(channels, classes=classes))
