"""Steps taken on a session, taken back and brought back: what `session.Session` does everything by."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from allviewer.core import review
from allviewer.core.progress import Tell, part, untold
from allviewer.core.rows import Change
from allviewer.services.session import steps
from allviewer.services.session.columns import clean
from allviewer.services.session.file import SessionFile
from allviewer.services.session.steps import Columns, Step
from allviewer.services.session.view import SessionView


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class SessionHistory(SessionView):
    """Used from one thread at a time. A step is on disk before it can be undone."""

    def __init__(self, file: SessionFile, *, clock: Callable[[], datetime] = now) -> None:
        super().__init__(file)
        self._clock = clock
        self._latest = 0  # the last step that the history holds
        if not file.read_only and self._meta("id") is None:
            with file.writing():
                self._set_meta("id", str(uuid.uuid4()))
                self._set_meta("made_at", self._time())
        self._history = review.History()
        self._read_history()

    def catch_up(self) -> None:
        """Know of the steps that were taken, and the model that was chosen, by way of `beside`."""
        self._choose(self._meta("model") or "")
        self._read_history()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._history.to_undo is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to bring back."""
        return self._history.to_redo is not None

    @property
    def undo_size(self) -> int:
        """How many cells' decisions undo takes back."""
        step = self._history.to_undo
        return 0 if step is None else steps.step_size(self._file, step)

    @property
    def redo_size(self) -> int:
        """How many cells' decisions redo brings back."""
        pair = self._history.to_redo
        return 0 if pair is None else steps.step_size(self._file, pair[1])

    def undo(self, reviewer: str, *, tell: Tell = untold) -> Change | None:
        """Take back the latest step, by one more step; None if there is none.

        What `tell` raises leaves all as it was.
        """
        step = self._history.to_undo
        if step is None:
            return None
        rows = steps.before(self._file, step, tell=part(tell, 0, of=2))
        return self._take("undo", reviewer, reverts=step, **rows, tell=part(tell, 1, of=2))

    def redo(self, reviewer: str, *, tell: Tell = untold) -> Change | None:
        """Bring back what was undone last, by one more step; None if there is nothing.

        What `tell` raises leaves all as it was.
        """
        pair = self._history.to_redo
        if pair is None:
            return None
        undo, step = pair
        rows = steps.after(self._file, step, tell=part(tell, 0, of=2))
        return self._take("redo", reviewer, reverts=undo, **rows, tell=part(tell, 1, of=2))

    def _take(
        self,
        operation: str,
        reviewer: str,
        *,
        reverts: int | None = None,
        decisions: Sequence[Columns] = (),
        shapes: Sequence[Columns] = (),
        kinds: Sequence[Columns] = (),
        settings: Sequence[Columns] = (),
        tell: Tell = untold,
    ) -> Change:
        """Write one step and remember it for undo, once it is on disk."""
        if not (decisions or shapes or kinds or settings):
            return Change()
        step = Step(operation, clean(reviewer), self._time(), reverts, decisions, shapes, kinds, settings)
        with self._file.writing():
            step_id = steps.take(self._file, step, tell=tell)
        self._history.add(step_id, reverts=reverts)
        self._latest = step_id
        return steps.touched(self._file, step)

    def _read_history(self) -> None:
        """What can be undone. Where steps were removed by other means, `verify` says so; undo starts anew."""
        rows = self._file.rows("SELECT id, reverts FROM steps WHERE id > ? ORDER BY id", self._latest)
        try:
            for step_id, reverts in rows:
                self._history.add(step_id, reverts=reverts)
        except ValueError:
            self._history = review.History()
        if rows:
            self._latest = rows[-1][0]

    def _time(self) -> str:
        return self._clock().isoformat(timespec="microseconds")

    def _set_meta(self, key: str, value: str) -> None:
        self._file.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, value)
