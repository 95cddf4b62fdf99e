"""System 3: MobileNetV2-GRU; backbone of Sandler et al., arXiv 1801.04381."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Network, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """MobileNetV2, its feature map read by a GRU."""
    backbone, channels = timm_backbone("mobilenetv2_100", pretrained=pretrained)
    return Network(backbone, GruHead(channels, classes))
