"""What the views say of the whole session: the labels to choose from, counts, and who works with what."""

from dataclasses import replace

from allviewer.core.remarks import copies, pages_in
from allviewer.core.rows import State
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.preferences import Preferences
from allviewer.ui.running import Running
from allviewer.ui.showing import Showing
from allviewer.ui.views import Views


class Overview:
    """Tells it to the views, each part when it is other than before."""

    def __init__(self, views: Views, showing: Showing, running: Running, preferences: Preferences) -> None:
        self._views, self._showing, self._running = views, showing, running
        self._preferences = preferences
        self._desk: Desk | None = None
        self._remarked = (0, 0)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self._remarked = (0, 0)

    def show_images(self) -> None:
        """All pictures, and which of them is on the screen."""
        if self._desk is not None:
            self._views.images.set_rows(list(self._desk.images.values()))
            self._views.images.select(self._showing.row.id if self._showing.row else None)

    def put_in_order(self) -> None:
        """Have the pictures that were listed last stand where their names say."""
        if self._desk is not None and self._desk.put_in_order():
            self.show_images()

    def show_labels(self) -> None:
        """The classes to choose from."""
        if self._desk is not None:
            self._views.cell.set_classes(self._desk.classes, self._desk.own_labels)
            self._views.gallery.set_classes(self._desk.classes, self._desk.own_labels)

    def show_unread(self, applied: Applied) -> None:
        """How many pictures could not be read, where a change brought another one."""
        rows = (*applied.images, *applied.new_images)
        if self._desk is not None and any(row.state is State.FAILED for row in rows):
            self._views.notices.unread(self._desk.unread)

    def show_remarks(self) -> None:
        """How many pictures are copies of others, and hold more than is shown; once."""
        if self._desk is None:
            return
        rows = self._desk.images
        found = copies(rows), sum(pages_in(row.notes) > 1 for row in rows.values())
        if found not in ((0, 0), self._remarked):
            self._views.notices.remarks(copies=found[0], paged=found[1])
        self._remarked = found

    def show_idle(self) -> None:
        """That the model has nothing to do, where nothing runs."""
        model = self._desk.session.model if self._desk is not None else None
        if self._desk is not None and model is not None and not self._running.busy:
            self._views.notices.nothing_to_do(model.name, failed=self._desk.unread)

    def show_tally(self) -> None:
        """What is counted."""
        if self._desk is not None:
            tally = self._desk.tally()
            # what is predicted of all would tell of the hidden ones too
            hidden = self._showing.blind.on
            self._views.run.show_tally(replace(tally, predicted=()) if hidden else tally, blind=hidden)

    def show_status(self) -> None:
        """Which model, where it runs, who reviews, and whether what is decided is kept."""
        settings = self._preferences.current
        session = self._desk.session if self._desk else None
        model = session.model.name if session and session.model else settings.model
        self._views.run.show_status(
            model=model,
            device=self._running.device or settings.device,
            reviewer=settings.reviewer,
            session="" if session is None else "read only" if session.read_only else "saved",
        )
