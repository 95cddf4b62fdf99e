"""System 4, compared: ResNet50 (He et al., arXiv 1512.03385)."""

from allviewer.model.architectures.network import Backbones, Network, PooledHead


def network(*, classes: int, backbones: Backbones) -> Network:
    """ResNet50, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = backbones.make("resnet50")
    return Network(backbone, PooledHead(channels, classes=classes, dropout=0.2))
