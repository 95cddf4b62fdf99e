"""The pipeline's cost: `python -m tests.benchmarks.pipeline [--pictures N] [--model NAME]` prints a table.

Peak memory of `analyse` on a hundred and on N pictures, each in a process of its own; and cells a
second through the whole of it (read, find, crop, classify with heatmap, store) against bare forward
passes of the same crops, on the shipped samples.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from allviewer.core import crop, image, segment
from allviewer.core.classifier import Classifier
from allviewer.core.resources import resources
from allviewer.services.analyse import CPU_BATCH, analyse
from allviewer.services.events import CellsClassified, Work
from allviewer.services.files import works_of
from allviewer.services.session import Session

FEW = 100


def main() -> None:
    """Measure, or be the process whose memory is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10_000)
    parser.add_argument("--model", default="all_b3")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak is not None:
        print(json.dumps(peak(options.peak)))
        return
    few, many = (measure(number) for number in (FEW, options.pictures))
    print(f"peak memory: {few:.0f} MB on {FEW} pictures, {many:.0f} MB on {options.pictures}")
    print(f"  ratio {many / few:.2f} (at most 1.2)")
    throughput(options.model, options.device)


def measure(pictures: int) -> float:
    """Peak memory in MB of a process that analyses so many pictures."""
    command = [sys.executable, "-m", "tests.benchmarks.pipeline", "--peak", str(pictures)]
    return float(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def peak(pictures: int) -> float:
    """Analyse in this process, with cells that are given and a classifier that costs nothing."""
    from tests.services.helpers import Toy

    toy = Toy()
    for _ in analyse(repeated(pictures), classifier=lambda: toy):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def repeated(pictures: int) -> Iterator[Work]:
    """The samples over and over, with their cells."""
    known = []
    for work in works_of([resources() / "samples"]):
        read = image.read(work.path)
        found = segment.find_cells(read.pixels)
        known.append(Work(work.path, work.name, found.kind, found.cells, read.sha256))
    for number, work in zip(range(pictures), itertools.cycle(known), strict=False):
        yield Work(work.path, f"{number}.jpg", work.kind, work.cells, work.sha256)


def throughput(model: str, device: str) -> None:
    """Cells a second of the pipeline and of forward passes alone, taken in turns."""
    from allviewer.model.classifier import open_classifier

    classifier = open_classifier(model, device=device)
    works = [Work(w.path, f"{n}/{w.name}") for n in range(2) for w in works_of([resources() / "samples"])]
    whole(works[:4], classifier)
    rates = [(whole(works, classifier), bare(works, classifier)) for _ in range(3)]
    pipeline, forward = (sorted(side)[1] for side in zip(*rates, strict=True))
    print(f"cells a second: {pipeline:.1f} through the pipeline, {forward:.1f} bare forward passes")
    print(f"  ratio {pipeline / forward:.2f} (at least 0.85)")


def whole(works: list[Work], classifier: Classifier) -> float:
    """Cells a second of all that `analyse` does, stored in a session."""
    cells = 0
    with tempfile.TemporaryDirectory() as folder:
        session = Session.open(Path(folder) / "s.allviewer")
        session.use_model(classifier.model)
        session.register(works)
        begun = time.perf_counter()
        for event in analyse(works, classifier=lambda: classifier):
            session.store(event)
            cells += len(event.predictions) if isinstance(event, CellsClassified) else 0
        spent = time.perf_counter() - begun
        session.close()
    return cells / spent


def bare(works: list[Work], classifier: Classifier) -> float:
    """Cells a second of classifying crops that were cut before."""
    crops = []
    model = classifier.model
    for work in works:
        pixels = image.read(work.path).pixels
        cells = segment.find_cells(pixels).cells
        crops += [crop.cut(pixels, c, factor=model.crop_factor, size=model.input_size) for c in cells]
    size = CPU_BATCH if classifier.device == "cpu" else 16
    begun = time.perf_counter()
    for first in range(0, len(crops), size):
        classifier.classify(crops[first : first + size])
    return len(crops) / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
