"""Which processor runs the networks, and how its failures are told apart."""

import torch

from allviewer.core.errors import DeviceError

CHOICES = ("auto", "cpu", "cuda", "mps")
_ALLOWED = torch.get_num_threads()
_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "could not create a primitive")
"""How it is told; the last is oneDNN's, which runs a CPU's convolutions."""


def choose(name: str) -> torch.device:
    """`auto`, `cpu`, `cuda` (or `cuda:1`) or `mps` → the device; DeviceError where it is not there."""
    if name == "auto":
        return _best()
    kind, _, number = name.partition(":")
    if kind not in CHOICES or (number and not number.isdigit()):
        raise DeviceError(f'There is no device "{name}". Choose one of: {", ".join(CHOICES)}.')
    if kind == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if int(number or 0) >= count:
            raise DeviceError(f'PyTorch finds no GPU for "{name}" here ({count} in all). Use auto or cpu.')
        return torch.device("cuda", int(number or 0))
    if kind == "mps" and not torch.backends.mps.is_available():
        raise DeviceError('PyTorch finds no Apple GPU for "mps" here. Use auto or cpu.')
    return torch.device(kind)


def _best() -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda", 0)
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def share_cores() -> None:
    """Have networks use half of this process's cores at most, from here on.

    Torch's threads wait for each other after each layer, and spin meanwhile: where readers want the same
    cores, two threads on two cores classified half as many cells as one did.
    """
    torch.set_num_threads(max(1, min(torch.get_num_threads(), _ALLOWED // 2)))


def ran_out_of_memory(error: RuntimeError) -> bool:
    """Whether `error` says that memory ran out, on any device."""
    if isinstance(error, torch.cuda.OutOfMemoryError):
        return True
    text = str(error)  # MPS and the CPU's allocator raise a bare RuntimeError
    return any(words in text for words in _MEMORY)


def was_lost(error: RuntimeError) -> bool:
    """Whether `error` says that the GPU itself failed: what it held cannot be read any more."""
    accelerator_error: type[RuntimeError] | None = getattr(torch, "AcceleratorError", None)  # torch 2.8
    return (accelerator_error is not None and isinstance(error, accelerator_error)) or "CUDA error" in str(
        error
    )
