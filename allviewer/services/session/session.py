"""The session: one file that holds pictures, cells, predictions and decisions. The only door to it."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from allviewer.core import review
from allviewer.core.errors import DecisionError, SessionError
from allviewer.core.labels import Label, check
from allviewer.core.progress import Tell, part, untold
from allviewer.core.records import Cell, Decision, Kind, Model, Status
from allviewer.core.rows import Change, Verdict
from allviewer.services import events
from allviewer.services.session import queries, steps, store
from allviewer.services.session.columns import canonical, clean, decision_values, shape_values
from allviewer.services.session.file import SessionFile
from allviewer.services.session.history import SessionHistory, now
from allviewer.services.session.steps import Columns
from allviewer.services.settings import sessions_folder

SUFFIX = ".allviewer"
_TOLD = 1000  # decisions settled between two words of how far it is


class Session(SessionHistory):
    """Used from one thread at a time. What a method writes is on disk when it returns.

    Every method may raise SessionError: the file is damaged, the disk is full, nothing may be
    written. Methods that write return what changed.
    """

    def beside(self) -> "Session":
        """The same session for another thread, to be closed there: for steps that take long.

        While it is open nothing is written through this one; then `catch_up` tells this one of it.
        """
        return Session(self._file.beside(), clock=self._clock)

    @classmethod
    def open(cls, path: Path, *, clock: Callable[[], datetime] = now) -> "Session":
        """Open or make a session file.

        Raises SessionError when it is damaged (it stays as it is), newer than this program, or
        no session. If another window has it open, or it may not be written, it opens read-only.
        """
        return cls(SessionFile(path), clock=clock)

    @classmethod
    def look(cls, path: Path) -> "Session":
        """Open a session file only to read it, as that of a colleague; raises as `open` does."""
        if not path.is_file():
            raise SessionError(f"{path}: there is no such session. Choose another file.")
        return cls(SessionFile(path, write=False))

    @classmethod
    def for_paths(cls, paths: Sequence[Path]) -> "Session":
        """The session of some opened files and folders together, kept among the user's own data."""
        return cls.open(cls.file_for(paths))

    @staticmethod
    def file_for(paths: Sequence[Path]) -> Path:
        """Where that session lies, or would."""
        resolved = sorted(str(path.resolve()) for path in paths)
        key = hashlib.sha256("\n".join(resolved).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        stem = clean(Path(resolved[0]).name)[:40] if resolved else ""
        return sessions_folder() / f"{stem or 'session'}-{key}{SUFFIX}"

    # --- pictures, models, classes ---

    def register(self, works: Iterable[events.Work]) -> Change:
        """Take up pictures that were listed; known names keep what they have."""
        with self._file.writing():
            return store.register(self._file, works)

    def store(self, *happened: events.Event) -> Change:
        """Keep what the pipeline says, all of it in one transaction.

        A CellsClassified needs its model made known by `use_model` before. Nobody waits for the disk: where
        the power fails, what is lost is found anew.
        """
        change = Change()
        with self._file.writing(durable=False):
            for event in happened:
                change |= store.store(event, self._file)
        return change

    def use_model(self, model: Model) -> None:
        """Make this the model whose predictions are shown, and make it known."""
        if self._model == model:
            return
        columns = (model.name, canonical(model.classes), model.crop_factor, model.input_size)
        with self._file.writing():
            self._file.run(
                "INSERT INTO models (sha256, name, classes, crop_factor, input_size, heatmap_range)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET name = excluded.name,"
                " crop_factor = excluded.crop_factor, input_size = excluded.input_size,"
                " heatmap_range = excluded.heatmap_range",
                *(model.sha256, *columns, model.heatmap_range),
            )
            self._set_meta("model", model.sha256)
        self._choose(model.sha256)

    # --- what a person does: one step each, on disk, undoable ---

    def decide(
        self,
        cell_ids: Iterable[int],
        status: Status,
        label: str = "",
        *,
        note: str | None = None,
        reviewer: str,
        blind: bool = False,
    ) -> Change:
        """Decide one cell or many in one step. `note` None keeps each cell's note.

        Accepting takes each cell's predicted class. Raises DecisionError when a cell cannot be
        decided so; then none is. KeyError for a cell that is not there.
        """
        verdict = Verdict(status, label, note, blind)
        return self.decide_each(dict.fromkeys(cell_ids, verdict), reviewer=reviewer)

    def decide_each(
        self,
        verdicts: Mapping[int, Verdict],
        *,
        reviewer: str,
        operation: str = "decide",
        tell: Tell = untold,
    ) -> Change:
        """Decide several cells differently in one step (labels brought in, disagreements settled).

        Raises as `decide` does, or what `tell` raises; then none is decided.
        """
        labels, settling = self.labels(), part(tell, 0, of=2)
        spoken: list[Columns] = []
        for cell_id, (shape_id, best, earlier_note) in self._present(verdicts).items():
            if len(spoken) % _TOLD == 0:
                settling(len(spoken), len(verdicts))
            verdict = verdicts[cell_id]
            predicted = "" if best is None else self._model_classes[best]
            settled = review.settle(verdict.status, clean(verdict.label), predicted=predicted, labels=labels)
            note = earlier_note if verdict.note is None else clean(verdict.note)
            judge = clean(verdict.reviewer or reviewer)
            shown = "" if verdict.elsewhere else self._model_hash
            decision = Decision(*settled, judge, self._clock(), note, verdict.blind, shown)
            spoken.append((cell_id, shape_id, *decision_values(decision)))
        return self._take(operation, reviewer, decisions=spoken, tell=part(tell, 1, of=2))

    def annotate(self, cell_ids: Iterable[int], note: str, *, reviewer: str) -> Change:
        """Write a note to cells whatever was, or was not, decided of them.

        A decision stays that of whoever made it; who wrote the note is said by the step.
        """
        rows = self._present(cell_ids)
        found = queries.cells_by_id(self._file, self._model_id, list(rows))
        spoken = []
        for row in found:
            was = row.decision or Decision(
                Status.UNREVIEWED, "", "", self._clock(), model_sha256=self._model_hash
            )
            if was.status is Status.UNREVIEWED:
                was = replace(was, reviewer=clean(reviewer), decided_at=self._clock())
            decision = replace(was, note=clean(note))
            spoken.append((row.id, rows[row.id][0], *decision_values(decision)))
        return self._take("note", reviewer, decisions=spoken)

    def add_cell(self, image_id: int, cell: Cell, *, reviewer: str) -> Change:
        """Add a cell that the program missed; it gets the next number whatever `cell.number` says.

        Raises DecisionError while the picture's own cells are not found: they come first.
        """
        (kind,) = self._file.row("SELECT kind_now FROM images_now WHERE id = ?", image_id)
        if not self._file.row("SELECT 1 FROM findings WHERE image_id = ? AND kind = ?", image_id, kind):
            raise DecisionError("This picture's cells are not found yet. Add yours once they are.")
        with self._file.writing():
            cell_id = self._file.run(
                "INSERT INTO cells (image_id, kind, number) VALUES (?1, ?2, 1 + "
                "(SELECT coalesce(max(number), 0) FROM cells WHERE image_id = ?1 AND kind = ?2))",
                *(image_id, kind),
            )
        # without an outline the row is not seen yet, so a kill between the two leaves nothing
        return self._take("add", reviewer, shapes=[(cell_id, None, *shape_values(cell))])

    def replace_outline(self, cell_id: int, cell: Cell, *, reviewer: str) -> Change:
        """Give a cell another outline; it keeps its number and what was decided of it."""
        self._present([cell_id])
        return self._take("outline", reviewer, shapes=[steps.redrawn(self._file, cell_id, cell)])

    def set_kind(self, image_id: int | Collection[int], kind: Kind | None, *, reviewer: str = "") -> Change:
        """Say what one picture or several show (None: as the program guesses).

        Cells of the other kind wait unseen, with all that was decided of them.
        """
        ids = [image_id] if isinstance(image_id, int) else image_id
        return self._take("kind", reviewer, kinds=[(i, None if kind is None else kind.value) for i in ids])

    def set_labels(self, labels: Sequence[Label], *, reviewer: str) -> Change:
        """Let these be the classes beyond the model's own, in this order.

        Raises DecisionError where they may not be (see `core.labels.check`); then nothing changes.
        """
        labels = [Label(clean(label.name.strip()), label.colour, clean(label.key)) for label in labels]
        before = self.own_labels()
        check(labels, before=[label.name for label in before], used=queries.carried(self._file))
        if labels == before:
            return Change()
        value = canonical([(label.name, label.colour, label.key) for label in labels])
        return self._take("labels", reviewer, settings=[(steps.LABELS, value)])

    def set_um_per_px(self, um_per_px: float, *, reviewer: str) -> Change:
        """Keep a measured scale; measurements in micrometres follow from it wherever they are read."""
        if not 0 < um_per_px < float("inf"):
            raise DecisionError("The scale must be more than nothing. Draw the line again.")
        return self._take("scale", reviewer, settings=[(steps.SCALE, repr(um_per_px))])
