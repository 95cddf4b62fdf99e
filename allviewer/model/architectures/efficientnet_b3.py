"""System 1: EfficientNet-B3 by transfer learning (Sat et al.); backbone of Tan and Le, arXiv 1905.11946."""

from allviewer.model.architectures.network import Backbones, Network, PooledHead


def network(*, classes: int, backbones: Backbones) -> Network:
    """EfficientNet-B3, mean pooling, dropout 0.3 and one linear layer."""
    backbone, channels = backbones.make("efficientnet_b3", drop_path=0.2)
    return Network(backbone, PooledHead(channels, classes=classes, dropout=0.3))
