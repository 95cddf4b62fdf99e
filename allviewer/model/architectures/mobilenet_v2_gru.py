"""System 3: MobileNetV2-GRU; backbone of Sandler et al., arXiv 1801.04381."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Backbones, Network


def network(*, classes: int, backbones: Backbones) -> Network:
    """MobileNetV2, its feature map read by a GRU."""
    backbone, channels = backbones.make("mobilenetv2_100")
    return Network(backbone, GruHead(channels, classes=classes))
