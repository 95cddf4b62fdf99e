"""The feature map by OpenVINO: torch's own numbers, from the lean twin only, and nothing where it is not."""

import importlib.util
import sys

import pytest
import torch
from torch import Tensor, nn

from allviewer.model.architectures.lean import SCALES, EfficientNet
from allviewer.model.fold import fold_batch_norms
from allviewer.model.hasten import OFTEN, Hastened, hastened

pytestmark = pytest.mark.slow  # loading another runtime and building a network takes seconds


@pytest.fixture
def twin() -> EfficientNet:
    torch.manual_seed(0)
    made = EfficientNet(**SCALES["efficientnet_b3"]).requires_grad_(False).eval()
    for module in made.modules():
        if isinstance(module, nn.BatchNorm2d):  # as after training: not the identity
            module.running_mean.uniform_(-0.1, 0.1)
            module.running_var.uniform_(0.5, 2)
    fold_batch_norms(made)
    return made


@pytest.mark.parametrize(("cells", "side"), [(1, 96), (4, 96), (3, 128)])
def test_the_numbers_are_torchs(twin: EfficientNet, cells: int, side: int) -> None:
    if importlib.util.find_spec("openvino") is None:  # importing it here would reach for the network
        pytest.skip("the extra `fast` is not installed")
    quick = hastened(twin)
    assert isinstance(quick, Hastened)
    with torch.inference_mode():
        for _ in range(OFTEN + 2):  # the last by a graph of their own
            x: Tensor = torch.randn(cells, 3, side, side).contiguous(memory_format=torch.channels_last)
            found = quick.forward_features(x)
        other = torch.randn(cells + 1, 3, side, side)
        for given, got in ((x, found), (other, quick.forward_features(other))):
            expected = twin.forward_features(given)
            assert got.shape == expected.shape
            assert float((got - expected).abs().max()) <= 1e-4 * float(expected.abs().max())


def test_without_openvino_the_twin_runs_itself(twin: EfficientNet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert hastened(twin) is twin


def test_other_networks_stay_as_they_are() -> None:
    other = nn.Conv2d(3, 8, 3)
    assert hastened(other) is other
