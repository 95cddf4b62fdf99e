"""Where a person stopped in each session, kept among the preferences: it is theirs, and no decision."""

from typing import Final

from allviewer.services.settings import PLACES
from allviewer.ui.desk import Desk
from allviewer.ui.on_screen import Place
from allviewer.ui.preferences import Preferences
from allviewer.ui.showing import Showing

_KEPT: Final = 50
"""Sessions whose place is kept, those closed last."""


class Places:
    """Keeps the place when a session is laid away. Told of that before `showing` forgets it.

    Who only looks at a session begins where its reviewer is, at the cell decided last, and leaves the
    reviewer's place alone.
    """

    def __init__(self, preferences: Preferences, showing: Showing) -> None:
        self._preferences, self._showing = preferences, showing
        self._session, self._looks = "", False
        self._decided: Place | None = None

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        if self._session and not self._looks and self._showing.place is not None:
            self._keep(self._showing.place)
        # asked now: when it is laid away its file is closed, and may be gone
        session = desk.session if desk is not None else None
        self._session = session.id if session is not None else ""
        self._looks = session is not None and bool(session.read_only)
        decided = session.decided_last() if session is not None else None
        self._decided = Place(*decided) if decided is not None else None

    @property
    def left(self) -> Place | None:
        """Where the person was when this session was closed, else where it was decided last, if anywhere."""
        return self._decided if self._looks and self._decided is not None else self._kept or self._decided

    @property
    def _kept(self) -> Place | None:
        for line in self._preferences.current.option(PLACES).splitlines():
            match line.split():
                case [session, image, cell] if session == self._session and image.isdecimal():
                    return Place(int(image), int(cell) if cell.isdecimal() else None)
        return None

    def _keep(self, place: Place) -> None:
        lines = self._preferences.current.option(PLACES).splitlines()
        others = [line for line in lines if line.split()[:1] != [self._session]]
        now = f"{self._session} {place.image} {'-' if place.cell is None else place.cell}"
        self._preferences.set_option(PLACES, "\n".join([now, *others][:_KEPT]))
