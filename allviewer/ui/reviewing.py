"""What a person decides: one step each, on disk before anything else is shown, and taken back by undo."""

from collections.abc import Callable, Sequence

from allviewer.core.errors import AllviewerError
from allviewer.core.records import Status
from allviewer.services.session import Change, Session, Verdict
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.preferences import Preferences
from allviewer.ui.showing import Showing
from allviewer.ui.views import Views


class Reviewing:
    """Decides the cells that are selected, or the one in the panel. `applied` shows what changed."""

    def __init__(
        self,
        views: Views,
        showing: Showing,
        preferences: Preferences,
        *,
        applied: Callable[[Applied], None],
    ) -> None:
        self._views, self._showing, self._preferences = views, showing, preferences
        self._applied = applied
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
        """The predicted class is right."""
        self._decide(Status.ACCEPTED)

    def label(self, name: str) -> None:
        """The class is this one."""
        self._decide(Status.CORRECTED, name)

    def label_number(self, number: int) -> None:
        """The model's class with this number, counted from 1; labels of the session have their own keys."""
        model = self._desk.model if self._desk is not None else None
        if model is not None and number <= len(model.classes):
            self.label(model.classes[number - 1])

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
        if not targets:
            return
        verdicts = {one: Verdict(status, label, blind=self._showing.hidden(one)) for one in targets}
        decided = self.say(lambda session, reviewer: session.decide_each(verdicts, reviewer=reviewer))
        if decided and onward and self.advance and len(targets) == 1 and not self._showing.step_unreviewed():
            self._views.notices.all_reviewed()

    # --- back and forth ---

    def undo(self) -> None:
        """Take the last step back and show where that was."""
        self.say(lambda session, reviewer: session.undo(reviewer) or Change(), follow=True)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.say(lambda session, reviewer: session.redo(reviewer) or Change(), follow=True)

    def set_advance(self, on: bool) -> None:
        """Whether a decision leads on to the next cell."""
        self.advance = on
        self._preferences.set_option("advance", "on" if on else "off")

    def say(
        self, step: Callable[[Session, str], Change], image: int | None = None, *, follow: bool = False
    ) -> bool:
        """Take one step in the reviewer's name; whether it was taken. The world's refusals are told."""
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
        self._applied(self._desk.apply(change))
        if follow and change.cells and self._showing.cell not in change.cells:
            self._showing.choose_cell(min(change.cells))
        return True

    def show_allowed(self) -> None:
        """Which actions make sense now."""
        desk = self._desk
        writable = desk is not None and not desk.session.read_only
        one = writable and bool(self.targets())
        row = self._showing.current
        seen = row is None or (row.prediction is not None and not self._showing.hidden(row.id))
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

    def reviewer(self) -> str:
        """The reviewer's name; asked for once, kept from then on. "" if it was not given."""
        known = self._preferences.current.reviewer
        if known or self._desk is None:
            return known
        name = self._views.window.ask_reviewer("").strip()
        if name:
            self._preferences.change(reviewer=name)
        return name
