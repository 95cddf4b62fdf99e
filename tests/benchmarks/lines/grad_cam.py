"""Heatmaps a second against the grad-cam package on the same network: all classes of each cell."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.benchmarks import clock
from tests.benchmarks.record import Line, Measured, Options, at_least


def measure(options: Options) -> Sequence[Measured]:
    """One figure."""
    from tests.benchmarks import networks

    ready = networks.ready(options)
    # the package needs gradients, so it is given torch's layers, as fast as they can be had
    package = _package(networks.by_torch(ready.directory, lean=True), ready.batch.clone())
    sides = {"allviewer": lambda: networks.with_heatmaps(ready.network, ready.batch), "grad-cam": package}
    spent = clock.in_turns(sides, rounds=options.choose(9, 3))
    value = clock.ratio(spent["grad-cam"], spent["allviewer"], options)
    maps = len(ready.batch) * ready.network.classes
    said = {f"{name}:": f"{maps / side.seconds(options):.0f} heatmaps/s" for name, side in spent.items()}
    return [Measured("heatmaps a second ÷ pytorch_grad_cam.GradCAM", "×", at_least(5), value, said)]


def _package(network: Any, batch: Any) -> Callable[[], object]:
    """The package asked as its manual says: the last feature map, one call for each class."""
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
    from torch import nn

    class Whole(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network, self.last = network, nn.Identity()

        def forward(self, x: Any) -> Any:
            return self.network.forward_head(self.last(self.network.forward_features(x)))

    whole = Whole()
    cam = GradCAM(whole, [whole.last])
    targets = [[ClassifierOutputTarget(k)] * len(batch) for k in range(network.classes)]
    return lambda: [cam(batch, wanted) for wanted in targets]


LINE = Line("grad-cam", "heatmaps against the grad-cam package", measure)
