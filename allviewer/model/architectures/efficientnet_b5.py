"""System 4, compared: EfficientNet-B5 (Tan and Le, arXiv 1905.11946)."""

from allviewer.model.architectures.network import Network, PooledHead, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """EfficientNet-B5, mean pooling, dropout 0.4 and one linear layer."""
    backbone, channels = timm_backbone("efficientnet_b5", pretrained=pretrained, drop_path=0.2)
    return Network(backbone, PooledHead(channels, classes, dropout=0.4))
