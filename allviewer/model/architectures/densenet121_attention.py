"""System 4: DenseNet121 (Huang et al., arXiv 1608.06993) with attention (Life 2023, 13(10):2091)."""

from typing import cast

from torch import Tensor, nn

from allviewer.model.architectures.attention import AttentionPool
from allviewer.model.architectures.network import Backbones, Head, Network


class DenseAttentionHead(Head):
    """One batch norm, one dropout, two dense layers at each position, then attention over positions.

    The paper puts attention after the dense layers, so these run before any pooling.
    """

    def __init__(self, channels: int, *, classes: int, width: int = 512, dropout: float = 0.3) -> None:
        super().__init__(width // 2, classes=classes)
        self.norm = nn.BatchNorm2d(channels)
        self.dropout = nn.Dropout(dropout)
        self.dense1 = nn.Conv2d(channels, width, 1)
        self.dense2 = nn.Conv2d(width, width // 2, 1)
        self.activation = nn.ReLU()
        self.pool = AttentionPool(width // 2, heads=1)

    def embed(self, features: Tensor) -> Tensor:
        hidden = self.activation(self.dense1(self.dropout(self.norm(features))))
        return cast(Tensor, self.pool(self.activation(self.dense2(hidden))))


def network(*, classes: int, backbones: Backbones) -> Network:
    """DenseNet121 with `DenseAttentionHead`."""
    backbone, channels = backbones.make("densenet121")
    return Network(backbone, DenseAttentionHead(channels, classes=classes))
