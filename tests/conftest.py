"""What every test has: real data when it is there, and guards that fail a test for what it leaves behind."""

import gc
import logging
import os
import re
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from allviewer.core.resources import resources

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shared machine makes single examples slow without fault of ours: no deadline. tmp_path and the
# guards below are safe to share between the examples of one test.
_COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
settings.register_profile("default", max_examples=50, **_COMMON)
settings.register_profile("thorough", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

ROOT = Path(__file__).resolve().parents[1]
THREAD_GRACE_S = 5.0


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The real data that is not part of the product; mark tests that use it with `data`."""
    folder = Path(os.environ.get("ALLVIEWER_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder} (set ALLVIEWER_DATA to its folder)")
    return folder


@pytest.fixture(scope="session")
def samples() -> Path:
    """The pictures that are shipped."""
    return resources() / "samples"


@pytest.fixture
def nobody() -> Iterator[Path]:
    """An open folder, in the shoes of somebody without special rights: root may do everything."""
    if not hasattr(os, "seteuid"):
        pytest.skip("rights work otherwise on this system")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65_534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        messages = [f"{r.name}: {r.levelname}: {r.getMessage()}" for r in self.records]
        surprises = [m for m in messages if not any(re.search(p, m) for p in self.expected)]
        missing = [p for p in self.expected if not any(re.search(p, m) for m in messages)]
        return [f"unexpected log line: {m}" for m in surprises] + [f"never logged: {p}" for p in missing]


@pytest.fixture(autouse=True)
def _log_guard() -> Iterator[_Recorder]:
    """Fail on log lines of WARNING and up that `expect_log` did not announce."""
    recorder = _Recorder()
    logging.getLogger().addHandler(recorder)
    yield recorder
    logging.getLogger().removeHandler(recorder)
    if complaints := recorder.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.fixture
def expect_log(_log_guard: _Recorder) -> Callable[[str], None]:
    """`expect_log(pattern)`: a line like "name: WARNING: text" that matches it must be logged, and may."""
    return _log_guard.expected.append


@pytest.fixture(autouse=True)
def _thread_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on threads and Qt timers that outlive the test.

    Threads get a moment to end: joining is waiting for an event, not a sleep.
    """
    before = set(threading.enumerate())
    yield
    leaked = [t for t in threading.enumerate() if t not in before and not _ends(t)]
    complaints = [f"leaked thread: {t.name}" for t in leaked]
    if {"qtbot", "qapp"} & set(request.fixturenames):
        complaints += _live_qt()
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


def _ends(thread: threading.Thread) -> bool:
    if thread.name.startswith("tqdm"):  # tqdm's monitor belongs to the process
        return True
    thread.join(THREAD_GRACE_S)
    return not thread.is_alive()


def _live_qt() -> list[str]:
    """Running QTimers and QThreads that Python still holds."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    # type(o), not isinstance: lazy proxies in other libraries wake up, and warn, when asked their class
    objects = [o for o in gc.get_objects() if issubclass(type(o), QTimer | QThread) and shiboken6.isValid(o)]
    application = QCoreApplication.instance()
    main = application.thread() if application else None
    timers = [o for o in objects if isinstance(o, QTimer) and o.isActive()]
    threads = [o for o in objects if isinstance(o, QThread) and o is not main and o.isRunning()]
    return [f"leaked timer: {o!r}, child of {o.parent()!r}" for o in timers] + [
        f"leaked QThread: {o!r}" for o in threads
    ]


class NetworkTouched(BaseException):
    """Raised where a test reaches for the network; no `except Exception` can hide it."""


_touched: list[str] = []
_watching = False


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching or event not in {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"}:
        return
    if isinstance(arguments[0], socket.socket) and arguments[0].family not in (
        socket.AF_INET,
        socket.AF_INET6,
    ):
        return  # local plumbing: socketpair, multiprocessing
    _touched.append(f"{event} {arguments[1:] if event != 'socket.getaddrinfo' else arguments}")
    raise NetworkTouched(_touched[-1])


# An audit hook sees every socket of this process however it is opened, and cannot be patched around.
sys.addaudithook(_audit)


@pytest.fixture(autouse=True)
def _network_guard() -> Iterator[None]:
    """Fail on any internet socket: the program asks the network for nothing unless told to."""
    global _watching  # noqa: PLW0603  # an audit hook cannot be removed, only told to look away
    _touched.clear()
    _watching = True
    yield
    _watching = False
    if _touched:
        pytest.fail("reached for the network: " + "; ".join(_touched), pytrace=False)
