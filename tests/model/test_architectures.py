"""Every architecture by name: shapes, any number of classes, gradients, and its heatmaps."""

import pytest
import torch

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
