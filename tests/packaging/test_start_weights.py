"""The start weights for EfficientNet-B3 compute what the narrower network did that they were made from."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import timm
import torch
from torch import nn

from allviewer.model import architectures

SCRIPT = Path(__file__).parents[2] / "packaging" / "start_weights.py"
PER_BLOCK = {
    "conv_dw": "_depthwise_conv",
    "conv_pwl": "_project_conv",
    "bn1": "_bn0",
    "bn2": "_bn1",
    "bn3": "_bn2",
    "conv_pw": "_expand_conv",
}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_weights", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lite() -> nn.Module:
    """timm's Lite2 with a random start and normalisations that do something."""
    torch.manual_seed(1)
    network: nn.Module = timm.create_model("efficientnet_lite2", num_classes=0, global_pool="")
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.3)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    return network.eval()


def published(network: nn.Module) -> dict[str, torch.Tensor]:
    """The state by the names under which Lite's weights are published: the blocks in one row."""
    state, numbers = {}, {}
    for name, value in network.state_dict().items():
        stem, _, kind = name.rpartition(".")
        if not name.startswith("blocks."):
            known = {"conv_stem": "_conv_stem", "bn1": "_bn0", "conv_head": "_conv_head", "bn2": "_bn1"}
            state[f"{known[stem]}.{kind}"] = value
            continue
        _, stage, place, layer = stem.split(".")
        number = numbers.setdefault((stage, place), len(numbers))
        first = {"conv_dw": "_depthwise_conv", "bn1": "_bn1", "conv_pw": "_project_conv", "bn2": "_bn2"}
        names = first if stage == "0" else PER_BLOCK
        state[f"_blocks.{number}.{names[layer]}.{kind}"] = value
    return state


def with_relu6(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.SiLU):
            setattr(module, name, nn.ReLU6())
        else:
            with_relu6(child)


def test_the_wider_network_computes_what_the_narrower_did(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "NOISE", 0.0)
    monkeypatch.setattr(script, "OPEN_GATE", 30.0)
    narrow = lite()
    wide = architectures.build(script.ARCHITECTURE, classes=2).backbone
    wide.load_state_dict(script.widen(published(narrow), wide.state_dict()))
    with_relu6(wide.eval())
    x = torch.rand(2, 3, 96, 96)
    with torch.inference_mode():
        old, new = narrow.forward_features(x), wide.forward_features(x)  # type: ignore[operator]
    assert old.std() > 0.01, "the narrower network must say something"
    # float32 sums in another order, through seventy layers
    torch.testing.assert_close(new[:, : old.shape[1]], old, rtol=1e-2, atol=2e-3)


def test_repeated_channels_share_what_reads_them(script: ModuleType) -> None:
    assert script.repeats(3, 5).tolist() == [0, 1, 2, 0, 1]
    assert script.repeats(4, 4).tolist() == [0, 1, 2, 3]
