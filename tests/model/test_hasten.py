"""The feature map by quicker ways: torch's own numbers, from the lean twin only, or the twin itself."""

import importlib.util
import sys

import pytest
import torch
from torch import Tensor, nn

from allviewer.model.architectures.lean import SCALES, EfficientNet
from allviewer.model.fold import fold_batch_norms
from allviewer.model.fused import Fused
from allviewer.model.hasten import hastened
from allviewer.model.openvino_graph import OFTEN, Compiled

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


def agrees(quick: nn.Module, twin: EfficientNet, x: Tensor) -> None:
    given = x.clone()
    with torch.inference_mode():
        got, expected = quick.forward_features(x), twin.forward_features(given)
    assert got.shape == expected.shape
    assert float((got - expected).abs().max()) <= 1e-4 * float(expected.abs().max())
    assert torch.equal(x, given)


@pytest.mark.parametrize(("cells", "side"), [(1, 96), (4, 96), (3, 128)])
def test_openvinos_numbers_are_torchs(twin: EfficientNet, cells: int, side: int) -> None:
    if importlib.util.find_spec("openvino") is None:  # importing it here would reach for the network
        pytest.skip("the extra `fast` is not installed")
    quick = hastened(twin, side=side)
    assert isinstance(quick, Compiled)
    for _ in range(OFTEN + 2):  # the last by a graph of their own
        agrees(quick, twin, torch.randn(cells, 3, side, side).contiguous(memory_format=torch.channels_last))
    agrees(quick, twin, torch.randn(cells + 1, 3, side, side))


@pytest.mark.parametrize(("cells", "side"), [(1, 96), (16, 96), (3, 100), (5, 33)])
def test_the_fused_layers_numbers_are_torchs(
    twin: EfficientNet, monkeypatch: pytest.MonkeyPatch, cells: int, side: int
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    quick = hastened(twin, side=96)
    if not torch.backends.mkldnn.is_available():
        assert quick is twin
        pytest.skip("this torch comes without oneDNN")
    assert isinstance(quick, Fused)
    agrees(quick, twin, torch.randn(cells, 3, side, side).contiguous(memory_format=torch.channels_last))
    agrees(quick, twin, torch.randn(cells, 3, side, side))


def test_a_torch_without_those_calls_or_with_others_runs_the_twin_itself(
    twin: EfficientNet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with monkeypatch.context() as older:
        older.delattr(torch._C._nn, "mkldnn_reorder_conv2d_weight")
        assert hastened(twin, side=96) is twin
    monkeypatch.setattr(Fused, "forward_features", lambda _, x: twin.forward_features(x) * 1.001)
    assert hastened(twin, side=96) is twin


def test_other_networks_stay_as_they_are() -> None:
    other = nn.Conv2d(3, 8, 3)
    assert hastened(other, side=96) is other
