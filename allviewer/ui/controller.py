"""Intentions in; session, worker and pictures called; views told what to show. Knows no Qt."""

from collections.abc import Callable, Sequence
from pathlib import Path

from allviewer.core.errors import AllviewerError
from allviewer.core.records import Kind
from allviewer.core.rows import State
from allviewer.services.events import Event, Notice
from allviewer.services.session import Session
from allviewer.ui import trouble
from allviewer.ui.chosen_model import ChosenModel
from allviewer.ui.classifying import Classifying
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.opener import Opener
from allviewer.ui.ordering import Ordering
from allviewer.ui.overview import Overview
from allviewer.ui.places import Places
from allviewer.ui.preferences import Preferences
from allviewer.ui.reading import Read
from allviewer.ui.reviewing import Reviewing
from allviewer.ui.running import Jobs, Running, Runs
from allviewer.ui.showing import Loads, Showing
from allviewer.ui.steps import Heard
from allviewer.ui.turn import Turns
from allviewer.ui.views import Views


class Controller:
    """Joins what lies open with what runs, what is shown and what is decided."""

    def __init__(
        self,
        views: Views,
        *,
        worker: Runs,
        turn: Turns,
        pictures: Loads,
        jobs: Jobs,
        preferences: Preferences,
        session_for: Callable[[Sequence[Path]], Session] = Session.for_paths,
    ) -> None:
        self._views, self._turn = views, turn
        self._preferences = preferences
        self.desk: Desk | None = None
        self._paths: tuple[Path, ...] = ()
        self._looked: int | None = None  # how many pictures there were when a person looked again
        self.watchers: list[Callable[[Applied | None], None]] = []
        """Told of each change to what lies open; of None when all of it is other than before."""
        self.running = Running(worker, views.run, jobs, listed=self._listed)
        self.showing = Showing(views, pictures)
        self._overview = Overview(views, self.showing, self.running, preferences)
        self._places = Places(preferences, self.showing)
        self.ordering = Ordering(views.gallery, self.showing, turn, refused=self._refused)
        heard = Heard(elsewhere=self.ordering.elsewhere, applied=self.applied, refused=self._refused)
        self.reviewing = Reviewing(views, self.showing, preferences, turn=turn, heard=heard)
        self.chosen_model = ChosenModel(views.notices, preferences, describe=jobs.describe)
        self._classifying = Classifying(
            views.gallery,
            self.showing,
            self.running,
            preferences,
            self.chosen_model,
            turn=turn,
            changed=self._model_changed,
            refused=self._refused,
        )
        opener = Opener(
            views,
            preferences,
            turn=turn,
            session_for=session_for,
            lies=lambda: None if self.desk is None else self.desk.session.path.resolve(),
            close=self.close,
            begin=self._begin,
            refused=self._refused,
        )
        self.open, self.open_session, self._read_again = opener.open, opener.open_session, opener.again
        self._listen(worker)
        self._overview.show_status()

    def _listen(self, worker: Runs) -> None:
        self._views.notices.unreadRequested.connect(self._views.images.show_unread)
        # what the worker says is written to the session: not while something else writes there
        worker.events.connect(self._heard)
        worker.finished.connect(lambda number: self._turn.then(lambda: self._finished(number)))
        worker.failed.connect(lambda number, error: self._turn.then(lambda: self._failed(number, error)))

    # --- opening and closing ---

    @property
    def busy(self) -> bool:
        """Whether anything runs."""
        return self._turn.busy or self.running.busy

    def _refused(self, error: BaseException) -> None:
        trouble.tell(error, said=self._views.notices.error, bug=self._views.window.report_bug)

    def close(self) -> None:
        """Stop what runs and close the session; everything decided and noted is on disk."""
        self.running.cancel()
        self._views.cell.end_note()
        if self.desk is not None:
            self.desk.session.close()
        self._lay(None)
        self._tell(None)

    def _begin(self, found: Read, paths: tuple[Path, ...]) -> None:
        self.close()
        self._views.notices.clear()
        session = found.session
        self._paths, self._looked = paths, None
        if len(paths) == 1 and paths[0].is_dir():
            self._preferences.put(self._preferences.current.opened(paths[0].absolute()))
        title = paths[0].name if len(paths) == 1 else session.path.stem if not paths else paths[0].parent.name
        self._views.window.show_open(title, read_only=session.read_only)
        self._lay(Desk(session, found.rows))
        self._reset_views(found)
        self.showing.begin(self._places.left)
        if session.read_only:
            self._views.notices.only_looks(session.read_only)
        elif paths:
            self.running.survey(paths, session.known())
        else:
            self._listed()
        if found.came_from is not None:
            self._views.notices.came_from(found.came_from)

    def _lay(self, desk: Desk | None) -> None:
        self.desk = desk
        for part in (
            self._overview,
            self._places,
            self.showing,
            self.reviewing,
            self.ordering,
            self.chosen_model,
            self._classifying,
        ):
            part.lay(desk)

    def _model_changed(self, found: Read, lacking: Sequence[str]) -> None:
        self._reset_views(found)
        if lacking:
            self._views.notices.lacking(lacking)

    def _reset_views(self, found: Read) -> None:
        assert self.desk is not None
        self._overview.show_images()
        self._overview.show_labels()
        self.ordering.begin(found)
        self._overview.show_tally()
        self._overview.show_status()
        self._tell(None)

    def _tell(self, applied: Applied | None) -> None:
        for watcher in self.watchers:
            watcher(applied)

    # --- what runs ---

    def classify(self) -> None:
        """Classify what the chosen model has not done, the picture on the screen first."""
        self._classifying.classify()

    def classify_rest(self) -> None:
        """As `classify`, and say so where there is nothing to do."""
        self.classify()
        self._turn.then(self._overview.show_idle)

    def look_again(self) -> None:
        """List what lies open once more, and take up what is new, changed or gone since."""
        self._views.keep_begun()
        self._turn.then(self._look_again)

    def _look_again(self) -> None:
        if self.desk is None:
            return
        if self.desk.session.read_only:
            self._read_again()
            return
        self.running.cancel()
        self._views.notices.clear()
        self.showing.forget()
        self._looked = len(self.desk.images)
        self.running.survey(self._paths, self.desk.session.known())

    def cancel(self) -> None:
        """Stop what runs; what was done is kept. Of a long step, which goes first, nothing is done."""
        if self._turn.busy:
            self._turn.cancel()
            return
        self.running.cancel()
        self.ordering.tidy()

    def use_model(self, name: str, device: str) -> None:
        """Choose another bundle (or several joined by +) and device, and classify with it."""
        self.chosen_model.choose(name, device)
        self.running.cancel()
        self._overview.show_status()
        self.classify()

    def find_pictures(self, folder: Path) -> None:
        """Look for the session's pictures by their contents in another folder."""
        if self.desk is not None and not self.desk.session.read_only:
            self._views.notices.clear()  # what the look before came to
            self.running.find(folder, self.desk.session.sought())

    def set_kind(self, kind: Kind | None) -> None:
        """Say what the current picture shows; its cells are found anew for that kind."""
        row = self.showing.row
        if self.desk is None or row is None:
            return
        self.reviewing.say(
            lambda session, reviewer: session.set_kind(row.id, kind, reviewer=reviewer), row.id
        )
        self.classify()

    def _heard(self, events: Sequence[Event]) -> None:
        # they are of what lies open as they come; another session may before their turn does
        desk = self.desk
        self._turn.then(lambda: self.take(events) if self.desk is desk else None)

    def take(self, events: Sequence[Event]) -> None:
        """Keep what the pipeline says and show what it changed."""
        if self.desk is None:
            return
        try:
            change = self.desk.session.store(*events)
        except AllviewerError as error:
            self.running.cancel()
            self._views.notices.error(str(error))
            return
        self.running.take(events)
        for event in events:
            if isinstance(event, Notice):
                self._overview.show_status()
                if event.text:
                    self._views.notices.told(event.text)
        self.applied(self.desk.apply(change))

    def _listed(self) -> None:
        assert self.desk is not None
        states = [row.state for row in self.desk.images.values()]
        if not states:
            self._views.notices.nothing_found()
            return
        self._overview.put_in_order()
        changed, missing = states.count(State.CHANGED), states.count(State.MISSING)
        if self.running.found is not None:
            self._views.notices.found_again(self.running.found, of=len(states))
        elif changed or missing:
            self._views.notices.changed(changed=changed, missing=missing)
        if self.running.renamed:
            self._views.notices.renamed(self.running.renamed)
        if self._looked is not None:
            self._views.notices.looked(len(states) - self._looked)
        self._looked = None
        self.classify()

    def _finished(self, number: int) -> None:
        if self.running.ended(number) and not self.running.busy:
            self.ordering.tidy()
            self._overview.show_remarks()

    def _failed(self, number: int, error: BaseException) -> None:
        if self.running.failed(number):
            self._refused(error)

    # --- what is shown ---

    def applied(self, applied: Applied, moved: Sequence[int] | None = None) -> None:
        """Show what changed, and only that; `moved` are the cells that stand elsewhere by now, if known."""
        views = self._views
        assert self.desk is not None
        if applied.new_images:
            views.images.add_rows(applied.new_images)
        if applied.images:
            views.images.change_rows(applied.images)
        if applied.labels:
            self._overview.show_labels()
        self._overview.show_unread(applied)
        self.ordering.take(applied, moved)
        self.showing.take(applied)
        if applied.cells or applied.new_cells or applied.gone or applied.labels:
            self._overview.show_tally()
        self.reviewing.show_allowed()
        self._overview.show_status()
        self._tell(applied)

    def set_blind(self, on: bool) -> None:
        """Hide predictions until a decision is made, for all cells or for the share that was chosen."""
        share = int(self._preferences.current.option("blind share", "100"))
        self.showing.set_blind(on, share=share)
        self.ordering.arrange()
        self._overview.show_tally()

    def set_reviewer(self, name: str) -> None:
        """Another person reviews from here on."""
        self._preferences.change(reviewer=name)
        self._overview.show_status()
