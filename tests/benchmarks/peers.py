"""Other runtimes of the same network, each if it is installed: what the classifier is compared with."""

import importlib.util
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from allviewer.model.architectures.network import Network
from tests.benchmarks import networks

Pass = Callable[[], object]


def torch_eager(directory: Path, x: Tensor) -> Pass:
    """timm's layers as they are."""
    return networks.forward(networks.by_torch(directory, lean=False), x.contiguous())


def torch_folded(directory: Path, x: Tensor) -> Pass:
    """Batch norms folded, channels last: what the classifier runs where it has nothing better."""
    return networks.forward(networks.by_torch(directory, lean=True), x)


def torch_compile(directory: Path, x: Tensor) -> Pass:
    """torch's own compiler; it needs a C++ compiler on the machine."""
    from torch._inductor import config

    config.freezing = True
    made = networks.forward(torch.compile(networks.by_torch(directory, lean=True)), x)
    made()
    return made


def onnx_runtime(directory: Path, x: Tensor) -> Pass:
    """ONNX Runtime with its own graph optimisations."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    with tempfile.TemporaryDirectory() as folder:
        session = onnxruntime.InferenceSession(str(_exported(directory, x, Path(folder))), options)
    name, batch = session.get_inputs()[0].name, x.contiguous().numpy()
    return lambda: session.run(None, {name: batch})


def openvino(directory: Path, x: Tensor, *, precision: str = "f32") -> Pass:
    """OpenVINO from the exported network, for just this batch."""
    import sys

    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it calls home on import
    import openvino as ov

    settings = {"INFERENCE_NUM_THREADS": torch.get_num_threads(), "INFERENCE_PRECISION_HINT": precision}
    with tempfile.TemporaryDirectory() as folder:
        compiled = ov.Core().compile_model(str(_exported(directory, x, Path(folder))), "CPU", settings)
    batch = x.contiguous().numpy()
    return lambda: compiled(batch, share_inputs=True)


def openvino_16_bit(directory: Path, x: Tensor) -> Pass:
    """OpenVINO as it comes on a CPU that multiplies bfloat16: not the same numbers."""
    return openvino(directory, x, precision="bf16")


def _exported(directory: Path, x: Tensor, folder: Path) -> Path:
    network: Network = networks.by_torch(directory, lean=False)
    file = folder / "network.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own
        torch.onnx.export(network, (x.contiguous(),), str(file), dynamo=False)
    return file


PEERS: dict[str, tuple[str, Callable[[Path, Tensor], Pass]]] = {
    "torch eager": ("torch", torch_eager),
    "torch folded": ("torch", torch_folded),
    "torch.compile": ("torch", torch_compile),
    "ONNX Runtime": ("onnxruntime", onnx_runtime),
    "OpenVINO": ("openvino", openvino),
}
"""By name: the package it needs, and what makes a pass of it."""
ASIDE = {"OpenVINO 16-bit": ("openvino", openvino_16_bit)}
"""Measured beside the others and not held against the classifier: it computes with fewer digits."""


def made(directory: Path, x: Tensor) -> tuple[dict[str, Pass], list[str]]:
    """A pass of each peer, the classifier's rivals and those aside; and why some are not there."""
    passes: dict[str, Pass] = {}
    absent = []
    for name, (package, make) in {**PEERS, **ASIDE}.items():
        if importlib.util.find_spec(package) is None:
            absent.append(f"{name} is not installed")
            continue
        try:
            passes[name] = make(directory, x)
        except Exception as error:  # noqa: BLE001  # whatever another runtime says keeps just itself out
            absent.append(f"{name} did not run ({_first_line(error)})")
    return passes, absent


def _first_line(error: Any) -> str:
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0][:120] if str(error) else ''}"
