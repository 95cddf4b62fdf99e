"""Steps of very many cells: told how far they are, all or nothing, taken in another thread."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from allviewer.core.progress import CancelledError
from allviewer.core.records import Status
from allviewer.services.session import Session, steps
from allviewer.services.session.columns import canonical
from tests.benchmarks import large

CELLS = 2_500  # more than two parts


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    large.fill(tmp_path / "s.allviewer", CELLS)
    with closing(Session.open(tmp_path / "s.allviewer")) as opened:
        yield opened


def ids(session: Session) -> list[int]:
    return [cell.id for cell in session.index()]


def statuses(session: Session) -> set[Status]:
    return {cell.status for cell in session.index()}


def decide(session: Session, status: Status = Status.UNSURE) -> None:
    session.decide(ids(session), status, reviewer="RM")


class Teller:
    """Keeps what it is told; with `last` it gives up once so much was told."""

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.told: list[float] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append(done / total)
        if self.last is not None and len(self.told) > self.last:
            raise CancelledError


def test_how_far_it_is_only_grows_and_ends_with_all(session: Session) -> None:
    decide(session)
    for step in (session.undo, session.redo):
        teller = Teller()
        step("RM", tell=teller)
        assert len(teller.told) > 4 and teller.told == sorted(teller.told) and teller.told[-1] == 1


@pytest.mark.parametrize("last", range(8))
def test_step_that_is_cancelled_leaves_all_as_it_was(session: Session, last: int) -> None:
    decide(session)
    before = session.head
    with pytest.raises(CancelledError):
        session.undo("RM", tell=Teller(last))
    assert session.head == before and statuses(session) == {Status.UNSURE}
    assert session.can_undo and not session.can_redo and session.verify() == []
    session.undo("RM")
    assert statuses(session) == {Status.UNREVIEWED}


def test_sizes_of_what_undo_and_redo_do(session: Session) -> None:
    assert (session.undo_size, session.redo_size) == (0, 0)
    decide(session)
    assert (session.undo_size, session.redo_size) == (CELLS, 0)
    session.undo("RM")
    assert (session.undo_size, session.redo_size) == (0, CELLS)


def test_chain_is_made_in_parts_as_in_one(session: Session) -> None:
    decide(session)
    (head,) = session._file.rows("SELECT id, operation, reviewer, taken_at, reverts FROM steps")
    content = {name: session._file.rows(query, head[0]) for name, query in steps._CHAINED.items()} | {
        "step": head
    }
    assert len(content["decisions"]) == CELLS and not content.pop("settings")
    assert session.head == hashlib.sha256(canonical(content).encode()).hexdigest()


def test_another_thread_takes_a_step_under_the_same_lock(session: Session) -> None:
    def step() -> int:
        with closing(session.beside()) as other:
            return len(other.decide(ids(other), Status.EXCLUDED, reviewer="RM").cells)

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(step).result() == CELLS
    assert not session.can_undo
    session.catch_up()
    assert session.can_undo and statuses(session) == {Status.EXCLUDED}
    with closing(Session.open(session.path)) as window:
        assert window.read_only  # closing the one beside did not give the lock away
    session.undo("RM")
    session.catch_up()  # nothing is taken in twice
    assert session.can_redo and session.verify() == []


def test_session_is_handed_to_another_thread(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        session = thread.submit(Session.open, tmp_path / "s.allviewer").result()
    assert session.index() == []
    session.close()
    with closing(Session.open(tmp_path / "s.allviewer")) as again:
        assert not again.read_only  # the lock went with it


def test_what_is_only_looked_at_is_so_beside_too(session: Session) -> None:
    with closing(Session.look(session.path)) as looking, closing(looking.beside()) as other:
        assert other.read_only and len(other.index()) == CELLS
