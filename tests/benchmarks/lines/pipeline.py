"""The whole pipeline (read, find, classify, heatmap, store) against bare forward passes of the same crops."""

import itertools
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from allviewer.cli.analyse import stored
from allviewer.core import crop, image, segment
from allviewer.services.analyse import analyse
from allviewer.services.events import CellsClassified, Work
from allviewer.services.files import works_of
from allviewer.services.priority import hand_over_often
from allviewer.services.readers import worth
from allviewer.services.session import Session
from tests.benchmarks import material
from tests.benchmarks.record import Line, Measured, Options, at_least

ROUNDS = 3


def measure(options: Options) -> Sequence[Measured]:
    """The ratio on the CPU, and how busy a GPU is, if there is one."""
    import torch

    with tempfile.TemporaryDirectory() as folder:
        pictures = material.folder_of(options, Path(folder) / "pictures", options.choose(120, 24))
        works = list(works_of([pictures]))
        found = [on_cpu(options, works)]
        if torch.cuda.is_available():
            return [*found, on_gpu(options, works)]
    said = ["PyTorch finds no GPU here"]
    return [*found, Measured("GPU busy while analysing", "%", at_least(80), None, {}, said)]


def on_cpu(options: Options, works: Sequence[Work]) -> Measured:
    """Both sides in turns, on one classifier that is warm."""
    hand_over_often()  # as the command line does
    classifier, crops, network = _sides(options, works)
    whole(works[:4], classifier, options.now)
    ratios, rates = [], []
    for _ in range(ROUNDS):
        pipeline, bare = whole(works, classifier, options.now), network(crops)
        ratios.append(pipeline / bare)
        rates.append((pipeline, bare))
    pipeline, bare = (statistics.median(side) for side in zip(*rates, strict=True))
    said = {"pipeline:": f"{pipeline:.1f} cells/s", "bare forward passes:": f"{bare:.1f} cells/s"}
    notes = [f"{len(crops)} cells in {len(works)} pictures"]
    name = "whole pipeline ÷ bare forward passes, CPU"
    return Measured(name, "", at_least(0.85), statistics.median(ratios), said, notes)


def _sides(options: Options, works: Sequence[Work]) -> tuple[Any, list[Any], Callable[[list[Any]], float]]:
    from allviewer.model.classifier import open_classifier
    from tests.benchmarks import networks

    ready = networks.ready(options)
    classifier = open_classifier(options.model, device="cpu")
    model = classifier.model
    crops = []
    for work in works:
        pixels = image.read(work.path).pixels
        found = segment.find_cells(pixels)
        crops += [
            crop.cut(pixels, c, gains=found.gains, factor=model.crop_factor, size=model.input_size)
            for c in found.cells
        ]
    # prepared once: a bare forward pass is the network and nothing else
    tensors = [ready.member.preprocess(crops[n : n + 16]) for n in range(0, len(crops), 16)]

    def bare(_crops: list[Any]) -> float:
        now = options.now
        begun = now()
        for x in tensors:
            networks.forward(ready.network, x)()
        return len(crops) / (now() - begun)

    bare(crops)
    return classifier, crops, bare


def whole(works: Sequence[Work], classifier: Any, now: Callable[[], float]) -> float:
    """Cells a second of all that the command line does, into a session on disk."""
    cells = 0
    with tempfile.TemporaryDirectory() as folder:
        session = Session.open(Path(folder) / "s.allviewer")
        session.use_model(classifier.model)
        session.register(works)
        begun = now()
        for event in stored(
            session, analyse(works, classifier=lambda: classifier, processes=worth(len(works)))
        ):
            cells += len(event.predictions) if isinstance(event, CellsClassified) else 0
        spent = now() - begun
        session.close()
    return cells / spent


def on_gpu(options: Options, works: Sequence[Work]) -> Measured:
    """How busy the driver says the GPU is, from the first batch to the last."""
    from allviewer.model.classifier import open_classifier

    classifier = open_classifier(options.model, device="cuda")
    whole(works[:4], classifier, options.now)
    many = [Work(w.path, f"{n}/{w.name}") for n, w in itertools.product(range(8), works)]
    command = ["nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits", "-lms", "100"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watcher:
        rate = whole(many, classifier, time.perf_counter)
        watcher.terminate()
        said = watcher.communicate()[0].split()
    busy = statistics.mean(float(text) for text in said)
    return Measured("GPU busy while analysing", "%", at_least(80), busy, {"pipeline:": f"{rate:.0f} cells/s"})


LINE = Line("pipeline", "the whole pipeline against bare forward passes", measure)
