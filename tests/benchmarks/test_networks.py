"""What the lines about networks measure: the shipped bundle, opened and fed as the classifier does it."""

import torch

from tests.benchmarks import networks
from tests.benchmarks.record import Options


def test_the_bundle_is_ready_with_its_own_batch() -> None:
    threads = torch.get_num_threads()
    try:
        made = networks.ready(Options(quick=True), batch=2)
        side = made.member.card.input_size
        assert made.batch.shape == (2, 3, side, side)
        assert bool(torch.isfinite(made.network(made.batch)).all())
    finally:
        torch.set_num_threads(threads)
