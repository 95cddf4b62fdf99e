"""The guards of conftest must bite: each is tried on a test that deserves to fail."""

import pytest

pytest_plugins = ["pytester"]

CASES = {
    "log": "import logging\ndef test_it():\n    logging.getLogger('x').warning('surprise')\n",
    "missing": "def test_it(expect_log):\n    expect_log('never')\n",
    "thread": (
        "import threading\ndef test_it():\n"
        "    threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    ),
    "socket": (
        "import socket\ndef test_it():\n"
        "    try:\n        socket.create_connection(('127.0.0.1', 9))\n"
        "    except BaseException:\n        pass\n"
    ),
    "timer": (
        "from PySide6.QtCore import QTimer\nkept = []\ndef test_it(qtbot):\n"
        "    kept.append(QTimer()); kept[0].start(1000)\n"
    ),
}
EXPECTED = {
    "log": "*unexpected log line: x: WARNING: surprise*",
    "missing": "*never logged: never*",
    "thread": "*leaked thread*",
    "socket": "*reached for the network: socket.*",
    "timer": "*leaked timer*",
}


@pytest.mark.parametrize("case", CASES)
def test_guard_fails_the_test(pytester: pytest.Pytester, case: str) -> None:
    pytester.makeconftest(
        "import tests.conftest as c\nc.THREAD_GRACE_S = 0.1\nfrom tests.conftest import *\n"
        "from tests.conftest import _log_guard, _network_guard, _thread_guard\n"
    )
    pytester.makepyfile(CASES[case])
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines([EXPECTED[case]])
    assert result.parseoutcomes().get("errors") == 1


def test_announced_log_lines_are_fine(expect_log) -> None:  # type: ignore[no-untyped-def]  # a fixture
    import logging

    expect_log("x: WARNING: as said")
    logging.getLogger("x").warning("as said")
