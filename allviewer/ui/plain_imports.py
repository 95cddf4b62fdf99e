"""Keeps PySide from reading the source of every module that is imported after it.

It would look there for its own name, to know where its switches (`from __feature__ import ...`) may
hold. Nothing here uses those, and for torch and SciPy that is 0.6 million lines read, and kept, while
the first cell is waited for.
"""

import sys
from types import ModuleType

import PySide6.QtCore  # noqa: F401  # brings `__feature__`


def _unread(_module: ModuleType) -> bool:
    return False


# by name, for it is no file of its own; a PySide that has no such module, or asks otherwise, goes on as ever
if "__feature__" in sys.modules:
    vars(sys.modules["__feature__"])["_mod_uses_pyside"] = _unread
