"""What a person decides: one step each, on disk before anything else is shown, and taken back by undo."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Final, TypeAlias

from allviewer.core.errors import AllviewerError
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Status
from allviewer.core.rows import CellSummary, Change, Verdict
from allviewer.services.session import Session
from allviewer.ui.background import Failure, Task
from allviewer.ui.desk import Applied, Desk, News
from allviewer.ui.preferences import Preferences
from allviewer.ui.showing import Showing
from allviewer.ui.turn import Turns
from allviewer.ui.views import Long, Views

Step: TypeAlias = Callable[[Session, str, Tell], Change]
"""Takes one step in a session, in a reviewer's name, and tells how far it is."""

MANY: Final = 300
"""A step of more cells is taken off the GUI thread: there it would be noticed."""


class Reviewing:
    """Decides the cells that are selected, or the one in the panel.

    `applied` shows what changed; what `elsewhere` says of it is told along where it was asked already.
    """

    def __init__(
        self,
        views: Views,
        showing: Showing,
        preferences: Preferences,
        *,
        turn: Turns,
        elsewhere: Callable[[Applied], list[int]],
        applied: Callable[[Applied, Sequence[int] | None], None],
        refused: Failure,
    ) -> None:
        self._views, self._showing, self._preferences = views, showing, preferences
        self._turn, self._elsewhere, self._applied, self._refused = turn, elsewhere, applied, refused
        self._desk: Desk | None = None
        self.advance = preferences.current.option("advance", "on") == "on"
        showing.chosen = self.show_allowed
        views.cell.labelChosen.connect(self.label)
        views.cell.noteWritten.connect(self.note)
        views.cell.labelDropped.connect(self.label_cells)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk
        self.show_allowed()

    # --- decisions ---

    def accept(self) -> None:
        """The predicted class is right, where nobody decided; what was decided stays as it is."""
        targets = self.targets()

        def now() -> None:
            if self._desk is None:
                return
            undecided = [one for one in targets if one in self._desk.unreviewed]
            if undecided:
                self._decide(Status.ACCEPTED, cells=undecided)
            elif targets:
                self._keep([self._desk.cells[one] for one in targets if one in self._desk.cells])

        self._turn.then(now)  # what runs may decide them

    def label(self, name: str) -> None:
        """The class is this one."""
        self._decide(Status.CORRECTED, name)

    def label_number(self, number: int) -> None:
        """The model's class with this number, counted from 1; labels of the session have their own keys."""
        model = self._desk.model if self._desk is not None else None
        if model is not None and number <= len(model.classes):
            self.label(model.classes[number - 1])
        elif model is not None:
            self._views.notices.no_class(number, of=len(model.classes))

    def label_cells(self, ids: Sequence[int], name: str) -> None:
        """Cells were dragged onto a class."""
        self._decide(Status.CORRECTED, name, cells=ids)

    def unsure(self) -> None:
        """A white cell of no class that can be told."""
        self._decide(Status.UNSURE)

    def exclude(self) -> None:
        """Not a white cell, or unusable."""
        self._decide(Status.EXCLUDED)

    def clear(self) -> None:
        """Withdraw the decision."""
        self._decide(Status.UNREVIEWED, onward=False)

    def note(self, text: str) -> None:
        """Write a note to the cell in the panel."""
        row = self._showing.current
        if row is not None and text != (row.decision.note if row.decision else ""):
            self.say(lambda session, reviewer: session.annotate([row.id], text, reviewer=reviewer))

    def accept_all(self, ids: Sequence[int]) -> None:
        """Accept many in one step, such as all certain ones that are shown."""
        self._decide(Status.ACCEPTED, cells=ids, onward=False)

    def targets(self) -> Sequence[int]:
        """The cells that a decision is about: those selected, else the one in the panel."""
        selected = self._views.gallery.selected()
        if len(selected) > 1:
            return selected
        return () if self._showing.cell is None else (self._showing.cell,)

    def _decide(
        self, status: Status, label: str = "", *, cells: Sequence[int] | None = None, onward: bool = True
    ) -> None:
        targets = self.targets() if cells is None else cells
        if not targets or (status is Status.ACCEPTED and self._hides(targets)):
            return
        lost = self._showing.lost(targets) if status is not Status.UNREVIEWED else None
        if lost is not None:  # nobody can have seen what he says of it
            self._views.notices.lost(lost.name)
            return
        hidden, onward = self._showing.blind.hidden, onward and self.advance

        def step(session: Session, reviewer: str, tell: Tell) -> Change:
            verdicts = {one: Verdict(status, label, blind=hidden(one)) for one in targets}
            return session.decide_each(verdicts, reviewer=reviewer, tell=tell)

        self._take(Long.DECIDE, step, cells=len(targets), onward=onward)

    def _keep(self, cells: Sequence[CellSummary]) -> None:
        """Go on from cells that are decided, and say so of any that are not as predicted."""
        if self.advance:
            self._go_on()
        if any(cell.label != cell.best or not cell.label for cell in cells):
            self._views.notices.kept(cells)

    def next_unreviewed(self, by: int = 1) -> bool:
        """Show the next cell, or the one before, that nobody decided. If there is none, say so."""
        if self._desk is None or self._showing.step_unreviewed(by):
            return self._desk is not None
        this = self._showing.cell in self._desk.unreviewed
        self._views.notices.all_reviewed(but_this=this, hidden=len(self._desk.unreviewed) - this)
        return False

    # --- back and forth ---

    def undo(self) -> None:
        """Take the last step back and show where that was."""

        def step(session: Session, reviewer: str, tell: Tell) -> Change:
            return session.undo(reviewer, tell=tell) or Change()

        self._retrace(Long.UNDO, step, lambda session: session.undo_size)

    def redo(self) -> None:
        """Do again what was taken back."""

        def step(session: Session, reviewer: str, tell: Tell) -> Change:
            return session.redo(reviewer, tell=tell) or Change()

        self._retrace(Long.REDO, step, lambda session: session.redo_size)

    def _retrace(self, kind: Long, step: Step, size: Callable[[Session], int]) -> None:
        """Undo or redo, once what runs is done: until then it is not known how much that is."""

        def now() -> None:
            cells = size(self._desk.session) if self._desk is not None else 0
            self._take(kind, step, cells=cells, follow=True)

        self._turn.then(now)

    def set_advance(self, on: bool) -> None:
        """Whether a decision leads on to the next cell."""
        self.advance = on
        self._preferences.set_option("advance", "on" if on else "off")

    def _take(
        self, kind: Long, step: Step, *, cells: int, follow: bool = False, onward: bool = False
    ) -> None:
        """Take a step of so many cells, many of them off the GUI thread."""
        if cells > MANY:
            self.say_long(kind, step, follow=follow, onward=onward)
        else:
            self.say(lambda session, reviewer: step(session, reviewer, untold), follow=follow, onward=onward)

    def say(
        self,
        step: Callable[[Session, str], Change],
        image: int | None = None,
        *,
        follow: bool = False,
        onward: bool = False,
    ) -> bool:
        """Take one step in the reviewer's name; whether it was taken. The world's refusals are told.

        With `follow` show where it was, with `onward` go to the next cell to review. While a long
        step is taken it waits its turn, and is not taken yet.
        """
        self._views.cell.end_note()  # what was typed comes before what was pressed
        if self._turn.busy:
            self._turn.then(lambda: self.say(step, image, follow=follow, onward=onward))
            return False
        reviewer = self.reviewer()
        if self._desk is None or not reviewer:
            return False
        try:
            change = step(self._desk.session, reviewer)
        except AllviewerError as error:
            self._views.notices.error(str(error))
            return False
        self._views.notices.clear()
        if image is not None:
            change |= Change(images=frozenset({image}))
        applied = self._desk.apply(change)
        # first: what is left by then is not shown anew
        if onward:
            self._go_on()
        self._applied(applied, None)
        if follow:
            self._go_to(change)
        else:
            self._tell_replaced(applied)
        return True

    def say_long(self, kind: Long, step: Step, *, follow: bool = False, onward: bool = False) -> None:
        """Take a step of many cells off the GUI thread: all of it or, where it is cancelled, nothing."""
        self._views.cell.end_note()
        desk, reviewer = self._desk, self.reviewer()
        if desk is None or not reviewer:
            return

        def work(task: Task) -> tuple[News, list[int]]:
            with closing(desk.session.beside()) as session:
                change = step(session, reviewer, task.tell)
                task.final = True
                news = desk.news(session, change)
            return news, self._elsewhere(news.applied)

        def done(news: News, moved: list[int]) -> None:
            desk.session.catch_up()
            self._views.notices.clear()
            applied = desk.take(news)
            if onward:
                self._go_on()
            self._applied(applied, moved)
            if follow:
                self._go_to(Change(cells=frozenset(cell.id for cell in applied.cells)))
            else:
                self._tell_replaced(applied)

        def failed(error: BaseException) -> None:
            self._refused(error)
            desk.session.catch_up()

        self._turn.run(kind, work, done=lambda found: done(*found), failed=failed)  # type: ignore[misc]

    def _go_on(self) -> None:
        """Show the next cell to review. It alone is selected: the next key must not decide many again."""
        if not self.next_unreviewed():
            self._views.gallery.select(None)
            self._showing.choose_cell(self._showing.cell)

    def _tell_replaced(self, applied: Applied) -> None:
        """Of several cells decided at once some may have had another decision, which few have in sight."""
        replaced = [
            now
            for before, now in zip(applied.before, applied.cells, strict=True)
            if Status.UNREVIEWED not in (before.status, now.status)
            and (before.label or before.status) != (now.label or now.status)
        ]
        if replaced and len(applied.cells) > 1:
            self._views.notices.replaced(len(replaced), of=len(applied.cells))

    def _go_to(self, change: Change) -> None:
        """Show a cell that changed, or of those that went the picture, unless that is shown."""
        assert self._desk is not None
        cells, shown = self._desk.cells.keys() & change.cells, self._showing.place
        if cells and self._showing.cell not in cells:
            self._showing.choose_cell(min(cells))
        elif change.cells and not cells and (shown is None or shown.image not in change.images):
            self._showing.choose_image(min(change.images))

    def show_allowed(self) -> None:
        """Which actions make sense now."""
        desk = self._desk
        writable = desk is not None and not desk.session.read_only
        targets = self.targets()
        one = writable and bool(targets)
        row = self._showing.current
        # of what is decided there is nothing to see: accepting goes on from it
        waits = row is not None and row.prediction is None and desk is not None and row.id in desk.unreviewed
        seen = not waits and not self._hides(targets)
        self._views.window.allow(
            undo=writable and desk is not None and desk.session.can_undo,
            redo=writable and desk is not None and desk.session.can_redo,
            accept=one and seen,
            unsure=one,
            exclude=one,
            clear_decision=one,
            note=one,
            export=desk is not None,
        )

    def _hides(self, cells: Sequence[int]) -> bool:
        """Whether the prediction of any is out of sight: nobody can accept what they do not see."""
        blind = self._showing.blind
        return blind.on and any(map(blind.hidden, cells))

    def reviewer(self) -> str:
        """The reviewer's name; asked for once, kept from then on. "" if it was not given."""
        known = self._preferences.current.reviewer
        if known or self._desk is None:
            return known
        name = self._views.window.ask_reviewer("").strip()
        if name:
            self._preferences.change(reviewer=name)
        return name
