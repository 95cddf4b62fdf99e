"""System 4, compared: Xception (Chollet, arXiv 1610.02357)."""

from allviewer.model.architectures.network import Network, PooledHead, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """Xception, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = timm_backbone("legacy_xception", pretrained=pretrained)
    return Network(backbone, PooledHead(channels, classes, dropout=0.2))
