"""System 4, compared: Xception (Chollet, arXiv 1610.02357)."""

from allviewer.model.architectures.network import Backbones, Network, PooledHead


def network(*, classes: int, backbones: Backbones) -> Network:
    """Xception, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = backbones.make("legacy_xception")
    return Network(backbone, PooledHead(channels, classes=classes, dropout=0.2))
