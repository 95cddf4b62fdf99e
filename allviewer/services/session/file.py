"""A session file that is open: who may write to it, and in which transactions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from allviewer.core import atomic
from allviewer.core.errors import SessionError
from allviewer.core.progress import Tell, untold
from allviewer.services.session import inspection, schema, troubles

_OPEN_ELSEWHERE = "This session is open in another window. You can look at it here, but not change it."
_NO_WRITING = "This session lies where nothing may be written. You can look at it, but not change it."
_ONLY_LOOKING = "This session was opened to be looked at, so nothing in it is changed."
_PAGES = 2048  # copied between two words of how far it is
_AT_ONCE = 1000
"""Rows written or read between two words of how far it is."""
_PATIENCE_S = 0.5
"""How long another program may hold the file, as a backup does; the window waits as long."""


def _identity(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_dev, about.st_ino


class SessionFile:
    """One SQLite connection, used from one thread at a time, and the lock beside the file.

    The lock is the operating system's (`<file>.lock`), so it is released when the process dies.
    `read_only` is the plain reason why nothing may be written, or "".
    """

    def __init__(self, path: Path, *, write: bool = True, holder: "SessionFile | None" = None) -> None:
        """With `holder`, which has the lock already, a second connection: see `beside`."""
        self.path = path
        self.read_only = "" if write else _ONLY_LOOKING
        # of the process, not of the thread: who opens a session may hand it to another thread
        self._lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
        beside = Path(self._lock.lock_file)
        stands = beside.exists()
        with ExitStack() as undone:
            undone.push(lambda kind, *_: self._leave_none(kind, None if stands else beside))
            undone.callback(self._lock.release)
            if path.is_dir():
                raise troubles.NoSessionError(path)
            if write and holder is None:
                self._take_lock()
            with troubles.plainly(path):
                self._connection = self._connect(undone) if holder is None else self._writing_connection()
                self._identity = _identity(path)
            undone.pop_all()

    @staticmethod
    def _leave_none(kind: type[BaseException] | None, made: Path | None) -> None:
        """Beside what is no session nobody needs the lock that was made to look."""
        if kind is troubles.NoSessionError and made is not None:
            made.unlink(missing_ok=True)

    def _take_lock(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            self.read_only = _OPEN_ELSEWHERE
        except OSError as error:
            if not self.path.exists():
                raise SessionError(
                    f"{self.path}: the session cannot be made here ({error.strerror}). "
                    "Make its folder writable, or name another file."
                ) from error
            self.read_only = _NO_WRITING

    def _connect(self, undone: ExitStack) -> sqlite3.Connection:
        if self.path.exists() and self.path.stat().st_size:
            self._inspect()
        elif self.read_only:
            raise SessionError(f"{self.path}: the session is just being made in another window. Try again.")
        if self.read_only:
            return self._read_only_connection()
        connection = self._writing_connection()
        undone.callback(connection.close)
        schema.migrate(connection)
        return connection

    def _writing_connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def beside(self) -> "SessionFile":
        """A second connection, to be used and closed in another thread.

        What it writes is under this one's lock; until it is closed nothing is written through this one.
        """
        if self.read_only:
            return SessionFile(self.path, write=False)
        self._check_place()
        return SessionFile(self.path, holder=self)

    def _read_only_connection(self) -> sqlite3.Connection:
        """WAL needs its side files even to read; where none can be made, the file itself is enough."""
        uri = self.path.absolute().as_uri()
        connection = sqlite3.connect(
            f"{uri}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            connection = sqlite3.connect(
                f"{uri}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
        return connection

    def _inspect(self) -> None:
        """Refuse what may not be opened before anything is written to it.

        Only SQLite may open the file: when any other handle of this process is closed, the system lets
        go of the locks of a window that has it open, and another program's reading could then throw
        away what that window writes from there on (sqlite.org/howtocorrupt.html, 2.2).
        """
        with closing(self._read_only_connection()) as connection:
            version = inspection.version_of(connection, self.path)
        if self.read_only and version < schema.VERSION:
            raise SessionError(
                f"{self.path}: this session is from an older allviewer and must be brought up to date, "
                "but it cannot be written to. Copy it to a folder of your own and open it there."
            )

    def rows(self, query: str, *values: object) -> list[Any]:
        """All rows of a query."""
        with troubles.plainly(self.path):
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> Any:
        """The first row of a query, or None."""
        with troubles.plainly(self.path):
            return self._connection.execute(query, values).fetchone()

    def parts(self, query: str, *values: object) -> Iterator[list[Any]]:
        """The rows of a query, some at a time: other threads have their turn between two parts."""
        with troubles.plainly(self.path):
            cursor = self._connection.execute(query, values)
            while part := cursor.fetchmany(_AT_ONCE):
                yield part

    def run(self, query: str, *values: object) -> int:
        """Carry out one statement inside `writing`; the id of the row it inserted, if any."""
        return self._connection.execute(query, values).lastrowid or 0

    def run_many(self, query: str, values: Sequence[Sequence[object]], *, tell: Tell = untold) -> None:
        """Carry out one statement for many rows inside `writing`; `tell` counts them."""
        for start in range(0, len(values), _AT_ONCE):
            self._connection.executemany(query, values[start : start + _AT_ONCE])
            tell(min(start + _AT_ONCE, len(values)), len(values))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Queries in the block see the file as it was at its beginning, whoever writes meanwhile."""
        with troubles.plainly(self.path):
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[None]:
        """One transaction, on disk when the block is left; nothing of it stays if it fails.

        One that need not be `durable` outlives the program, but perhaps not the machine: should the power
        fail before the next durable one, it is as if it had not been.
        """
        if self.read_only:
            raise SessionError(self.read_only)
        self._check_place()
        with troubles.plainly(self.path):
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # a full disk may already have rolled the transaction back
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _check_place(self) -> None:
        """On most systems an open file can be deleted or replaced, and what is written then is lost."""
        try:
            there = _identity(self.path)
        except OSError:
            there = None
        if there != self._identity:
            raise SessionError(
                f"{self.path}: the session file was moved or deleted while it was open. "
                "Put it back, or open the folder again; nothing more is saved until then."
            )

    def copy_to(self, path: Path, *, tell: Tell = untold) -> None:
        """Write all of it, as it is now, to a new file; `tell` counts pages.

        Raises SessionError if there is a file already or none can be written, or what `tell` raises;
        then nothing is left there.
        """
        with troubles.plainly(path):
            if path.exists():
                raise SessionError(f"{path}: there is a file already. Choose another name.")
            with atomic.beside(path) as part, closing(sqlite3.connect(part)) as target:
                self._connection.backup(
                    target, pages=_PAGES, progress=lambda _, left, total: tell(total - left, total)
                )

    def close(self) -> None:
        """Close the connection and let the next window write."""
        self._connection.close()
        self._lock.release()
