"""System 2: EfficientNetV2-S (Tan and Le, arXiv 2104.00298) with a multi-attention head."""

from allviewer.model.architectures.attention import MultiAttentionHead
from allviewer.model.architectures.network import Backbones, Network


def network(*, classes: int, backbones: Backbones) -> Network:
    """The backbone whole, its top replaced as in `multi_attention_efficientnet_b3`."""
    backbone, channels = backbones.make("tf_efficientnetv2_s", drop_path=0.2)
    return Network(backbone, MultiAttentionHead(channels, classes=classes))
