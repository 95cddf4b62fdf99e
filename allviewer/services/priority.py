"""Who goes first where the window and its work want the same core."""

import os
import sys
import threading
from typing import Final

_STEPS: Final = 10
"""Of niceness: a tenth of the share of the window's thread while that wants the core, all of it otherwise."""
_LOWEST: Final = 19


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

    A paint takes the lock again after each call into Qt, and waits as long each time while another
    thread computes in Python. What computes long (OpenCV, torch, SQLite) leaves the lock anyway.
    """
    sys.setswitchinterval(0.001)
