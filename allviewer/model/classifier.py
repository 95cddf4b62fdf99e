"""Opens bundles by name as the pipeline's classifier. Imports torch only when one is opened."""

from pathlib import Path

from allviewer.core.classifier import Classifier
from allviewer.core.errors import BundleError
from allviewer.model import preload, shelf
from allviewer.model.loads import torch_loads

DEFAULT_MODEL = "all_b3"
BATCH_SIZE = 16


def open_classifier(
    model: str = DEFAULT_MODEL, *, device: str = "auto", batch_size: int = BATCH_SIZE, shared: bool = False
) -> Classifier:
    """Open a bundle by name or folder, or several joined by the sum rule as `a+b+c`.

    `device`: `auto`, `cpu`, `cuda` (or `cuda:1`) or `mps`. `shared`: half of the cores are left, from here
    on, to those who work beside it (readers, the window). Raises BundleError for a bundle that is
    missing or wrong, DeviceError for a device that is not there or a PyTorch that does not load.
    The classifier is to be used from one thread only.
    """
    directories = find(model)
    with torch_loads():
        preload.torch()
        from allviewer.model.engine import Engine
    return Engine(directories, device=device, batch_size=batch_size, shared=shared)


def find(model: str) -> list[Path]:
    """The folders of the bundles in `model`; BundleError for a name unknown or given twice."""
    if "+" not in model or Path(model).is_dir():
        return [shelf.resolve(model)]
    directories = [shelf.resolve(name) for name in model.split("+")]
    if len({d.resolve() for d in directories}) < len(directories):
        raise BundleError(f'"{model}" names a bundle twice. Name each once.')
    return directories
