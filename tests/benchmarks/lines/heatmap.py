"""What heatmaps cost: forward passes with them against forward passes alone."""

from collections.abc import Sequence

from tests.benchmarks import clock
from tests.benchmarks.record import Line, Measured, Options, at_most


def measure(options: Options) -> Sequence[Measured]:
    """One figure."""
    from tests.benchmarks import networks

    ready = networks.ready(options)
    sides = {
        "with": lambda: networks.with_heatmaps(ready.network, ready.batch),
        "alone": networks.forward(ready.network, ready.batch),
    }
    spent = clock.in_turns(sides, rounds=options.choose(21, 5), warm=3)
    value = clock.ratio(spent["with"], spent["alone"], options)
    said = {f"{name}:": f"{side.seconds(options) * 1e3:.1f} ms a batch of 16" for name, side in spent.items()}
    return [Measured("forward with heatmap ÷ forward alone", "", at_most(1.10), value, said)]


LINE = Line("heatmap", "heatmaps against forward passes", measure)
