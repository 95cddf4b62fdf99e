"""Attention pooling: learned weights over the positions of a feature map, one or several at a time."""

from typing import cast

from torch import Tensor, nn

from allviewer.model.architectures.network import Head


class AttentionPool(nn.Module):
    """(N, C, h, w) → (N, heads · C): each head's softmax over the positions weighs its own mean."""

    def __init__(self, channels: int, *, heads: int) -> None:
        super().__init__()
        self.score = nn.Conv2d(channels, heads, 1)

    def forward(self, features: Tensor) -> Tensor:
        weights = cast(Tensor, self.score(features)).flatten(2).softmax(2)
        return (weights @ features.flatten(2).transpose(1, 2)).flatten(1)


class ChannelGate(nn.Module):
    """Scales each channel by a gate read from all channels' means (Hu et al., arXiv 1709.01507)."""

    def __init__(self, channels: int, *, reduction: int = 16) -> None:
        super().__init__()
        self.gate = nn.Sequential(
            nn.Linear(channels, channels // reduction),
            nn.SiLU(),
            nn.Linear(channels // reduction, channels),
            nn.Sigmoid(),
        )

    def forward(self, features: Tensor) -> Tensor:
        gate = cast(Tensor, self.gate(features.mean((2, 3))))
        return features * gate[..., None, None]


class MultiAttentionHead(Head):
    """Channel attention, then several spatial attentions side by side, their means joined."""

    def __init__(
        self, channels: int, *, classes: int, heads: int = 4, width: int = 512, dropout: float = 0.3
    ) -> None:
        super().__init__(width, classes=classes)
        self.channel_gate = ChannelGate(channels)
        self.reduce = nn.Sequential(
            nn.Conv2d(channels, width // heads, 1, bias=False), nn.BatchNorm2d(width // heads)
        )
        self.activation = nn.SiLU()
        self.pool = AttentionPool(width // heads, heads=heads)
        self.dropout = nn.Dropout(dropout)

    def embed(self, features: Tensor) -> Tensor:
        reduced = self.activation(self.reduce(self.channel_gate(features)))
        return cast(Tensor, self.dropout(self.pool(reduced)))
