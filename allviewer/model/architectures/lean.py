"""EfficientNet in plain torch, for inference: timm's network and parameter names without importing timm.

Importing timm takes as long as importing torch (it brings torchvision, and that torch's compiler), which
a person would wait for at the first cell. Training builds timm's own; the tests hold the two equal.
"""

import math
from functools import partial
from typing import cast

from torch import Tensor, nn
from torch.nn import functional

SCALES = {
    "efficientnet_b3": {"width": 1.2, "depth": 1.4},
    "efficientnet_b5": {"width": 1.6, "depth": 2.2},
}
"""Width and depth of what can be built here, by timm's names (Tan and Le 2019, arXiv 1905.11946)."""
STAGES = (
    # kernel, stride, expansion, channels, repeats: Tan and Le 2019 (arXiv 1905.11946), table 1
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)


def round_channels(channels: float) -> int:
    """The nearest multiple of 8, never more than a tenth below."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded if rounded >= 0.9 * channels else rounded + 8


class SqueezeExcite(nn.Module):
    """Scales channels by a gate read from all channels' means (Hu et al., arXiv 1709.01507)."""

    def __init__(self, channels: int, *, squeezed: int) -> None:
        super().__init__()
        self.conv_reduce = nn.Conv2d(channels, squeezed, 1)
        self.conv_expand = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        squeezed = functional.silu(self.conv_reduce(x.mean((2, 3), keepdim=True)))
        return x * cast(Tensor, self.conv_expand(squeezed)).sigmoid()


def _depthwise(channels: int, *, kernel: int, stride: int) -> nn.Conv2d:
    return nn.Conv2d(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=False)


class Separable(nn.Module):
    """Depthwise convolution, squeeze-excite, 1 × 1 convolution: the block of the first stage."""

    def __init__(self, *, before: int, after: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.conv_dw = _depthwise(before, kernel=kernel, stride=stride)
        self.bn1 = nn.BatchNorm2d(before)
        self.se = SqueezeExcite(before, squeezed=before // 4)
        self.conv_pw = nn.Conv2d(before, after, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        self.adds = before == after and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        y = functional.silu(self.bn1(self.conv_dw(x)), inplace=True)
        y = cast(Tensor, self.bn2(self.conv_pw(self.se(y))))
        return y + x if self.adds else y


class Inverted(nn.Module):
    """1 × 1 expansion, depthwise convolution, squeeze-excite, 1 × 1 projection."""

    def __init__(self, *, before: int, after: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = before * expansion
        self.conv_pw = nn.Conv2d(before, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv_dw = _depthwise(inner, kernel=kernel, stride=stride)
        self.bn2 = nn.BatchNorm2d(inner)
        self.se = SqueezeExcite(inner, squeezed=before // 4)
        self.conv_pwl = nn.Conv2d(inner, after, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(after)
        self.adds = before == after and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        y = functional.silu(self.bn1(self.conv_pw(x)), inplace=True)
        y = functional.silu(self.bn2(self.conv_dw(y)), inplace=True)
        y = cast(Tensor, self.bn3(self.conv_pwl(self.se(y))))
        return y + x if self.adds else y


class EfficientNet(nn.Module):
    """(N, 3, S, S) → (N, `num_features`, S / 32, S / 32). Eval mode only: there is no drop path."""

    def __init__(self, *, width: float, depth: float) -> None:
        super().__init__()
        stem, self.num_features = round_channels(32 * width), round_channels(1280 * width)
        self.conv_stem = nn.Conv2d(3, stem, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        stages, before = [], stem
        for kernel, stride, expansion, channels, repeats in STAGES:
            after = round_channels(channels * width)
            stages.append(
                _stage(
                    before=before,
                    after=after,
                    kernel=kernel,
                    stride=stride,
                    expansion=expansion,
                    repeats=math.ceil(repeats * depth),
                )
            )
            before = after
        self.blocks = nn.Sequential(*stages)
        self.conv_head = nn.Conv2d(before, self.num_features, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(self.num_features)

    def forward_features(self, x: Tensor) -> Tensor:
        x = functional.silu(self.bn1(self.conv_stem(x)), inplace=True)
        return functional.silu(self.bn2(self.conv_head(self.blocks(x))), inplace=True)


def _stage(
    *, before: int, after: int, kernel: int, stride: int, expansion: int, repeats: int
) -> nn.Sequential:
    """`repeats` blocks, of which the first alone changes the channels and the size."""
    block = Separable if expansion == 1 else partial(Inverted, expansion=expansion)
    first = block(before=before, after=after, kernel=kernel, stride=stride)
    rest = (block(before=after, after=after, kernel=kernel, stride=1) for _ in range(repeats - 1))
    return nn.Sequential(first, *rest)
