"""The default bundle's network as the classifier runs it, and as torch alone would."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from allviewer.model import bundle, ensemble, shelf
from allviewer.model.architectures.network import Network
from allviewer.model.explain import heatmaps
from allviewer.model.fold import fold_batch_norms
from allviewer.model.member import Member
from tests.benchmarks import material
from tests.benchmarks.record import Options

BATCH = 16


@dataclass(frozen=True, slots=True)
class Ready:
    """A bundle opened for this device, and a batch of real crops as its network gets them."""

    directory: Path
    member: Member
    batch: Tensor

    @property
    def network(self) -> Network:
        """What the classifier runs."""
        return self.member.network


def ready(options: Options, *, device: str = "cpu", batch: int = BATCH) -> Ready:
    """The bundle of `options` and `batch` crops."""
    torch.set_num_threads(options.threads)
    directory = shelf.resolve(options.model)
    member = Member(directory, torch.device(device))
    crops = material.crops_of(options, ensemble.joined([member.card]), batch)
    return Ready(directory, member, member.preprocess(crops))


def by_torch(directory: Path, *, lean: bool) -> Network:
    """The same weights in torch: timm's layers as they were trained, or the lean twin with norms folded."""
    network = bundle.load(directory, lean=lean).network
    if lean:
        fold_batch_norms(network)
        network = network.to(memory_format=torch.channels_last)
    return network


@torch.inference_mode()
def with_heatmaps(network: Network, x: Tensor) -> tuple[Tensor, Tensor]:
    """Logits and all classes' heatmaps, as the classifier makes them."""
    features = network.forward_features(x)
    return network.forward_head(features), heatmaps(network, features)


def forward(network: Callable[[Tensor], Tensor], x: Tensor) -> Callable[[], Tensor]:
    """A forward pass alone, to be called."""
    return torch.inference_mode()(lambda: network(x))
