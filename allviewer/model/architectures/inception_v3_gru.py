"""System 3: InceptionV3-GRU; backbone of Szegedy et al., arXiv 1512.00567."""

from allviewer.model.architectures.gru import GruHead
from allviewer.model.architectures.network import Backbones, Network


def network(*, classes: int, backbones: Backbones) -> Network:
    """InceptionV3 without its auxiliary classifier, its map read by a GRU. Input of 75 pixels or more."""
    backbone, channels = backbones.make("inception_v3")
    return Network(backbone, GruHead(channels, classes=classes))
