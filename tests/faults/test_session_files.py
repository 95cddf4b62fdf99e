"""Session files that are damaged, foreign, newer, locked, full or gone: refused in words, and untouched."""

import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from allviewer.core.errors import SessionError
from allviewer.core.records import Status
from allviewer.services.session import Session, file, schema
from tests.faults import victims
from tests.services.helpers import MODEL, classified, found, read, work

PAGE = 4096


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "s.allviewer"
    victims.make(path)
    session = Session.open(path)
    session.decide([row.id for row in session.index()], Status.ACCEPTED, reviewer="RM")
    session.close()
    return path


def refused(path: Path, match: str) -> None:
    """Opening tells why, and leaves every byte."""
    before = path.read_bytes()
    with pytest.raises(SessionError, match=match) as error:
        Session.open(path)
    assert str(path) in str(error.value)
    assert str(error.value).endswith(".")
    assert path.read_bytes() == before


def test_every_page_may_be_damaged(whole: Path) -> None:
    """Either it is noticed at once and nothing is touched, or nothing that was decided is lost."""
    data = whole.read_bytes()
    noticed = 0
    pages = range(1, len(data) // PAGE)
    for page in pages:
        start = page * PAGE
        whole.write_bytes(data[:start] + b"\xa5" * 64 + data[start + 64 :])
        try:
            session = Session.open(whole)
        except SessionError as error:
            noticed += 1
            assert "damaged" in str(error)
            assert whole.read_bytes()[start : start + 64] == b"\xa5" * 64
            continue
        session.close()
    assert noticed >= len(pages) * 0.9


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused(whole: Path, share: float) -> None:
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * share)])
    refused(whole, "damaged")


def test_a_file_without_its_last_bytes_is_refused(whole: Path) -> None:
    whole.write_bytes(whole.read_bytes()[:-1])
    refused(whole, "damaged")


def test_what_is_no_session_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.allviewer"
    text.write_text("These are my notes, and nobody shall overwrite them.")
    refused(text, "not a session")
    with pytest.raises(SessionError):
        Session.open(text)
    assert [path.name for path in tmp_path.iterdir()] == [text.name]  # and no lock is left beside it
    foreign = tmp_path / "foreign.allviewer"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    refused(foreign, "another program")
    (tmp_path / "folder.allviewer").mkdir()
    with pytest.raises(SessionError):
        Session.open(tmp_path / "folder.allviewer")


def test_a_newer_session_is_refused(whole: Path) -> None:
    connection = sqlite3.connect(whole)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    refused(whole, "newer")


def test_an_empty_file_becomes_a_session(tmp_path: Path) -> None:
    path = tmp_path / "s.allviewer"
    path.touch()
    Session.open(path).close()
    assert Session.look(path).images() == []


@pytest.mark.parametrize("version", range(schema.VERSION))
def test_each_older_version_becomes_the_newest(tmp_path: Path, version: int) -> None:
    old, new = tmp_path / "old.allviewer", tmp_path / "new.allviewer"
    connection = sqlite3.connect(old, isolation_level=None)
    schema.migrate(connection, target=version)
    connection.close()
    Session.open(old).close()
    Session.open(new).close()
    assert _schema(old) == _schema(new)


def _schema(path: Path) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    rows = set(connection.execute("SELECT type, name, sql FROM sqlite_schema"))
    connection.close()
    return rows


def test_a_full_disk_loses_only_what_did_not_fit(whole: Path) -> None:
    session = Session.open(whole)
    cells = [row.id for row in session.index()]
    (pages,) = session._file.row("PRAGMA page_count")
    session._file.row(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(SessionError, match="disk is full"):
        for _ in range(1000):
            session.decide(cells, Status.UNSURE, reviewer="RM", note="x" * 1000)
    kept = {row.status for row in session.index()}
    session.close()
    session = Session.open(whole)
    assert {row.status for row in session.index()} == kept
    assert session.verify() == []
    assert session.undo("RM")
    session.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_file_that_may_grow_no_more_keeps_what_was_saved(whole: Path) -> None:
    import resource

    session = Session.open(whole)
    cells = [row.id for row in session.index()]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    signalled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (whole.stat().st_size + 10 * PAGE, limits[1]))
    said: list[str] = []
    try:
        with pytest.raises(SessionError, match="the disk took no more"):
            for step in range(1000):
                session.decide(cells, Status.UNSURE, reviewer="RM", note=f"{step}" + "x" * 1000)
                said = [row.note for row in session.index()]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, signalled)
    session.close()
    session = Session.open(whole)
    assert said and [row.note for row in session.index()] == said
    assert session.verify() == []
    session.close()


def test_a_session_deleted_or_replaced_while_open_takes_no_more(whole: Path, tmp_path: Path) -> None:
    session = Session.open(whole)
    cells = [row.id for row in session.index()]
    aside = whole.rename(tmp_path / "aside.allviewer")
    with pytest.raises(SessionError, match="moved or deleted"):
        session.decide(cells, Status.UNSURE, reviewer="RM")
    aside.rename(whole)
    session.decide(cells, Status.UNSURE, reviewer="RM")
    session.close()


def test_a_folder_that_may_not_be_written_is_read_only(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_lock(_self: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(file.FileLock, "acquire", no_lock)
    session = Session.open(whole)
    assert "nothing may be written" in session.read_only
    with pytest.raises(SessionError, match="nothing may be written"):
        session.decide([1], Status.UNSURE, reviewer="RM")
    assert {row.status for row in session.index()} == {Status.ACCEPTED}
    session.close()
    with pytest.raises(SessionError, match="cannot be made here"):
        Session.open(whole.with_name("new.allviewer"))


def test_the_lock_dies_with_its_window(whole: Path) -> None:
    first = Session.open(whole)
    second = Session.open(whole)
    assert second.read_only
    second.close()
    third = Session.open(whole)
    assert third.read_only  # closing one that only reads frees nothing
    third.close()
    first.close()
    fourth = Session.open(whole)
    assert not fourth.read_only
    fourth.close()


@pytest.mark.parametrize(
    "name",
    [
        "'); DROP TABLE images; --.png",
        "../../etc/passwd.png",
        "new\nline.png",
        "\u202egnp.exe",
        "😀" * 60 + ".png",
        "nul\0.png",
        "lone\udcff.png",
    ],
)
def test_names_and_words_are_only_ever_text(tmp_path: Path, name: str) -> None:
    session = Session.open(tmp_path / "s.allviewer")
    session.use_model(MODEL)
    job = work(name.replace("\0", ""))
    session.register([job])
    session.store(read(job), found(job, cells=1), classified(job, cells=1))
    (image,) = session.images()
    assert image.name == job.name.encode("utf-8", "backslashreplace").decode()
    assert image.path == job.path
    (row,) = session.cells(image.id)
    session.decide([row.id], Status.UNSURE, note=name, reviewer=name)
    decision = session.cell(row.id).decision
    clean = name.encode("utf-8", "backslashreplace").decode()
    assert decision is not None and (decision.note, decision.reviewer) == (clean, clean)
    assert session.verify() == []
    session.close()


@pytest.mark.parametrize("table", ["steps", "decisions", "shapes", "kinds"])
def test_what_was_done_can_be_altered_only_behind_the_programs_back(whole: Path, table: str) -> None:
    connection = sqlite3.connect(whole)
    if table == "kinds":
        connection.execute("INSERT INTO kinds (step_id, image_id, kind) VALUES (1, 1, 'cell')")
    for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1000"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(verb)
    connection.close()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE decisions SET label = 'normal' WHERE id = 3",
        "UPDATE decisions SET reviewer = 'XX' WHERE id = 3",
        "UPDATE steps SET taken_at = '2020' WHERE id = 1",
        "DELETE FROM decisions WHERE id = 3",
        "DELETE FROM steps WHERE id = 1",
        "UPDATE shapes SET x = x + 1 WHERE id = 3",
        (
            "INSERT INTO decisions SELECT 99, 1, cell_id, 1, status, '', 'YY', '', '', 0, ''"
            " FROM decisions LIMIT 1"
        ),
    ],
)
def test_tampering_is_noticed(whole: Path, tampering: str) -> None:
    session = Session.open(whole)
    session.undo("RM")
    assert session.verify() == []
    session.close()
    connection = sqlite3.connect(whole)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(tampering)
    connection.commit()
    connection.close()
    session = Session.look(whole)
    assert session.verify() != []
    session.close()
