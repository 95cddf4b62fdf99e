"""System 4, compared: MobileNetV2 (Sandler et al., arXiv 1801.04381)."""

from allviewer.model.architectures.network import Backbones, Network, PooledHead


def network(*, classes: int, backbones: Backbones) -> Network:
    """MobileNetV2, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = backbones.make("mobilenetv2_100")
    return Network(backbone, PooledHead(channels, classes=classes, dropout=0.2))
