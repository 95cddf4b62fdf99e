"""An EfficientNet's feature map by the fused layers of oneDNN, which torch brings: the same numbers, sooner.

A convolution, its bias and its SiLU are one call, and weights lie as oneDNN wants them. So does
torch.compile, but that needs a C++ compiler and most of a minute.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias, cast

import torch
from torch import Tensor, nn

from allviewer.model.architectures.lean import EfficientNet, Inverted, Separable, SqueezeExcite

_Step: TypeAlias = Callable[[Tensor], Tensor]

_BATCH = 16
"""Weights are laid out for batches of this size; others pass through them, a little less soon."""
_CLOSE = 1e-4
"""Of the feature map's largest value; what differs is rounding, a hundredth of this."""


def fused(backbone: EfficientNet, *, side: int) -> nn.Module | None:
    """`backbone` for this CPU and pictures of `side` pixels, or None where this torch cannot.

    Batch norms must be folded. torch keeps these calls for its own compiler, so it is tried whether
    they are there and give the twin's numbers before they are trusted.
    """
    probe = torch.linspace(-1, 1, 3 * 32 * 32).reshape(1, 3, 32, 32)
    with torch.inference_mode():
        try:
            quick = Fused(backbone, side=side)
            found = quick.forward_features(probe)
        except (AttributeError, RuntimeError):  # no such call, or not for this processor
            return None
        expected = backbone.forward_features(probe)
        same = (found - expected).abs().max() <= _CLOSE * expected.abs().max()
    return quick if bool(same) else None


class Fused(nn.Module):
    """(N, 3, S, S) → (N, `num_features`, S / 32, S / 32) as the twin it was made of, for any N and S."""

    def __init__(self, twin: EfficientNet, *, side: int) -> None:
        super().__init__()
        self.num_features = twin.num_features
        self._steps = [_spatial(twin.conv_stem, side)]
        side = _after(twin.conv_stem, side)
        for stage in twin.blocks:
            for block in cast("list[Inverted | Separable]", stage):
                self._steps.append(_block(block, side))
                side = _after(block.conv_dw, side)
        self._steps.append(_pointwise(twin.conv_head, side, silu=True))

    def forward_features(self, x: Tensor) -> Tensor:
        x = x.contiguous(memory_format=torch.channels_last)
        for step in self._steps:
            x = step(x)
        return x


def _after(layer: nn.Conv2d, side: int) -> int:
    return -(-side // layer.stride[0])


def _block(block: Inverted | Separable, side: int) -> _Step:
    inverted = isinstance(block, Inverted)
    steps: list[_Step] = [_pointwise(block.conv_pw, side, silu=True)] if inverted else []
    last = block.conv_pwl if isinstance(block, Inverted) else block.conv_pw
    steps += [
        _spatial(block.conv_dw, side),
        _gated(block.se),
        _pointwise(last, _after(block.conv_dw, side)),
    ]
    return partial(_passed, steps, adds=block.adds)


def _passed(steps: list[_Step], x: Tensor, *, adds: bool) -> Tensor:
    y = x
    for step in steps:
        y = step(y)
    return y.add_(x) if adds else y


def _spatial(layer: nn.Conv2d, side: int) -> _Step:
    """The layer and its SiLU in one call, laid out for maps of `side` pixels."""
    pack: Any = torch._C._nn.mkldnn_reorder_conv2d_weight
    run: Any = torch.ops.mkldnn._convolution_pointwise.default
    how = (list(layer.padding), list(layer.stride), list(layer.dilation), layer.groups)
    packed = pack(layer.weight.detach().to_mkldnn(), *how, [_BATCH, layer.in_channels, side, side])
    bias = layer.bias  # not the layer: its own weights may go
    return lambda x: cast(Tensor, run(x, packed, bias, *how, "swish", [], ""))


def _pointwise(layer: nn.Conv2d, side: int, *, silu: bool = False) -> _Step:
    """A layer of 1 × 1 as a matrix product of all places, which is sooner than as a convolution."""
    product = _product(layer, "swish" if silu else "none", rows=_BATCH * side**2)
    return lambda x: product(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def _gated(layer: SqueezeExcite) -> _Step:
    """As `SqueezeExcite` has it, written over its input, which nobody else holds."""
    reduced = _product(layer.conv_reduce, "swish", rows=_BATCH)
    gates = _product(layer.conv_expand, "sigmoid", rows=_BATCH)
    return lambda x: x.mul_(gates(reduced(x.mean((2, 3))))[:, :, None, None])


def _product(layer: nn.Conv2d, act: str, *, rows: int) -> _Step:
    """(…, C) → (…, K) by the layer's weights and what follows it, laid out for `rows` of C."""
    run: Any = torch.ops.mkldnn._linear_pointwise.default
    weight = layer.weight.detach().flatten(1).contiguous()
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, rows)
    bias = layer.bias
    return lambda x: cast(Tensor, run(x, packed, bias, act, [], ""))
