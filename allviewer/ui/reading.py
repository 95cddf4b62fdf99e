"""Reading a session whole, in whatever thread: its light rows, and its cells in the order that was chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allviewer.core.progress import Tell
from allviewer.services.session import Session
from allviewer.ui import arrangement
from allviewer.ui.arrangement import Arrangement, Section
from allviewer.ui.desk import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A session with its light rows, and their cells in the order that was chosen then."""

    session: Session
    rows: Rows
    order: Arrangement
    sections: tuple[Section, ...]
    came_from: Path | None = None
    """Where the pictures of a new session were reviewed before they were moved."""

    @classmethod
    def of(cls, session: Session, order: Arrangement, tell: Tell) -> "Read":
        """Read them; `tell` counts the cells."""
        rows = Rows.of(session, tell=tell)
        names = {row.id: row.name for row in rows.images.values()}
        sections = arrangement.arrange(rows.cells.values(), order, names=names, classes=session.labels())
        return cls(session, rows, order, sections)

    @classmethod
    def another(
        cls, opened: Callable[[], Session], lies: Path | None, order: Arrangement, tell: Tell
    ) -> "Read | None":
        """Open a session and read it; None, and closed again, where it is the one at `lies`.

        Whatever goes wrong, its lock is given back.
        """
        session = opened()
        try:
            if session.path.resolve() != lies:
                return cls.of(session, order, tell)
        except BaseException:
            session.close()
            raise
        session.close()
        return None
