"""Every architecture by name: shapes, any number of classes, gradients, and its heatmaps."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from allviewer.core.errors import BundleError
from allviewer.model import architectures
from allviewer.model.architectures.deep_cnn import PlainBackbone

SIDE = 96


@pytest.fixture(params=architectures.NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_shapes(name: str) -> None:
    network = architectures.build(name, classes=7).eval()
    with torch.inference_mode():
        features = network.forward_features(torch.rand(2, 3, SIDE, SIDE))
        assert features.ndim == 4
        assert len(features) == 2
        assert network.embed(features).shape == (2, network.feature_dim)
        assert network.forward_head(features).shape == (2, 7)
    assert network.classes == 7


def test_every_parameter_learns(name: str) -> None:
    torch.manual_seed(0)
    network = architectures.build(name, classes=3)
    network.train()
    torch.nn.functional.cross_entropy(
        network(torch.rand(4, 3, SIDE, SIDE)), torch.tensor([0, 1, 2, 0])
    ).backward()
    still = [n for n, p in network.named_parameters() if p.grad is None or not bool(p.grad.isfinite().all())]
    assert not still


@pytest.mark.parametrize("classes", [2, 1000])
def test_any_number_of_classes(classes: int) -> None:
    network = architectures.build("mobilenet_v2_gru", classes=classes).eval()
    with torch.inference_mode():
        assert network(torch.rand(1, 3, SIDE, SIDE)).shape == (1, classes)


def test_deep_cnn_has_thirteen_convolutions_and_five_pools() -> None:
    modules = list(PlainBackbone().modules())
    assert sum(isinstance(m, torch.nn.Conv2d) for m in modules) == 13
    assert sum(isinstance(m, torch.nn.MaxPool2d) for m in modules) == 5


def test_deep_cnn_has_no_start_weights() -> None:
    with pytest.raises(BundleError, match="from scratch"):
        architectures.build("deep_cnn", classes=2, pretrained=True)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BundleError, match=r"alexnet.*deep_cnn"):
        architectures.build("alexnet", classes=2)


def test_one_class_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="two classes"):
        architectures.build("deep_cnn", classes=1)


@pytest.mark.parametrize("name", ["efficientnet_b3", "efficientnet_b5", "efficientnet_b3_gru"])
def test_the_lean_twin_is_timm_s_network(name: str) -> None:
    torch.manual_seed(0)
    network = architectures.build(name, classes=2).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):  # as after training, not the identity it starts as
            nn.init.uniform_(module.bias, -0.2, 0.2)
            nn.init.uniform_(module.running_mean, -0.2, 0.2)
            nn.init.uniform_(module.running_var, 0.8, 1.2)
    twin = architectures.build(name, classes=2, lean=True).eval()
    twin.load_state_dict(network.state_dict())
    pictures = torch.rand(2, 3, SIDE, SIDE)
    with torch.inference_mode():
        torch.testing.assert_close(twin.forward_features(pictures), network.forward_features(pictures))
        torch.testing.assert_close(twin(pictures), network(pictures))


def test_the_lean_twin_needs_no_timm() -> None:
    code = (
        "import sys; from allviewer.model import architectures\n"
        "architectures.build('efficientnet_b3', classes=2, lean=True)\n"
        "sys.exit('timm' in sys.modules or 'torchvision' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
