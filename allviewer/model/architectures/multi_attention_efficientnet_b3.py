"""System 2: EfficientNet-B3 with a multi-attention head (ALL diagnosis by multi-attention, 2022)."""

from allviewer.model.architectures.attention import MultiAttentionHead
from allviewer.model.architectures.network import Backbones, Network


def network(*, classes: int, backbones: Backbones) -> Network:
    """The backbone whole, its top replaced by channel attention and four spatial attentions.

    The paper does not draw its head; this is the simplest reading of "multi-attention".
    """
    backbone, channels = backbones.make("efficientnet_b3", drop_path=0.2)
    return Network(backbone, MultiAttentionHead(channels, classes=classes))
