"""Anything a person and the pipeline may do, in any order, against a plain reference in memory."""

import copy
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from allviewer.core.errors import DecisionError
from allviewer.core.labels import Label
from allviewer.core.records import Kind, Model, Status
from allviewer.services.session import Session
from tests.services import helpers
from tests.services.helpers import MODEL, classified, found, read, work

OTHER = Model("other", "0" * 64, ("normal", "blast"), 2.0, 16, 1.0)
REVIEWERS = st.sampled_from(["RM", "Ana María", "אב", "'; DROP TABLE decisions; --", ""])
NOTES = st.none() | st.text(max_size=5)


@dataclass
class Seen:
    """What a reviewer sees of one cell."""

    at: int
    status: Status = Status.UNREVIEWED
    label: str = ""
    note: str = ""
    reviewer: str = ""


@dataclass
class Reference:
    """All a person can change, copied whole at each step."""

    cells: dict[tuple[int, Kind, int], Seen] = field(default_factory=dict)
    kinds: dict[int, Kind] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    um_per_px: float | None = None


class SessionMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "s.allviewer"
        self.time = datetime(2026, 1, 1, tzinfo=UTC)
        self.session = Session.open(self.path, clock=self.now)
        self.session.use_model(MODEL)
        self.model = MODEL
        self.now_is = Reference()
        self.done: list[Reference] = []
        self.undone: list[Reference] = []
        self.images: list[int] = []
        self.looked_through: set[tuple[int, Kind]] = set()
        for _ in range(2):
            self.open_picture(3)

    def now(self) -> datetime:
        self.time -= timedelta(seconds=1)  # a clock that was set back must not matter
        return self.time

    def teardown(self) -> None:
        if hasattr(self, "session"):
            assert self.session.verify() == []
            self.session.close()
            self.folder.cleanup()

    def open_picture(self, cells: int) -> None:
        name = f"{len(self.images)}.png"
        sha256 = f"{len(self.images):064x}"
        job = work(name)
        self.session.register([job])
        self.session.store(read(job, sha256), found(job, sha256, cells=cells))
        self.session.store(classified(job, sha256, cells=cells, model=self.model))
        image = next(row.id for row in self.session.images() if row.name == name)
        self.images.append(image)
        self.looked_through.add((image, Kind.FIELD))
        # what a picture shows and which cells lie there is no step: it outlives every undo
        for reference in (self.now_is, *self.done, *self.undone):
            reference.kinds[image] = Kind.FIELD
            for n in range(1, cells + 1):
                reference.cells[image, Kind.FIELD, n] = Seen(at=n)

    def shown(self) -> list[tuple[int, Kind, int]]:
        return sorted(key for key in self.now_is.cells if self.now_is.kinds[key[0]] is key[1])

    def ids(self, keys: list[tuple[int, Kind, int]]) -> list[int]:
        by_place = {(row.image_id, row.number): row.id for row in self.session.index()}
        return [by_place[image, number] for image, _, number in keys]

    def stepping(self) -> None:
        self.done.append(copy.deepcopy(self.now_is))
        self.undone.clear()

    @rule(cells=st.integers(0, 4))
    @precondition(lambda self: len(self.images) < 4)
    def another_picture(self, cells: int) -> None:
        self.open_picture(cells)

    @rule(
        data=st.data(),
        status=st.sampled_from([Status.ACCEPTED, Status.CORRECTED, Status.UNSURE, Status.EXCLUDED]),
        note=NOTES,
        reviewer=REVIEWERS,
    )
    def decide(self, data: st.DataObject, status: Status, note: str | None, reviewer: str) -> None:
        label = data.draw(st.sampled_from(["blast", "normal", *(one.name for one in self.now_is.labels)]))
        keys = [key for key in self.shown() if self.predicted(key)]
        if not keys:
            return
        chosen = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=5, unique=True))
        given = label if status is Status.CORRECTED else ""
        self.stepping()
        change = self.session.decide(self.ids(chosen), status, given, note=note, reviewer=reviewer)
        assert change.cells == set(self.ids(chosen))
        assert change.images == {image for image, _, _ in chosen}
        for key in chosen:
            seen = self.now_is.cells[key]
            settled, stands = status, given
            predicted = self.model.classes[0]
            if status is Status.ACCEPTED or given == predicted:
                settled, stands = Status.ACCEPTED, predicted
            self.now_is.cells[key] = replace(
                seen,
                status=settled,
                label=stands,
                note=seen.note if note is None else note,
                reviewer=reviewer,
            )

    def predicted(self, key: tuple[int, Kind, int]) -> bool:
        return self.session.cell(self.ids([key])[0]).prediction is not None

    @rule(data=st.data(), note=st.text(max_size=5), reviewer=REVIEWERS)
    def annotate(self, data: st.DataObject, note: str, reviewer: str) -> None:
        if not self.shown():
            return
        key = data.draw(st.sampled_from(self.shown()))
        self.stepping()
        self.session.annotate(self.ids([key]), note, reviewer=reviewer)
        was = self.now_is.cells[key]
        undecided = was.status is Status.UNREVIEWED
        self.now_is.cells[key] = replace(was, note=note, reviewer=reviewer if undecided else was.reviewer)

    @rule(data=st.data(), at=st.integers(20, 40))
    def redraw(self, data: st.DataObject, at: int) -> None:
        if not self.shown():
            return
        key = data.draw(st.sampled_from(self.shown()))
        self.stepping()
        self.session.replace_outline(self.ids([key])[0], helpers.cell(1, at=at), reviewer="RM")
        self.now_is.cells[key] = replace(self.now_is.cells[key], at=at)

    @rule(data=st.data(), at=st.integers(20, 40))
    def add(self, data: st.DataObject, at: int) -> None:
        image = data.draw(st.sampled_from(self.images))
        if (image, self.now_is.kinds[image]) not in self.looked_through:
            with pytest.raises(DecisionError):
                self.session.add_cell(image, helpers.cell(99, at=at), reviewer="RM")
            return
        self.stepping()
        change = self.session.add_cell(image, helpers.cell(99, at=at), reviewer="RM")
        (cell_id,) = change.cells
        row = self.session.cell(cell_id)
        key = (image, self.now_is.kinds[image], row.cell.number)
        assert key not in self.now_is.cells
        self.now_is.cells[key] = Seen(at=at)

    @rule(data=st.data(), kind=st.sampled_from(Kind))
    def say_the_kind(self, data: st.DataObject, kind: Kind) -> None:
        image = data.draw(st.sampled_from(self.images))
        self.stepping()
        self.session.set_kind(image, kind, reviewer="RM")
        self.now_is.kinds[image] = kind

    @rule(names=st.sets(st.sampled_from(["smudge", "promyelocyte", "ñ' \"", " blast "]), max_size=3))
    def name_labels(self, names: set[str]) -> None:
        labels = [Label(name.strip(), "#009e73", name[1]) for name in sorted(names)]
        if labels == self.now_is.labels:
            return
        missing = {one.name for one in self.now_is.labels} - {one.name for one in labels}
        if any(self.now_is.cells[key].label in missing for key in self.shown()):
            with pytest.raises(DecisionError):
                self.session.set_labels(labels, reviewer="RM")
            return
        self.stepping()
        self.session.set_labels(labels, reviewer="RM")
        self.now_is.labels = labels

    @rule(um_per_px=st.floats(0.01, 10))
    def set_the_scale(self, um_per_px: float) -> None:
        self.stepping()
        change = self.session.set_um_per_px(um_per_px, reviewer="RM")
        assert change.images >= set(self.images)
        self.now_is.um_per_px = um_per_px

    @rule()
    def undo(self) -> None:
        assert self.session.can_undo == bool(self.done)
        change = self.session.undo("RM")
        assert (change is not None) == bool(self.done)
        if self.done:
            self.undone.append(self.now_is)
            self.now_is = self.done.pop()

    @rule()
    def redo(self) -> None:
        assert self.session.can_redo == bool(self.undone)
        change = self.session.redo("RM")
        assert (change is not None) == bool(self.undone)
        if self.undone:
            self.done.append(self.now_is)
            self.now_is = self.undone.pop()

    @rule()
    def restart(self) -> None:
        self.session.close()
        self.session = Session.open(self.path, clock=self.now)
        assert self.session.model == self.model

    @rule(model=st.sampled_from([MODEL, OTHER]))
    def another_model(self, model: Model) -> None:
        self.session.use_model(model)
        self.model = model

    @rule()
    def run_the_model(self) -> None:
        """What the pipeline answers to what is pending; pictures seen anew get two cells."""
        for job in self.session.pending(self.model.sha256):
            if job.cells is None:
                assert job.kind is not None
                self.session.store(found(job, job.sha256, cells=2, kind=job.kind))
                image = next(row.id for row in self.session.images() if row.name == job.name)
                self.looked_through.add((image, job.kind))
                for reference in (self.now_is, *self.done, *self.undone):
                    for n in (1, 2):
                        reference.cells[image, job.kind, n] = Seen(at=n)
                numbers = {1, 2}
            else:
                numbers = {cell.number for cell in job.cells}
            answers = {number: helpers.prediction() for number in numbers}
            event = classified(job, job.sha256, model=self.model)
            self.session.store(replace(event, predictions=answers))
        assert self.session.pending(self.model.sha256) == []

    @invariant()
    def what_is_seen_is_what_was_done(self) -> None:
        if not hasattr(self, "session"):
            return
        seen = {}
        for row in self.session.images():
            assert row.kind is self.now_is.kinds[row.id]
            for cell in self.session.cells(row.id):
                decision = cell.decision
                seen[row.id, row.kind, cell.cell.number] = Seen(
                    at=int(np.asarray(cell.cell.outline).min()),
                    status=decision.status if decision else Status.UNREVIEWED,
                    label=decision.label if decision else "",
                    note=decision.note if decision else "",
                    reviewer=decision.reviewer if decision else "",
                )
            assert row.um_per_px == self.now_is.um_per_px
        assert self.session.own_labels() == self.now_is.labels
        assert seen == {key: self.now_is.cells[key] for key in self.shown()}
        index = {(row.image_id, row.number): row for row in self.session.index()}
        for (image, _, number), cell in seen.items():
            assert (index[image, number].status, index[image, number].label) == (cell.status, cell.label)


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
