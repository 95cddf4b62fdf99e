"""From starting the program to a usable window, and to the first classified cell against importing torch."""

import json
import statistics
import time
from collections.abc import Sequence

from tests.benchmarks import children, material
from tests.benchmarks.record import Line, Measured, Options, at_most


def measure(options: Options) -> Sequence[Measured]:
    """Two figures; each round starts the program, and a Python that imports torch, one after the other."""
    windows, work, cells, torches, early = [], [], [], [], False
    with children.scratch() as scratch:
        pictures = material.folder_of(options, scratch / "pictures", 4)
        for number in range(1 + options.choose(7, 3)):  # the first finds the files not yet in memory
            environment = children.scratch_environment(scratch / str(number))
            words = ["-m", "tests.benchmarks.started", repr(time.time()), str(pictures)]
            said = json.loads(children.python(words, environment=environment).said.splitlines()[-1])
            torch = children.python(["-c", "import torch"])
            if number:
                windows.append(said["window"])
                work.append(said["work"])
                cells.append(said["cell_work"] if options.processor else said["cell"])
                torches.append(torch.processor if options.processor else torch.wall)
                early |= said["torch"]
    ratio = statistics.median(cell / torch for cell, torch in zip(cells, torches, strict=True))
    judged = work if options.processor else windows
    sides = {
        "median:": f"{statistics.median(windows):.2f} s",
        "best:": f"{min(windows):.2f} s",
        "of the processor:": f"{statistics.median(work):.2f} s",
    }
    notes = ["torch was imported before it" if early else "torch not yet imported"]
    both = {
        "first cell:": f"{statistics.median(cells):.2f} s",
        "import torch:": f"{statistics.median(torches):.2f} s",
    }
    return [
        Measured("start to a usable window", "s", at_most(1), statistics.median(judged), sides, notes),
        Measured("start to the first classified cell ÷ importing torch", "×", at_most(1.5), ratio, both),
    ]


LINE = Line("start", "start-up", measure)
