"""Imports what takes long, its shared libraries before Python asks for them, while other threads go on.

Python holds its lock while it loads an extension module's libraries: for torch's that is most of a
second on a slow machine, in which the window would not answer. What is loaded already costs the import
nothing. Where it cannot be done (Windows, another layout of the package) the import does it as ever.
"""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path


def torch() -> None:
    """Import torch for whoever needs it next. Raises what that raises."""
    torch_libraries()
    importlib.import_module("torch")


def torch_libraries() -> None:
    """Everything that `import torch` links to; torch wants the first to be visible to all others."""
    _load("torch", "lib/libtorch_global_deps.*", visible=True)
    _load("torch", "lib/libtorch_python.*")


def openvino_libraries() -> None:
    """Everything that `import openvino` links to."""
    _load("openvino", "_pyopenvino.*")


def _load(package: str, pattern: str, *, visible: bool = False) -> None:
    found = importlib.util.find_spec(package)
    if sys.platform != "win32" and found is not None:
        # Unlike ctypes.CDLL's own, a call of a C function leaves Python's lock to others meanwhile.
        load = ctypes.CDLL(None).dlopen
        load.restype, load.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
        for folder in found.submodule_search_locations or ():
            for library in sorted(Path(folder).glob(pattern)):
                load(os.fsencode(library), os.RTLD_NOW | (os.RTLD_GLOBAL if visible else os.RTLD_LOCAL))
