"""System 4, compared: MobileNetV2 (Sandler et al., arXiv 1801.04381)."""

from allviewer.model.architectures.network import Network, PooledHead, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """MobileNetV2, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = timm_backbone("mobilenetv2_100", pretrained=pretrained)
    return Network(backbone, PooledHead(channels, classes, dropout=0.2))
