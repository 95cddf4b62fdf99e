"""What is said where PyTorch cannot be imported. Imports no torch itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from allviewer.core.errors import DeviceError

_NO_ROOM = ("failed to map segment", "annot allocate memory")
"""What loaders of libraries say where memory is wanting."""


@contextmanager
def torch_loads() -> Iterator[None]:
    """Raise DeviceError where torch, or what comes with it, is imported in the block and cannot be."""
    try:
        yield
    except (ImportError, OSError) as error:  # OSError: a library of the GPU's that torch was built for
        if isinstance(error, ImportError) and (error.name or "").startswith("allviewer"):
            raise  # a mistake of ours
        if any(words in str(error) for words in _NO_ROOM):
            said = "Not enough memory to load PyTorch. Close other programs and try again."
            raise DeviceError(said) from error
        raise DeviceError(f"PyTorch could not be loaded ({error}). Install allviewer anew.") from error
