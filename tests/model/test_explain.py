"""Heatmaps of every architecture, and their equality with the grad-cam package where both apply."""

import numpy as np
import pytest
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.image import scale_cam_image
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torch import nn

from allviewer.model import architectures
from allviewer.model.architectures.network import Network
from allviewer.model.explain import heatmaps
from allviewer.model.signed_grad_cam import signed_grad_cam

SIDE = 96
POOLED = ("efficientnet_b3", "efficientnet_b5", "resnet50", "xception", "mobilenet_v2", "deep_cnn")


def network_of(name: str, *, classes: int = 3) -> Network:
    torch.manual_seed(0)
    # Double: the package stretches each map to 0–1, and an untrained one is flat to the last digits.
    network = architectures.build(name, classes=classes).double()
    # He's start everywhere: with some of timm's own, an untrained network's numbers run away.
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
    # Strong maps: the 1e-7 in the package's divisor must not show.
    nn.init.normal_(network.head.classifier.weight, std=100.0)
    return network.eval()


def pictures() -> torch.Tensor:
    """Coarse patches of colour: of white noise a network sees much the same in every picture."""
    coarse = torch.rand(2, 3, 4, 4, dtype=torch.float64)
    return nn.functional.interpolate(coarse, (SIDE, SIDE), mode="nearest")


@pytest.mark.parametrize("name", architectures.NAMES)
def test_heatmaps_of_every_architecture(name: str) -> None:
    network = network_of(name).requires_grad_(False)
    with torch.inference_mode():
        features = network.forward_features(pictures())
        logits = network.forward_head(features)
        maps = heatmaps(network, features)
        again = network.forward_head(features)
    assert maps.shape == (2, 3, *features.shape[2:])
    assert maps.dtype == features.dtype
    assert bool(maps.isfinite().all())
    assert float(maps.abs().max()) > 0
    torch.testing.assert_close(logits, again)  # explaining changed nothing
    assert (network.pooled_linear is not None) == (name in POOLED)


def package_map(backbone: Network, asked: torch.Tensor, klass: int) -> np.ndarray:
    """The package run on the whole network at its last feature map, as its own users run it."""

    class Whole(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = backbone
            self.last = nn.Identity()

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.network.forward_head(self.last(self.network.forward_features(x)))

    whole = Whole()
    return np.asarray(GradCAM(whole, [whole.last])(asked, [ClassifierOutputTarget(klass)] * len(asked)))


def as_package(maps: torch.Tensor) -> np.ndarray:
    """Our signed logits as the package shows a map: mean gradients, cut at zero, stretched twice."""
    once = scale_cam_image(np.maximum(maps.numpy() / maps[0, 0].numel(), 0), (SIDE, SIDE))
    return np.asarray(scale_cam_image(once))


@pytest.mark.parametrize("name", POOLED)
def test_the_forward_map_is_grad_cam_and_adds_up_to_the_logit(name: str) -> None:
    network, asked = network_of(name), pictures()
    with torch.no_grad():
        features = network.forward_features(asked)
        maps, logits = heatmaps(network, features), network.forward_head(features)
    torch.testing.assert_close(maps.mean((2, 3)) + network.head.classifier.bias, logits)
    gradient = signed_grad_cam(network.head, features, classes=3) * features[0, 0].numel()
    torch.testing.assert_close(gradient, maps)
    np.testing.assert_allclose(as_package(maps[:, 1]), package_map(network, asked, 1), atol=1e-4)


@pytest.mark.parametrize(
    "name", ["multi_attention_efficientnet_b3", "mobilenet_v2_gru", "densenet121_attention"]
)
def test_the_head_alone_gives_the_map_of_the_whole_network(name: str) -> None:
    network, asked = network_of(name), pictures()
    with torch.no_grad():
        maps = heatmaps(network, network.forward_features(asked))
    np.testing.assert_allclose(as_package(maps[:, 1]), package_map(network, asked, 1), atol=1e-4)
