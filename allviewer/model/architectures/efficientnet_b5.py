"""System 4, compared: EfficientNet-B5 (Tan and Le, arXiv 1905.11946)."""

from allviewer.model.architectures.network import Backbones, Network, PooledHead


def network(*, classes: int, backbones: Backbones) -> Network:
    """EfficientNet-B5, mean pooling, dropout 0.4 and one linear layer."""
    backbone, channels = backbones.make("efficientnet_b5", drop_path=0.2)
    return Network(backbone, PooledHead(channels, classes=classes, dropout=0.4))
