"""The classifier's cells a second on a CPU, heatmaps and all, against other runtimes' bare passes."""

from collections.abc import Sequence

from tests.benchmarks import clock
from tests.benchmarks.record import Line, Measured, Options, at_least


def measure(options: Options) -> Sequence[Measured]:
    """One figure: against the best of those that are there and compute in 32 bits as it does."""
    from allviewer.model import openvino_graph
    from tests.benchmarks import networks, peers

    ready = networks.ready(options)
    passes, absent = peers.made(ready.directory, ready.batch)
    sides = {"allviewer": lambda: networks.with_heatmaps(ready.network, ready.batch), **passes}
    # so warm that what compiles itself for a shape that comes often has done so
    spent = clock.in_turns(sides, rounds=options.choose(15, 5), warm=openvino_graph.OFTEN + 1)
    rivals = [name for name in passes if name not in peers.ASIDE]
    value = min(clock.ratio(spent[name], spent["allviewer"], options) for name in rivals)
    cells = len(ready.batch)
    said = {f"{name}:": f"{cells / side.seconds(options):.0f}" for name, side in spent.items()}
    kind = type(ready.network.backbone).__name__
    notes = ["cells/s by the median, batches of 16", f"allviewer runs {kind}", *absent]
    name = "cells a second on a CPU ÷ the best other runtime"
    return [Measured(name, "", at_least(0.9), value, said, notes)]


LINE = Line("runtimes", "the classifier against other runtimes", measure)
