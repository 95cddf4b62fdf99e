"""System 3: EfficientNetB3-GRU."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Network, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """EfficientNet-B3, its feature map read by a GRU."""
    backbone, channels = timm_backbone("efficientnet_b3", pretrained=pretrained, drop_path=0.2)
    return Network(backbone, GruHead(channels, classes))
