"""The same folder through the window and through the command line, in turns, in one warm process."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import analysed, children, material
from tests.benchmarks.record import Line, Measured, Options, at_least

ROUNDS = 3
_STANDS_S = 0.3
"""The window is painted before the folder is opened, as a person's is."""


def measure(options: Options) -> Sequence[Measured]:
    """One figure: cells a second, from opening the folder until all is classified and stored."""
    import torch

    from tests.benchmarks import rig

    torch.set_num_threads(options.threads)
    ratios, spent = [], []
    with children.scratch() as scratch:
        pictures = material.folder_of(options, scratch / "pictures", options.choose(120, 24))
        few = material.folder_of(options, scratch / "few", 4)
        for number in range(ROUNDS + 1):
            out = scratch / str(number)
            (out / "window").mkdir(parents=True)
            folder = pictures if number else few  # the first round only warms
            begun = options.now()
            analysed.run(folder, out, model=options.model)
            line = options.now() - begun
            made = rig.program(options, out / "window")
            rig.pause(_STANDS_S)
            begun = options.now()
            rig.opened(made, [Path(folder)])
            window = options.now() - begun
            rig.close(made)
            if number:
                ratios.append(line / window)
                spent.append((line, window))
    line, window = (statistics.median(side) for side in zip(*spent, strict=True))
    said = {"command line:": f"{line:.1f} s", "window:": f"{window:.1f} s"}
    name = "through the window ÷ through the command line"
    return [Measured(name, "", at_least(0.95), statistics.median(ratios), said)]


LINE = Line("window", "the window against the command line", measure)
