"""Sessions from somebody else, with values and statements in them that allviewer never writes.

Tried: every column of every table with an odd value of each of six sorts, a trigger, a view and a table
that are not ours, a table and a view that are gone, and names that lead out of the folder. Every one was
opened rightly or refused in a sentence; no byte of the original was changed, nothing of somebody else's
ran, nothing was written outside the folder that was named. A picture on a computer that only the session
names is not looked for.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from allviewer.core import image
from allviewer.core.errors import AllviewerError, ImageError, SessionError
from allviewer.core.export import Export
from allviewer.core.network import host_of, is_held_back
from allviewer.core.records import Status
from allviewer.services import files
from allviewer.services.analyse import analyse
from allviewer.services.events import ImageFailed
from allviewer.services.export import export
from allviewer.services.session import Session
from allviewer.services.settings import settings_file
from tests.faults import victims
from tests.services.helpers import Toy

ODD = {"null": "NULL", "negative": "-1", "huge": str(2**62), "text": "'x'", "blob": "x'00'", "real": "1e308"}


def make(path: Path) -> None:
    victims.make(path)
    session = Session.open(path)
    session.decide([row.id for row in session.index()], Status.ACCEPTED, reviewer="RM")
    session.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("foreign") / "s.allviewer"
    make(path)
    return path.read_bytes()


@pytest.fixture
def path(original: bytes, tmp_path: Path) -> Path:
    made = tmp_path / "s.allviewer"
    made.write_bytes(original)
    return made


def alter(path: Path, *statements: str) -> bytes:
    """Change the file as another program would; its bytes after that."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


def columns(original: bytes, folder: Path) -> Iterator[tuple[str, str]]:
    path = folder / "columns.allviewer"
    path.write_bytes(original)
    connection = sqlite3.connect(path)
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        for _, column, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            yield table, column
    connection.close()


def use(path: Path) -> None:
    """All that the window and the export ask of a session that is only looked at."""
    session = Session.look(path)
    try:
        for row in session.images():
            session.cells(row.id)
        session.index()
        session.places()
        session.known()
        session.labels()
        session.pending(session.model.sha256 if session.model else "")
        session.verify()
        export(session, Export(path.with_suffix(".csv")))
    finally:
        session.close()


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_every_column_may_hold_anything(original: bytes, tmp_path: Path, odd: str) -> None:
    tried = refused = 0
    for table, column in columns(original, tmp_path):
        path = tmp_path / f"{table}-{column}.allviewer"
        path.write_bytes(original)
        try:
            before = alter(path, f"UPDATE {table} SET {column} = {odd}")
        except sqlite3.IntegrityError:  # the table itself would not hear of it
            continue
        tried += 1
        try:
            use(path)
        except AllviewerError as error:
            refused += 1
            assert str(error).endswith("."), f"{table}.{column}: {error}"
        except Exception as error:
            raise AssertionError(f"{table}.{column} = {odd}") from error
        assert path.read_bytes() == before
    assert tried > 20 and refused > 3


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER mine AFTER INSERT ON decisions BEGIN DELETE FROM meta; END",
        "CREATE VIEW mine AS SELECT * FROM decisions",
        "CREATE TABLE mine (x)",
        "DROP TABLE predictions",
        "DROP VIEW cells_now",
        "ALTER TABLE images ADD COLUMN mine",
    ],
)
def test_statements_and_tables_of_somebody_elses_are_refused(path: Path, statement: str) -> None:
    before = alter(path, statement)
    for opened in (Session.open, Session.look):
        with pytest.raises(SessionError, match="not as allviewer makes them"):
            opened(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["../../out.png", "/tmp/out.png", "C:\\out.png", "a/../../out.png", ".."])
def test_names_lead_to_nothing_outside_the_folder(path: Path, tmp_path: Path, name: str) -> None:
    from allviewer.services import export
    from allviewer.services.gather import Finished
    from allviewer.services.outputs import Masks

    alter(path, f"UPDATE images SET name = '{name}'")
    folder = tmp_path / "deep" / "masks"
    session = Session.look(path)
    with Masks(folder) as masks:
        for picture in export.pictures(session):
            assert isinstance(picture, Finished)
            masks.write(picture)
    session.close()
    written = list(tmp_path.rglob("*.png"))
    assert len(written) == 2
    assert all(found.is_relative_to(folder) for found in written)


# --- pictures on a computer that only the session names ---

STRANGE = ("\\\\stranger\\share\\1.png", "//stranger/share/1.png", "\\\\?\\UNC\\stranger\\share\\1.png")


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every path that is looked at or opened from here on."""
    seen: list[Path] = []
    for name in ("stat", "open"):
        plain = getattr(Path, name)
        monkeypatch.setattr(
            Path, name, lambda self, *a, _plain=plain, **k: (seen.append(self), _plain(self, *a, **k))[1]
        )
    return seen


@pytest.mark.parametrize("strange", STRANGE)
def test_no_computer_is_contacted_that_only_the_session_names(
    path: Path, tmp_path: Path, touched: list[Path], strange: str
) -> None:
    alter(path, f"UPDATE images SET path = CAST('{strange}' AS BLOB)")
    session = Session.open(path)
    for row in session.images():
        with pytest.raises(ImageError, match="another computer, and nobody here opened"):
            image.read(row.path)
    session.store(*files.survey([tmp_path], known=session.known()))
    works = session.pending("another model")
    assert works
    events = list(analyse(works, classifier=Toy))
    assert {type(event) for event in events} == {ImageFailed}
    session.store(*events)
    session.close()
    assert touched
    assert {host_of(one) for one in touched} == {""}


def test_a_share_that_a_person_opened_is_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = STRANGE[1]
    alter(path, f"UPDATE images SET path = CAST('{strange}' AS BLOB)")

    def first() -> Path:
        session = Session.open(path)
        found = session.images()[0].path
        session.close()
        return found

    assert is_held_back(first())
    list(files.find_again(Path("//stranger/share"), []))  # as a person does who trusts it
    assert first() == Path(strange)
    settings_file().with_name("computers.txt").unlink()
    assert is_held_back(first())
    monkeypatch.setattr("allviewer.services.hosts.sessions_folder", lambda: path.parent)
    assert first() == Path(strange), "the program's own sessions hold what was opened here"
