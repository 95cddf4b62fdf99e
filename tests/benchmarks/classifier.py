"""The classifier's cost: `python -m tests.benchmarks.classifier [--model NAME] [--clock wall|cpu]`.

Each line is a ratio of sides measured in turns, medians of several: heatmaps against forward passes,
heatmaps against the grad-cam package, forward passes against other runtimes (those that are
installed; `--compile` adds torch.compile), the first classified cell against importing torch.
"""

import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torch import Tensor

from allviewer.model import bundle, card
from allviewer.model.architectures.network import Network
from allviewer.model.explain import heatmaps
from allviewer.model.fold import fold_batch_norms

BATCH = 16
ROUNDS = 9
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
FIRST_CELL = """
import numpy as np
from allviewer.core.records import Crop
from allviewer.model.classifier import open_classifier
classifier = open_classifier({model!r}, device="cpu")
side = classifier.model.input_size
mask = np.ones((side, side), bool)
classifier.classify([Crop(np.full((side, side, 3), 200, np.uint8), mask, mask)])
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="all_b3")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall", help="cpu: for a machine that others use too"
    )
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    clock = CLOCKS[options.clock]
    directory = card.resolve(options.model)
    opened = bundle.load(directory, lean=True)
    side = opened.card.input_size
    network = opened.network.requires_grad_(False)
    fold_batch_norms(network)
    network = network.to(memory_format=torch.channels_last)
    x = torch.rand(BATCH, 3, side, side).contiguous(memory_format=torch.channels_last)
    against_forward(network, x, clock)
    against_package(network, bundle.load(directory).network, x, clock)
    against_runtimes(network, bundle.load(directory).network, x, clock, options)
    first_cell(options.model)


def in_turns(sides: dict[str, Callable[[], object]], clock: Callable[[], float]) -> dict[str, float]:
    """Median seconds of each side, after two warm-up calls."""
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for side in sides.values():
        side()
        side()
    for _ in range(ROUNDS):
        for name, side in sides.items():
            begun = clock()
            side()
            spent[name].append(clock() - begun)
    return {name: statistics.median(times) for name, times in spent.items()}


@torch.inference_mode()
def with_maps(network: Network, x: Tensor) -> tuple[Tensor, Tensor]:
    """What the classifier does of a batch: logits and heatmaps from one pass."""
    features = network.forward_features(x)
    return network.forward_head(features), heatmaps(network, features)


@torch.inference_mode()
def alone(network: Network, x: Tensor) -> Tensor:
    """The forward pass alone."""
    return torch.Tensor(network(x))


def against_forward(network: Network, x: Tensor, clock: Callable[[], float]) -> None:
    spent = in_turns({"maps": lambda: with_maps(network, x), "alone": lambda: alone(network, x)}, clock)
    print(f"forward with heatmap ÷ forward: {spent['maps'] / spent['alone']:.2f} (at most 1.10)")


def against_package(ours: Network, theirs: Network, x: Tensor, clock: Callable[[], float]) -> None:
    """All classes' maps: ours in one pass, the package in one call for each class."""

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network, self.last = theirs, torch.nn.Identity()

        def forward(self, x: Tensor) -> Tensor:
            return self.network.forward_head(self.last(self.network.forward_features(x)))

    whole = Whole()
    cam = GradCAM(whole, [whole.last])
    targets = [[ClassifierOutputTarget(k)] * len(x) for k in range(ours.classes)]
    sides = {"ours": lambda: with_maps(ours, x), "package": lambda: [cam(x, t) for t in targets]}
    spent = in_turns(sides, clock)
    print(f"heatmaps a second, ours ÷ grad-cam: {spent['package'] / spent['ours']:.1f} (at least 5)")


def against_runtimes(
    ours: Network, plain: Network, x: Tensor, clock: Callable[[], float], options: argparse.Namespace
) -> None:
    sides: dict[str, Callable[[], object]] = {
        "allviewer": lambda: with_maps(ours, x),
        "torch eager": lambda: alone(plain, x.contiguous()),
        "torch eager, channels last": lambda: alone(plain, x),
    }
    if options.compile:
        compiled = torch.compile(ours)
        sides["torch.compile"] = lambda: alone(compiled, x)
    if importlib.util.find_spec("openvino"):
        sides["OpenVINO"] = openvino(ours, x, options.threads)
    if importlib.util.find_spec("onnxruntime"):
        sides["ONNX Runtime"] = onnx_runtime(ours, x, options.threads)
    spent = in_turns(sides, clock)
    for name, seconds in spent.items():
        print(f"  {name:<28}{BATCH / seconds:7.1f} cells a second")
    best = min(seconds for name, seconds in spent.items() if name != "allviewer")
    print(f"cells a second on the CPU ÷ the best of these: {best / spent['allviewer']:.2f} (at least 0.9)")


def openvino(network: Network, x: Tensor, threads: int) -> Callable[[], object]:
    import openvino as ov

    model = ov.convert_model(network, example_input=x, input=[tuple(x.shape)])
    settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"}
    compiled, batch = ov.Core().compile_model(model, "CPU", settings), x.contiguous().numpy()
    return lambda: compiled(batch)


def onnx_runtime(network: Network, x: Tensor, threads: int) -> Callable[[], object]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own
        path = str(Path(folder) / "network.onnx")
        torch.onnx.export(network, (x,), path, dynamo=False)
        session = onnxruntime.InferenceSession(path, options)
    name, batch = session.get_inputs()[0].name, x.contiguous().numpy()
    return lambda: session.run(None, {name: batch})


def first_cell(model: str) -> None:
    """Seconds of whole processes, in turns."""
    codes = {"cell": FIRST_CELL.format(model=model), "torch": "import torch"}
    spent: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(3):
        for name, code in codes.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            spent[name].append(time.perf_counter() - begun)
    ratio = statistics.median(spent["cell"]) / statistics.median(spent["torch"])
    print(f"first classified cell ÷ importing torch: {ratio:.2f} (at most 1.5)")


if __name__ == "__main__":
    main()
