"""One step after the other in the session, in the reviewer's name: on disk before anything else is shown."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final, TypeAlias

from allviewer.core.errors import AllviewerError
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Cell, Status
from allviewer.core.rows import Change
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


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Who hears of a step: `applied` shows what changed, with what `elsewhere` says of it where that was
    asked already; `refused` tells what the world refused.
    """

    elsewhere: Callable[[Applied], list[int]]
    applied: Callable[[Applied, Sequence[int] | None], None]
    refused: Failure


class Steps:
    """Takes steps, many cells of one beside the window, takes them back, and goes on to the next cell."""

    def __init__(
        self, views: Views, showing: Showing, preferences: Preferences, *, turn: Turns, heard: Heard
    ) -> None:
        self._views, self._showing, self._preferences = views, showing, preferences
        self._turn, self._heard = turn, heard
        self._desk: Desk | None = None

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        self._desk = desk

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

        self._views.keep_begun()  # it is the last step now
        self._turn.then(now)

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
        self._views.keep_begun()  # what was typed or painted comes before what was pressed
        if self._turn.busy:
            self._turn.then(lambda: self.say(step, image, follow=follow, onward=onward))
            return False
        reviewer = self._author()
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
        self._show(self._desk.apply(change), None, go_to=change if follow else None, onward=onward)
        return True

    def say_long(self, kind: Long, step: Step, *, follow: bool = False, onward: bool = False) -> None:
        """Take a step of many cells off the GUI thread: all of it or, where it is cancelled, nothing."""
        self._views.keep_begun()
        desk, reviewer = self._desk, self._author()
        if desk is None or not reviewer:
            return

        def work(task: Task) -> tuple[News, list[int]]:
            with closing(desk.session.beside()) as session:
                change = step(session, reviewer, task.tell)
                task.final = True
                news = desk.news(session, change)
            return news, self._heard.elsewhere(news.applied)

        def done(found: tuple[News, list[int]]) -> None:
            news, moved = found
            desk.session.catch_up()
            self._views.notices.clear()
            applied = desk.take(news)
            change = Change(cells=frozenset(cell.id for cell in applied.cells))
            self._show(applied, moved, go_to=change if follow else None, onward=onward)
            if kind is Long.IMPORT:  # of which most lie elsewhere
                self._tell_many(applied)

        def failed(error: BaseException) -> None:
            self._heard.refused(error)
            desk.session.catch_up()

        self._turn.run(kind, work, done=done, failed=failed)

    def search(self, find: Callable[[], Cell], *, found: Callable[[Cell], None]) -> None:
        """Find a cell off the GUI thread; whatever is done meanwhile waits until it is `found`."""
        # final: Escape right after drawing leaves the tool and must not take the cell back
        self._turn.run(Long.OUTLINE, lambda _task: find(), done=found, failed=self._heard.refused, final=True)

    def _show(
        self, applied: Applied, moved: Sequence[int] | None, *, go_to: Change | None, onward: bool
    ) -> None:
        """Show what a step changed, and go where it was, on, or nowhere."""
        # first: what is left by then is not shown anew
        if onward:
            self._showing.stays = not self._go_on()
        self._heard.applied(applied, moved)
        if go_to is not None:
            self._go_to(go_to)
        else:
            self._tell_many(applied)

    def _tell_many(self, applied: Applied) -> None:
        """Of several cells decided at once: how many, and of those how many had another decision, which few
        have in sight. Of decided cells that are gone with what their picture is said to show: how many.
        """
        each = list(zip(applied.before, applied.cells, strict=True))
        decided = [now for before, now in each if before.status is not now.status is not Status.UNREVIEWED]
        replaced = [
            now
            for before, now in each
            if Status.UNREVIEWED not in (before.status, now.status)
            and (before.label or before.status) != (now.label or now.status)
        ]
        if applied.laid_aside:
            self._views.notices.laid_aside(applied.laid_aside)
        elif replaced and len(applied.cells) > 1:
            self._views.notices.replaced(len(replaced), of=len(applied.cells))
        elif len(decided) > 1:
            self._views.notices.decided(len(decided))

    # --- where to next ---

    def next_unreviewed(self, by: int = 1) -> bool:
        """Show the next cell, or the one before, that nobody decided. If there is none, say so."""
        if self._desk is None or self._showing.step_unreviewed(by):
            return self._desk is not None
        this = self._showing.cell in self._desk.unreviewed
        hidden = len(self._desk.unreviewed) - this
        to_come = 0 if hidden else self._desk.unsearched
        self._views.notices.all_reviewed(but_this=this, hidden=hidden, to_come=to_come)
        return False

    def _go_on(self) -> bool:
        """Show the next cell to review, if there is one. It alone is selected: the next key must not decide
        many again.
        """
        if self.next_unreviewed():
            return True
        self._views.gallery.select(None)
        self._showing.stay()
        return False

    def _go_to(self, change: Change) -> None:
        """Show a cell that changed, or of those that went the picture, unless that is shown."""
        assert self._desk is not None
        cells, shown = self._desk.cells.keys() & change.cells, self._showing.place
        if cells and self._showing.cell not in cells:
            self._showing.choose_cell(min(cells))
        elif change.cells and not cells and (shown is None or shown.image not in change.images):
            self._showing.choose_image(min(change.images))

    def _author(self) -> str:
        """In whose name a step is taken; "" where none can be, which is told: nobody is asked in vain."""
        return "" if self._only_looks() else self.reviewer()

    def _only_looks(self) -> bool:
        """Whether nothing may be written here, which is told."""
        why = self._desk.session.read_only if self._desk is not None else ""
        if why:
            self._views.notices.only_looks(why)
        return bool(why)

    def reviewer(self) -> str:
        """The reviewer's name; asked for once, kept from then on. "" if it was not given."""
        known = self._preferences.current.reviewer
        if known or self._desk is None:
            return known
        name = self._views.window.ask_reviewer("").strip()
        if name:
            self._preferences.change(reviewer=name)
        return name
