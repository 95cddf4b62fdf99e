"""System 3: InceptionV3-GRU; backbone of Szegedy et al., arXiv 1512.00567."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Network, timm_backbone


def network(*, classes: int, pretrained: bool) -> Network:
    """InceptionV3 without its auxiliary classifier, its map read by a GRU. Input of 75 pixels or more."""
    backbone, channels = timm_backbone("inception_v3", pretrained=pretrained)
    return Network(backbone, GruHead(channels, classes))
