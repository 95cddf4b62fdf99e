"""An EfficientNet's feature map by OpenVINO, where that is installed: the same numbers on a CPU, sooner.

The graph is built from the lean twin's own layers, in a twentieth of a second: OpenVINO's converter needs
seconds to trace the network, which a person would wait for at the first cell.
"""

import sys
from collections import Counter
from types import ModuleType
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from allviewer.model import preload
from allviewer.model.architectures.lean import EfficientNet, Inverted, Separable, SqueezeExcite

OFTEN = 24
"""Batches of one shape after which a graph of its own pays: an eighth faster, compiled in 0.4 s."""


def compiled(backbone: EfficientNet) -> nn.Module | None:
    """`backbone` compiled for this CPU, or None where OpenVINO is not installed.

    Batch norms must be folded. Results differ from torch's by rounding alone: the tests hold the feature
    map to 1e-4 of its largest value.
    """
    openvino = _openvino()
    return None if openvino is None else Compiled(backbone, openvino)


def _openvino() -> Any:
    """The module, or None where it is not installed."""
    # Its own package for usage statistics reaches for the network on import; without it, it does not.
    sys.modules.setdefault("openvino_telemetry", cast(ModuleType, None))
    preload.openvino_libraries()
    try:
        import openvino
    except ImportError:
        return None
    return openvino


class Compiled(nn.Module):
    """(N, 3, S, S) → (N, `num_features`, S / 32, S / 32) as the twin it was made of, for any N and S."""

    def __init__(self, twin: EfficientNet, openvino: Any) -> None:
        super().__init__()
        self.num_features = twin.num_features
        self._openvino = openvino
        self._graph = _graph(twin, openvino)
        self._any = self._compiled()
        self._whole: dict[tuple[int, ...], Any] = {}
        self._times: Counter[tuple[int, ...]] = Counter()

    def forward_features(self, x: Tensor) -> Tensor:
        features = self._for(tuple(x.shape))(x.contiguous().numpy(), share_inputs=True)[0]
        return torch.from_numpy(features)

    def _for(self, shape: tuple[int, ...]) -> Any:
        """What computes a batch of this shape: the graph for all, or that of the first that comes often."""
        if not self._whole:
            self._times[shape] += 1
            if self._times[shape] > OFTEN:
                self._graph.reshape(list(shape))
                self._whole[shape] = self._compiled()
        return self._whole.get(shape, self._any)

    def _compiled(self) -> Any:
        settings = {
            # As torch computes: a CPU that can would otherwise round to 16 bits.
            "INFERENCE_PRECISION_HINT": "f32",
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "ENABLE_CPU_PINNING": False,  # the same core as another program's pinned thread is half a core
        }
        return self._openvino.Core().compile_model(self._graph, "CPU", settings)


def _graph(twin: EfficientNet, openvino: Any) -> Any:
    """The twin as OpenVINO's model."""
    draw = _Drawing(openvino.opset13)
    given = draw.op.parameter([-1, 3, -1, -1], np.float32)
    x = draw.swish(draw.convolution(given, twin.conv_stem))
    for stage in twin.blocks:
        for block in cast(nn.Sequential, stage):
            x = draw.block(x, cast(Inverted | Separable, block))
    return openvino.Model([draw.swish(draw.convolution(x, twin.conv_head))], [given])


class _Drawing:
    """Layers of the twin as nodes; `op` is OpenVINO's set of operations."""

    def __init__(self, op: Any) -> None:
        self.op = op

    def block(self, x: Any, block: Inverted | Separable) -> Any:
        y = x
        if isinstance(block, Inverted):
            y = self.swish(self.convolution(y, block.conv_pw))
        y = self.gate(self.swish(self.convolution(y, block.conv_dw)), block.se)
        y = self.convolution(y, block.conv_pwl if isinstance(block, Inverted) else block.conv_pw)
        return self.op.add(y, x) if block.adds else y

    def gate(self, x: Any, layer: SqueezeExcite) -> Any:
        mean = self.op.reduce_mean(x, self.op.constant(np.array([2, 3])), True)
        squeezed = self.swish(self.convolution(mean, layer.conv_reduce))
        return self.op.multiply(x, self.op.sigmoid(self.convolution(squeezed, layer.conv_expand)))

    def convolution(self, x: Any, layer: nn.Conv2d) -> Any:
        weight = layer.weight.detach().contiguous().numpy()
        where = (list(layer.stride), [*layer.padding], [*layer.padding], list(layer.dilation))
        if layer.groups > 1:  # depthwise: each channel a group of its own
            y = self.op.group_convolution(x, self.op.constant(weight[:, None]), *where)
        else:
            y = self.op.convolution(x, self.op.constant(weight), *where)
        assert layer.bias is not None  # a folded batch norm leaves one
        return self.op.add(y, self.op.constant(layer.bias.detach().numpy().reshape(1, -1, 1, 1)))

    def swish(self, x: Any) -> Any:
        return self.op.swish(x)
