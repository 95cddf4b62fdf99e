"""The chosen model over what lies open: what it has not done is classified, and its answers are shown."""

from collections.abc import Callable, Sequence
from contextlib import closing

from allviewer.core.errors import AllviewerError
from allviewer.core.records import Model
from allviewer.services.waiting import waiting
from allviewer.ui.background import Failure, Task
from allviewer.ui.chosen_model import ChosenModel
from allviewer.ui.desk import Desk
from allviewer.ui.preferences import Preferences
from allviewer.ui.reading import Read
from allviewer.ui.running import Running
from allviewer.ui.showing import Showing
from allviewer.ui.turn import Turns
from allviewer.ui.views import GalleryView, Long


class Classifying:
    """Starts what the chosen model has still to do. `changed` is told when another model's answers are
    read, and which classes in use that model lacks; `refused` why nothing begins.
    """

    def __init__(
        self,
        gallery: GalleryView,
        showing: Showing,
        running: Running,
        preferences: Preferences,
        chosen: ChosenModel,
        *,
        turn: Turns,
        changed: Callable[[Read, Sequence[str]], None],
        refused: Failure,
    ) -> None:
        self._gallery, self._showing, self._running = gallery, showing, running
        self._preferences, self._chosen, self._turn = preferences, chosen, turn
        self._changed, self._refused = changed, refused
        self._desk: Desk | None = None

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk

    def classify(self) -> None:
        """Classify what the chosen model has not done, the picture on the screen first."""
        self._turn.then(self._classify)

    def _classify(self) -> None:
        if self._desk is None or self._desk.session.read_only:
            return
        try:
            model = self._chosen.model()
        except AllviewerError as error:
            self._refused(error)
            return
        if self._desk.session.model == model:
            self._analyse(self._desk, model)
        else:
            self._change_model(self._desk, model)

    def _change_model(self, desk: Desk, model: Model) -> None:
        order = self._gallery.arrangement()

        def work(task: Task) -> Read:
            with closing(desk.session.beside()) as session:
                session.use_model(model)
                task.final = True
                return Read.of(session, order, task.tell)

        def done(found: Read) -> None:
            used, before = dict(desk.carried), desk.classes
            desk.session.catch_up()
            desk.put(found.rows)
            self._showing.again()  # first: the other views ask it what it shows, by the new classes
            self._changed(found, [name for name in before if used.get(name) and name not in desk.classes])
            self._analyse(desk, model)

        self._turn.run(Long.MODEL, work, done=done, failed=self._refused)

    def _analyse(self, desk: Desk, model: Model) -> None:
        device = self._preferences.current.device
        undone = [row.id for row in desk.images.values() if row.unfinished]
        if undone:
            current = self._showing.row.id if self._showing.row else 0
            undone.sort(key=lambda image_id: image_id != current)
            works = waiting(desk.session.path, model.sha256, undone)
            self._running.analyse(works, len(undone), model=self._chosen.name, device=device)
