"""Somebody who never stops switching: random actions at the real window, and what they should come to.

Every decision, undo, redo and change of kind is kept in a plain list of states beside the session; every
prediction can be told anew from the picture, the cell and the model that it claims to be of.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from allviewer.core.records import Kind, Status
from allviewer.core.rows import CellRow
from allviewer.services.session import Session
from allviewer.ui.app import Program
from allviewer.ui.desk import Desk
from tests.faults.telltale import MODELS, expected
from tests.ui.conftest import in_sight

Key = tuple[str, Kind, int]
"""A cell by picture, kind and number."""


@dataclass(frozen=True)
class State:
    """What a reviewer has said so far."""

    decisions: dict[Key, tuple[Status, str]]
    kinds: dict[str, Kind | None]


class Reference:
    """What one session should hold: every state that was, and which of them is now."""

    def __init__(self) -> None:
        self.states = [State({}, {})]
        self.place = 0

    @property
    def now(self) -> State:
        return self.states[self.place]

    def take(self, state: State) -> None:
        self.states[self.place + 1 :] = [state]
        self.place += 1

    def decide(self, said: dict[Key, tuple[Status, str]]) -> None:
        self.take(replace(self.now, decisions={**self.now.decisions, **said}))

    def set_kind(self, name: str, kind: Kind | None) -> None:
        self.take(replace(self.now, kinds={**self.now.kinds, name: kind}))


class Walker:
    """Acts at random on the window, and knows what each act should come to."""

    def __init__(
        self, program: Program, folders: Sequence[Path], session: Callable[[], Path], seed: int
    ) -> None:
        self.program, self.folders, self._session = program, folders, session
        self.chance = random.Random(seed)
        self.references: dict[Path, Reference] = {}
        self.done: dict[str, int] = {}
        self.checked = 0
        self._acts: list[tuple[Callable[[], None], int]] = [
            (self.open_folder, 1),
            (self.change_model, 3),
            (self.cancel, 3),
            (self.run_again, 3),
            (self.change_kind, 3),
            (self.let_results_in, 8),
            (self.choose_image, 20),
            (self.choose_cell, 20),
            (self.step, 20),
            (self.decide, 30),
            (self.decide_many, 3),
            (self.undo, 8),
            (self.redo, 5),
        ]

    @property
    def desk(self) -> Desk:
        found = self.program.controller.desk
        assert found is not None
        return found

    @property
    def reference(self) -> Reference:
        return self.references.setdefault(self._session(), Reference())

    def act(self) -> None:
        """One action; then let a random number of events come in, and look at what is shown."""
        acts, weights = zip(*self._acts, strict=True)
        (act,) = self.chance.choices(acts, weights)
        act()
        self.done[act.__name__] = self.done.get(act.__name__, 0) + 1
        for _ in range(self.chance.choice([0, 0, 1, 2, 5])):
            QApplication.processEvents()
        self.check_shown()

    # --- what is done ---

    def open_folder(self) -> None:
        self.program.commands.open([self.chance.choice(self.folders)])

    def change_model(self) -> None:
        self.program.controller.use_model(self.chance.choice(list(MODELS)), "cpu")

    def cancel(self) -> None:
        self.trigger("cancel")

    def run_again(self) -> None:
        self.trigger("analyse")

    def let_results_in(self) -> None:
        if self.program.controller.busy:
            loop, worker = QEventLoop(), self.program.worker
            for happened in (worker.events, worker.finished):
                happened.connect(loop.quit)
            loop.exec()

    def choose_image(self) -> None:
        rows = self.program.window.images.view.model()
        if rows.rowCount():
            index = rows.index(self.chance.randrange(rows.rowCount()), 0)
            self.program.window.images.view.setCurrentIndex(index)

    def choose_cell(self) -> None:
        if self.desk.cells:
            chosen = self.chance.choice(list(self.desk.cells))
            self.program.window.picture.view.cellClicked.emit(chosen)

    def step(self) -> None:
        self.trigger(self.chance.choice(["next_cell", "previous_cell", "next_image", "next_unreviewed"]))

    def change_kind(self) -> None:
        row = self.program.controller.showing.row
        if row is not None:
            kind = self.chance.choice([None, Kind.FIELD, Kind.CELL])
            self.trigger(f"kind_{kind or 'auto'}")
            self.reference.set_kind(row.name, kind)

    def decide(self) -> None:
        while not in_sight(self.program):  # a person looks first
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        action = self.chance.choice(["accept", "class_1", "class_2", "unsure", "exclude"])
        targets = list(self.program.controller.reviewing.targets())
        best = {self.desk.cells[one].best for one in targets}
        if action == "accept":  # what is decided stays
            targets = [one for one in targets if self.desk.cells[one].status is Status.UNREVIEWED]
        said = {self.key(one): self.outcome(action, one) for one in targets}
        if self.program.controller.reviewing.was_last(targets):
            said = {}  # the last that was to decide stays as it is
        if action == "accept" and "" in best:
            return  # nothing is predicted yet: the button is off
        self.trigger(action)
        if said:
            self.reference.decide(said)

    def decide_many(self) -> None:
        self.trigger("select_all")
        self.decide()

    def undo(self) -> None:
        assert self.program.window.actions_by_id["undo"].isEnabled() == (self.reference.place > 0)
        self.trigger("undo")
        self.reference.place = max(0, self.reference.place - 1)

    def redo(self) -> None:
        more = self.reference.place < len(self.reference.states) - 1
        assert self.program.window.actions_by_id["redo"].isEnabled() == more
        self.trigger("redo")
        self.reference.place += more

    def trigger(self, action: str) -> None:
        self.program.window.actions_by_id[action].trigger()

    # --- what it should come to ---

    def key(self, cell_id: int) -> Key:
        cell = self.desk.cells[cell_id]
        row = self.desk.images[cell.image_id]
        assert row.kind is not None
        return row.name, row.kind, cell.number

    def outcome(self, action: str, cell_id: int) -> tuple[Status, str]:
        best = self.desk.cells[cell_id].best
        if action in ("unsure", "exclude"):
            return {"unsure": Status.UNSURE, "exclude": Status.EXCLUDED}[action], ""
        label = best if action == "accept" else self.desk.classes[int(action[-1]) - 1]
        return Status.ACCEPTED if label == best else Status.CORRECTED, label

    def check_shown(self) -> None:
        """The panel tells of the chosen cell what this model says of it, and nothing else."""
        row = self.program.controller.showing.current
        model = self.desk.session.model
        if row is None or row.prediction is None or len(self.program.window.gallery.selected()) > 1:
            return
        assert model is not None
        image_row = self.desk.images[row.image_id]
        right = expected(image_row.path, row.cell, model).probabilities
        bars = ", ".join(f"{name} {value:.2f}" for name, value in zip(model.classes, right, strict=True))
        assert self.program.window.cell.bars.accessibleName() == bars
        assert self.program.controller.showing.row == image_row
        self.checked += 1

    def check_session(self, session: Session) -> int:
        """Every result in the file is of the cell that it stands at; the number of results."""
        results = 0
        for model in session.models():
            session.use_model(model)
            for image_row in session.images():
                for row in session.cells(image_row.id):
                    if row.prediction is not None:
                        right = expected(image_row.path, row.cell, model)
                        assert row.prediction.probabilities == right.probabilities
                        results += 1
        assert session.verify() == []
        return results

    def check_decisions(self, session: Session, reference: Reference) -> int:
        """Every decision of both kinds of every picture stands as it was meant; the number of decisions."""
        found: dict[Key, tuple[Status, str]] = {}
        for image_row in session.images():
            assert image_row.kind_by_person == (reference.now.kinds.get(image_row.name) is not None)
        for kind in Kind:
            session.set_kind([row.id for row in session.images()], kind, reviewer="RM")
            for image_row in session.images():
                found |= {
                    (image_row.name, kind, row.cell.number): said
                    for row in session.cells(image_row.id)
                    if (said := _said(row)) is not None
                }
        undecided = (Status.UNREVIEWED, "")
        assert found == {key: said for key, said in reference.now.decisions.items() if said != undecided}
        return len(found)


def _said(row: CellRow) -> tuple[Status, str] | None:
    decision = row.decision
    if decision is None or decision.status is Status.UNREVIEWED:
        return None
    return decision.status, decision.label
