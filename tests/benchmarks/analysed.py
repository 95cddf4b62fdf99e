"""`python -m tests.benchmarks.analysed FOLDER OUT …`: the command line on a folder, told by itself.

A process of its own for the line `growth`: it analyses two pictures to be warm, then FOLDER with a
session, and prints seconds, cells and its own peak memory before and after as JSON.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

from allviewer.cli.main import main as command_line


def run(folder: Path, out: Path, *, model: str) -> dict[str, float]:
    """Analyse `folder` as a person would: seconds, and cells in the table."""
    words = [str(folder), "--out", str(out / "cells.csv"), "--session", str(out / "s.allviewer")]
    begun = time.perf_counter(), time.process_time()
    code = command_line(["analyse", *words, "--model", model, "--device", "cpu", "--quiet"])
    spent, busy = time.perf_counter() - begun[0], time.process_time() - begun[1]
    if code:
        sys.exit(code)
    with (out / "cells.csv").open(encoding="utf-8", newline="") as stream:
        cells = sum(bool(row["cell"]) for row in csv.DictReader(stream))
    return {"seconds": spent, "processor": busy, "cells": cells}


def peak_mb() -> float:
    """The most memory that this process held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )


def main() -> None:
    """Warm up, measure, tell."""
    folder, warm, out, model, threads = sys.argv[1:]
    import torch

    torch.set_num_threads(int(threads))
    for name in ("warm", "measured"):
        (Path(out) / name).mkdir(parents=True)
    run(Path(warm), Path(out) / "warm", model=model)
    before = peak_mb()
    told = run(Path(folder), Path(out) / "measured", model=model)
    print(json.dumps({**told, "peak_before_mb": before, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
