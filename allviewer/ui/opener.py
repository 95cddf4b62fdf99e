"""Sessions read beside the window: of the folder or file that was named, or what lies open once more."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from allviewer.services.moved import came_from
from allviewer.services.session import Session
from allviewer.ui.background import Failure, Task
from allviewer.ui.preferences import Preferences
from allviewer.ui.reading import Read
from allviewer.ui.turn import Turns
from allviewer.ui.views import Long, Views


class Opener:
    """What lies open stays so until all of another session is there; then `begin` is told of that and of the
    paths it was opened by. `lies` says which session file is open, and `close` closes it.
    """

    def __init__(
        self,
        views: Views,
        preferences: Preferences,
        *,
        turn: Turns,
        session_for: Callable[[Sequence[Path]], Session],
        lies: Callable[[], Path | None],
        close: Callable[[], None],
        begin: Callable[[Read, tuple[Path, ...]], None],
        refused: Failure,
    ) -> None:
        self._views, self._preferences, self._turn = views, preferences, turn
        self._session_for, self._lies = session_for, lies
        self._close, self._begin, self._refused = close, begin, refused
        self._again: Callable[[], None] = lambda: None

    def open(self, paths: Sequence[Path]) -> None:
        """Open files and folders: their session is found again, or a new one is begun."""
        if paths:
            self._open(lambda: self._session_for(paths), tuple(paths))

    def open_session(self, path: Path) -> None:
        """Open a session file that lies anywhere, such as a colleague's."""
        self._open(lambda: Session.open(path), ())

    def again(self) -> None:
        """Read what lies open once more: whoever wrote there may have gone."""
        self._again()

    def _open(self, opened: Callable[[], Session], paths: tuple[Path, ...]) -> None:
        self._views.keep_begun()  # while what it is of lies open
        self._turn.then(lambda: self._read(opened, paths))

    def _read(self, opened: Callable[[], Session], paths: tuple[Path, ...]) -> None:
        lies, order = self._lies(), self._views.gallery.arrangement()
        lately = [Path(folder) for folder in self._preferences.current.recent]

        def work(task: Task) -> Read | None:
            found = Read.another(opened, lies, order, task.tell)
            if found is None or found.rows.images or len(paths) != 1:
                return found
            return replace(found, came_from=came_from(paths[0], lately))

        def done(found: Read | None) -> None:
            if found is not None:
                self._again = lambda: self._open(opened, paths)
                self._begin(found, paths)
                return
            # the same once more: the lock that keeps it from being written is this window's own
            self._close()
            self._read(opened, paths)

        self._turn.run(Long.OPEN, work, done=done, failed=self._refused)
