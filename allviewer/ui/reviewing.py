"""What a person decides: one step each, for the cells that are selected or the one in the panel."""

from collections.abc import Sequence

from allviewer.core.progress import Tell
from allviewer.core.records import Status
from allviewer.core.rows import CellSummary, Change, Verdict
from allviewer.services.session import Session
from allviewer.ui.desk import Desk
from allviewer.ui.glimpsed import FEW
from allviewer.ui.preferences import Preferences
from allviewer.ui.showing import Showing
from allviewer.ui.steps import Heard, Steps
from allviewer.ui.turn import Turns
from allviewer.ui.views import Long, Views


class Reviewing(Steps):
    """Decides the cells that are selected, or the one in the panel."""

    def __init__(
        self, views: Views, showing: Showing, preferences: Preferences, *, turn: Turns, heard: Heard
    ) -> None:
        super().__init__(views, showing, preferences, turn=turn, heard=heard)
        self.advance = preferences.current.option("advance", "on") == "on"
        showing.chosen = self.show_allowed
        views.cell.labelChosen.connect(self.label)
        views.cell.noteWritten.connect(self.note)
        views.cell.labelDropped.connect(self.label_cells)

    def lay(self, desk: Desk | None) -> None:
        """Take another session's desk, or none."""
        super().lay(desk)
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
                self._keep(self._cells(targets))

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
        """Accept many in one step, such as all certain ones that are shown, of which a person was asked."""
        self._decide(Status.ACCEPTED, cells=ids, onward=False, asked=True)

    def targets(self) -> Sequence[int]:
        """The cells that a decision is about: those selected, else the one in the panel."""
        selected = self._views.gallery.selected()
        if len(selected) > 1:
            return selected
        return () if self._showing.cell is None else (self._showing.cell,)

    def _cells(self, ids: Sequence[int]) -> list[CellSummary]:
        """Those of them that are there."""
        return [self._desk.cells[one] for one in ids if one in self._desk.cells] if self._desk else []

    def _decide(
        self,
        status: Status,
        label: str = "",
        *,
        cells: Sequence[int] | None = None,
        onward: bool = True,
        asked: bool = False,
    ) -> None:
        targets = self.targets() if cells is None else cells
        if not targets or (status is Status.ACCEPTED and self._hides(targets)) or self._only_looks():
            return
        if cells is None and onward and self.was_last(targets):
            if not self._go_on():
                self._views.notices.stays(self._cells(targets)[0])
            return
        if status is not Status.UNREVIEWED and not self._may_be_seen(targets, asked=asked):
            return
        hidden, onward = self._showing.blind.hidden, onward and self.advance

        def step(session: Session, reviewer: str, tell: Tell) -> Change:
            verdicts = {one: Verdict(status, label, blind=hidden(one)) for one in targets}
            return session.decide_each(verdicts, reviewer=reviewer, tell=tell)

        self._take(Long.DECIDE, step, cells=len(targets), onward=onward)

    def _may_be_seen(self, targets: Sequence[int], *, asked: bool) -> bool:
        """Whether a person can have seen what they would decide; it is said where not."""
        if (lost := self._showing.lost(targets)) is not None:
            self._views.notices.lost(lost.name)
        elif (comes := self._showing.comes(targets)) is not None:
            self._views.notices.comes(comes.name)
        else:
            return asked or self._agreed(targets)
        return False

    def _agreed(self, targets: Sequence[int]) -> bool:
        """Whether they may be decided at once: asked where many of them were never on the screen."""
        unseen = self._showing.glimpsed.unseen(targets) if len(targets) > FEW else 0
        return unseen <= FEW or self._views.window.agrees(cells=len(targets), unseen=unseen)

    def _keep(self, cells: Sequence[CellSummary]) -> None:
        """Go on from cells that are decided, and say so of any that are not as predicted."""
        if self.advance:
            self._go_on()
        if not self._showing.stays and any(cell.label != cell.best or not cell.label for cell in cells):
            self._views.notices.kept(cells)

    def was_last(self, targets: Sequence[int]) -> bool:
        """Whether this is a decided cell that is on the screen only because no other came after it: who
        decides on has not seen that yet, and means another.
        """
        last = self._showing.stays and self.advance and list(targets) == [self._showing.cell]
        return last and self._desk is not None and self._desk.unreviewed.isdisjoint(targets)

    def set_advance(self, on: bool) -> None:
        """Whether a decision leads on to the next cell."""
        self.advance = on
        self._preferences.set_option("advance", "on" if on else "off")

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
