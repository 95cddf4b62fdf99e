"""Where a person stopped in each session, kept among the preferences: it is theirs, and no decision."""

from typing import Final

from allviewer.ui.desk import Desk
from allviewer.ui.preferences import Preferences
from allviewer.ui.showing import Place, Showing

_KEPT: Final = 50
"""Sessions whose place is kept, those closed last."""
_OPTION: Final = "places"


class Places:
    """Keeps the place when a session is laid away. Told of that before `showing` forgets it."""

    def __init__(self, preferences: Preferences, showing: Showing) -> None:
        self._preferences, self._showing = preferences, showing
        self._session = ""

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        if self._session and self._showing.place is not None:
            self._keep(self._showing.place)
        # asked now: when it is laid away its file is closed, and may be gone
        self._session = desk.session.id if desk is not None else ""

    @property
    def left(self) -> Place | None:
        """Where the person was when this session was closed, if that is known."""
        for line in self._preferences.current.option(_OPTION).splitlines():
            match line.split():
                case [session, image, cell] if session == self._session and image.isdecimal():
                    return Place(int(image), int(cell) if cell.isdecimal() else None)
        return None

    def _keep(self, place: Place) -> None:
        lines = self._preferences.current.option(_OPTION).splitlines()
        others = [line for line in lines if line.split()[:1] != [self._session]]
        now = f"{self._session} {place.image} {'-' if place.cell is None else place.cell}"
        self._preferences.set_option(_OPTION, "\n".join([now, *others][:_KEPT]))
