"""A session file that two windows or programs open: one writes, nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

from allviewer.core.errors import SessionError
from allviewer.core.records import Status
from allviewer.services.session import Session
from tests.services.helpers import fill, statuses


def test_the_second_opener_reads_and_cannot_write(tmp_path: Path) -> None:
    first = Session.open(tmp_path / "s.allviewer")
    cells = fill(first)
    second = Session.open(tmp_path / "s.allviewer")
    assert "open in another window" in second.read_only
    first.decide(cells, Status.ACCEPTED, reviewer="RM")
    assert set(statuses(second)) == {Status.ACCEPTED}
    with pytest.raises(SessionError, match="another window"):
        second.decide(cells, Status.UNSURE, reviewer="XX")
    first.close()
    second.close()
    third = Session.open(tmp_path / "s.allviewer")
    assert not third.read_only
    third.close()


_READ = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM steps").fetchone()[0])
connection.close()
"""


def test_what_another_program_reads_meanwhile_loses_nothing(tmp_path: Path) -> None:
    """A look, as each run and export takes, once let go of the window's lock on the file; whoever read it
    then from outside threw the journal away, and with it all that was decided from there on.
    """
    path = tmp_path / "s.allviewer"
    session = Session.open(path)
    session.set_um_per_px(0.5, reviewer="RM")

    def elsewhere() -> str:
        command = [sys.executable, "-c", _READ, str(path)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    for steps in range(2, 5):
        Session.look(path).close()
        assert elsewhere() == str(steps - 1)
        session.set_um_per_px(float(steps), reviewer="RM")
        assert elsewhere() == str(steps)
    session.close()
