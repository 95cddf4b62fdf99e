"""What a session can be asked, without changing it: the part of `session.Session` that reads."""

import sqlite3
import struct
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from allviewer.core.errors import SessionError
from allviewer.core.labels import Label
from allviewer.core.progress import Tell, untold
from allviewer.core.records import Cell, Model
from allviewer.core.rows import CellRow, CellSummary, ImageRow, Place
from allviewer.services import events
from allviewer.services.session import pending, queries, steps
from allviewer.services.session.columns import canonical
from allviewer.services.session.file import SessionFile
from allviewer.services.session.steps import Columns

_Asked = ParamSpec("_Asked")
_Told = TypeVar("_Told")
_STRANGE = (ValueError, TypeError, IndexError, AttributeError, struct.error, sqlite3.OperationalError)
"""What reading a row comes to that holds another kind of thing than it should."""


def _understood(
    ask: Callable[Concatenate["SessionView", _Asked], _Told],
) -> Callable[Concatenate["SessionView", _Asked], _Told]:
    """Rows need not hold what allviewer writes where somebody else wrote them: that is told as trouble
    with the file.
    """

    @wraps(ask)
    def asked(self: "SessionView", /, *args: _Asked.args, **named: _Asked.kwargs) -> _Told:
        try:
            return ask(self, *args, **named)
        except _STRANGE as error:
            raise SessionError(
                f"{self.path}: it holds what allviewer does not write ({error}), and was left as it is. "
                "Ask whoever sent it for the original, or choose another file."
            ) from error

    return asked


class SessionView:
    """Used from one thread at a time. Every method may raise SessionError."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file
        self._model_id = 0
        self._model: Model | None = None
        self._choose(self._meta("model") or "")

    def close(self) -> None:
        """Close the file and let another window write to it."""
        self._file.close()

    def copy_to(self, path: Path, *, tell: Tell = untold) -> None:
        """Write the whole session to a new file, to be handed over; see `SessionFile.copy_to`."""
        self._file.copy_to(path, tell=tell)

    def unchanging(self) -> AbstractContextManager[None]:
        """While it is entered, answers are all of one moment; nothing can be written through this."""
        return self._file.reading()

    @property
    def path(self) -> Path:
        """Where the session file lies."""
        return self._file.path

    @property
    def read_only(self) -> str:
        """Why nothing may be changed, as a sentence for the person; "" when it may."""
        return self._file.read_only

    @property
    def id(self) -> str:
        """What names this session wherever its file is copied to."""
        return self._meta("id") or ""

    @_understood
    def images(self) -> list[ImageRow]:
        """All pictures in the order of their names, as a folder lists them: also those that came later."""
        return sorted(queries.images(self._file, self._model_id), key=lambda row: row.place)

    @_understood
    def images_by_id(self, ids: Collection[int]) -> list[ImageRow]:
        """Some pictures, in the order in which they came."""
        return queries.images(self._file, self._model_id, ids=sorted(ids))

    @_understood
    def cells(self, image_id: int) -> list[CellRow]:
        """The cells of a picture, by number; also those of one whose file is another picture now."""
        return queries.cells(self._file, self._model_id, image_id=image_id)

    @_understood
    def cell(self, cell_id: int) -> CellRow:
        """One cell; KeyError if it is not there (any more)."""
        rows = queries.cells_by_id(self._file, self._model_id, [cell_id])
        if not rows:
            raise KeyError(cell_id)
        return rows[0]

    @_understood
    def cells_by_id(self, ids: Collection[int]) -> list[CellRow]:
        """Some cells, in no order; those that are not there (any more) are left out."""
        return queries.cells_by_id(self._file, self._model_id, sorted(ids))

    @_understood
    def outlines(self, ids: Collection[int]) -> list[tuple[int, int, Cell]]:
        """Ids of cell and picture, and the cell with nothing but place and outline; in no order."""
        return queries.outlines(self._file, sorted(ids))

    @_understood
    def index(self, *, tell: Tell = untold) -> list[CellSummary]:
        """The light rows of all cells that count, by picture and number; `tell` counts them.

        Those of the pictures as they are now: what was said of one whose file is another picture now
        is kept, and counts again once the file is as it was.
        """
        return queries.summaries(self._file, self._model_id, self._model_classes, tell=tell)

    @_understood
    def summaries(self, ids: Collection[int]) -> list[CellSummary]:
        """The light rows of some cells; those that are not there, or do not count, are left out."""
        return queries.summaries(self._file, self._model_id, self._model_classes, ids=sorted(ids))

    @_understood
    def places(self) -> list[Place]:
        """Where all cells that count (see `index`) lie, by picture and number."""
        return queries.places(self._file)

    @_understood
    def decided_last(self) -> tuple[int, int] | None:
        """The picture and the cell of which something was said last, by their ids. None: nothing was."""
        return queries.decided_last(self._file)

    @_understood
    def known(self) -> list[events.Known]:
        """The pictures that were read, for looking up whether their files changed."""
        return queries.known(self._file)

    def sought(self) -> list[events.Known]:
        """The pictures to look for in another folder: those that were read, and those still waiting to be."""
        return queries.known(self._file, unread=True)

    @property
    @_understood
    def um_per_px(self) -> float | None:
        """The scale that a person measured, for pictures whose own file says nothing."""
        return queries.um_per_px(self._file)

    @property
    def model(self) -> Model | None:
        """The model whose predictions are shown; kept from one opening to the next."""
        return self._model

    @_understood
    def models(self) -> list[Model]:
        """All models that classified here."""
        return [model for _, model in queries.models(self._file)]

    @_understood
    def pending(self, model_sha256: str, image_ids: Sequence[int] | None = None) -> list[events.Work]:
        """What this model has still to read, find or classify; nothing is ever done twice.

        Of all pictures, or of these in their order.
        """
        ids = {model.sha256: model_id for model_id, model in queries.models(self._file)}
        return pending.pending(self._file, ids.get(model_sha256, 0), ids=image_ids)

    def labels(self) -> tuple[str, ...]:
        """The classes a reviewer may choose: the model's, then the session's own."""
        own = [label.name for label in self.own_labels() if label.name not in self._model_classes]
        return (*self._model_classes, *own)

    @_understood
    def own_labels(self) -> list[Label]:
        """The classes that were added to this session."""
        return queries.labels(self._file)

    def verify(self) -> list[str]:
        """Which steps and outlines were altered behind the program's back, in plain sentences."""
        return list(steps.verify(self._file))

    @property
    def head(self) -> str:
        """The hash of the latest step: it stands for all that was done up to it ("" at the start)."""
        row = self._file.row("SELECT hash FROM steps ORDER BY id DESC LIMIT 1")
        return row[0] if row else ""

    def was(self, head: str) -> bool:
        """Whether the chain went through this hash at some time."""
        return not head or self._file.row("SELECT 1 FROM steps WHERE hash = ?", head) is not None

    @_understood
    def _present(self, cell_ids: Iterable[int]) -> dict[int, Columns]:
        """Of each cell, in the order asked: its outline's row, predicted class index and note."""
        wanted = list(dict.fromkeys(cell_ids))
        rows = self._file.rows(
            """SELECT c.id, c.shape_id, p.best, coalesce(d.note, '') FROM cells_now c
            LEFT JOIN predictions p ON p.shape_id = c.shape_id AND p.model_id = ?
            LEFT JOIN decisions d ON d.id = c.decision_id
            WHERE c.id IN (SELECT value FROM json_each(?))""",
            *(self._model_id, canonical(wanted)),
        )
        found = {cell_id: tuple(rest) for cell_id, *rest in rows}
        return {cell_id: found[cell_id] for cell_id in wanted}

    @property
    def _model_classes(self) -> tuple[str, ...]:
        return self._model.classes if self._model else ()

    @property
    def _model_hash(self) -> str:
        return self._model.sha256 if self._model else ""

    @_understood
    def _choose(self, sha256: str) -> None:
        for model_id, model in queries.models(self._file):
            if model.sha256 == sha256:
                self._model_id, self._model = model_id, model

    def _meta(self, key: str) -> str | None:
        row = self._file.row("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row[0])
