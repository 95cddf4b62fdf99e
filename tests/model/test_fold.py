"""Folding batch norms changes no answer of any architecture."""

import pytest
import torch
from torch import nn

from allviewer.model import architectures
from allviewer.model.fold import fold_batch_norms


@pytest.mark.parametrize("name", architectures.NAMES)
def test_the_folded_network_answers_the_same(name: str) -> None:
    torch.manual_seed(0)
    network = (
        architectures.build(name, classes=3).eval().double()
    )  # double: a random network is too wild for rounding
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):  # as after training, not the identity it starts as
            nn.init.uniform_(module.weight, 0.8, 1.2)
            nn.init.uniform_(module.bias, -0.2, 0.2)
            nn.init.uniform_(module.running_mean, -0.2, 0.2)
            nn.init.uniform_(module.running_var, 0.8, 1.2)
    before = sum(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    pictures = torch.rand(2, 3, 96, 96).double()
    with torch.no_grad():
        features = network.forward_features(pictures)
        logits = network.forward_head(features)
        fold_batch_norms(network)
        folded = network.forward_features(pictures)
        torch.testing.assert_close(folded, features)
        torch.testing.assert_close(network.forward_head(folded), logits)
    assert sum(isinstance(m, nn.BatchNorm2d) for m in network.modules()) < before
