"""Who goes first where the window and its work want the same core."""

import gc
import os
import sys
import threading
from typing import Final

_STEPS: Final = 10
"""Of niceness: a tenth of the share of the window's thread while that wants the core, all of it otherwise."""
_LOWEST: Final = 19
_SELDOM: Final = 100
"""Searches for young cycles to one for all, in place of Python's 10."""


def yield_to_window() -> None:
    """Have the calling thread, and those that it starts, go after the window's thread.

    On Linux a thread has a niceness of its own; elsewhere it is the whole process's, and stays as it is.
    """
    if sys.platform == "linux":
        own = threading.get_native_id()
        nice = os.getpriority(os.PRIO_PROCESS, own) + _STEPS
        os.setpriority(os.PRIO_PROCESS, own, min(nice, _LOWEST))


def hand_over_often() -> None:
    """Have Python's lock go from thread to thread five times as often as it does by itself.

    A paint takes the lock again after each call into Qt, a network after each layer, and they wait as long
    each time while another thread computes in Python. What computes long (OpenCV, torch, SQLite) leaves
    it anyway.
    """
    sys.setswitchinterval(0.001)


def collect_seldom() -> None:
    """Have Python search all objects for cycles that nobody holds a tenth as often as it does by itself.

    It holds its lock meanwhile, and does so whenever a quarter more objects are there: some ten times while
    torch is imported, and four times while a session of 100,000 cells is opened. Nearly all of them stay.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _SELDOM)


def collect_no_more() -> None:
    """Have Python end without a search for cycles: the system takes all memory back at once.

    What torch and Qt bring is gone through several times at the end, 0.9 s with a network open, during which
    the process still stands; so it takes 0.3 s. All files are closed by then, all threads have ended.

    Not where triton is, which torchvision brings and only training and measuring need: it would name on
    stderr, in some thirty lines, what of its own was left at the end.
    """
    if "triton" in sys.modules:
        return
    gc.disable()
    gc.freeze()
