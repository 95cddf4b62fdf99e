"""System 5: a deep plain network trained from scratch (Anand et al. 2025, Sci Rep 15:29147)."""

from typing import cast

from torch import Tensor, nn

from allviewer.core.errors import BundleError
from allviewer.model.architectures.network import Backbones, Network, PooledHead

BLOCKS = ((2, 32), (2, 64), (3, 128), (3, 256), (3, 512))
"""Convolutions and channels of each block: thirteen in five, each block closed by a max-pool."""


class PlainBackbone(nn.Module):
    """3 × 3 convolutions with batch norm and ReLU; (N, 3, S, S) → (N, 512, S / 32, S / 32)."""

    num_features = BLOCKS[-1][1]

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*_blocks())
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward_features(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.blocks(x))


def _blocks() -> list[nn.Sequential]:
    made, before = [], 3
    for count, channels in BLOCKS:
        layers: list[nn.Module] = []
        for _ in range(count):
            layers += [
                nn.Conv2d(before, channels, 3, padding=1, bias=False),
                nn.BatchNorm2d(channels),
                nn.ReLU(),
            ]
            before = channels
        made.append(nn.Sequential(*layers, nn.MaxPool2d(2)))
    return made


def network(*, classes: int, backbones: Backbones) -> Network:
    """The plain network, mean pooling, dropout 0.5 and one linear layer.

    Channels are not in the paper: doubled from 32. BundleError for pretrained ones: none exist.
    """
    if backbones.pretrained:
        raise BundleError("deep_cnn is trained from scratch: there are no ImageNet weights. Use --init none.")
    return Network(PlainBackbone(), PooledHead(PlainBackbone.num_features, classes=classes, dropout=0.5))
