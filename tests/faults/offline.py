"""No internet from here on, held by the kernel: a process that asks for an internet socket dies at once.

A seccomp filter (Linux, x86-64 and ARM64) sees what Python's own hooks cannot: torch, Qt and every library.
Run as `python -m tests.faults.offline MODULE [ARGUMENT ...]`: the module runs under it.
"""

import ctypes
import platform
import runpy
import struct
import sys

# x86-64 and ARM64: the kernel's name of the architecture, and the number of socket(2)
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
POSSIBLE = sys.platform == "linux" and platform.machine() in _MACHINES
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_INTERNET = (2, 10)  # AF_INET, AF_INET6


def program() -> bytes:
    """The filter: other calls and other families pass."""
    machine, socket_call = _MACHINES[platform.machine()]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 5, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_EQUAL, 0, 3, socket_call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 2, 0, _INTERNET[0]),
        (_EQUAL, 1, 0, _INTERNET[1]),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def go_offline() -> None:
    """For this process, all its threads and all that it starts; there is no way back."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))

    lines = program()
    library = ctypes.CDLL(None, use_errno=True)
    made = Program(len(lines) // 8, lines)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.prctl(
        _SET_SECCOMP, _FILTER, ctypes.byref(made), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "no filter could be set")


if __name__ == "__main__":
    go_offline()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
