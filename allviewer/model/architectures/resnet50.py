"""System 4, compared: ResNet50 (He et al., arXiv 1512.03385)."""

from allviewer.model.architectures.network import Network, PooledHead, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """ResNet50, mean pooling, dropout 0.2 and one linear layer."""
    backbone, channels = timm_backbone("resnet50", pretrained=pretrained)
    return Network(backbone, PooledHead(channels, classes, dropout=0.2))
