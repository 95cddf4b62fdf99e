"""The cells of a session laid out in columns, so that filters and counts of 100,000 answer at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from allviewer.core.records import Status, Triage

Bools: TypeAlias = npt.NDArray[np.bool_]


class Row(Protocol):
    """What a table holds of a cell.

    `best` is the predicted class, "" (and `triage` None) without a prediction. `label` is the
    reviewer's class. `reviewer`, `note` and `blind` are those of the decision that counts; the prediction was
    `seen` when that was made.
    """

    @property
    def id(self) -> int: ...
    @property
    def image_id(self) -> int: ...
    @property
    def best(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def triage(self) -> Triage | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def label(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def blind(self) -> bool: ...
    @property
    def seen(self) -> bool: ...


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Texts of which many are alike: each once in `words`; `codes` is its place there, int32 (N,)."""

    words: tuple[str, ...]
    codes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Column":
        """The column of these texts."""
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int32, len(texts))
        return cls(tuple(places), codes)

    def where(self, holds: Callable[[str], bool]) -> Bools:
        """Whether each text fulfils `holds`, bool (N,); asked once for texts that are alike."""
        return np.fromiter(map(holds, self.words), np.bool_, len(self.words))[self.codes]

    def places_in(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """Each text's place in `words`, or -1, int32 (N,)."""
        places = {word: place for place, word in enumerate(words)}
        return np.array([places.get(word, -1) for word in self.words], np.int32)[self.codes]

    def map(self, convert: Callable[[str], str]) -> "Column":
        """The column of the converted texts."""
        short = Column.of([convert(word) for word in self.words])
        return Column(short.words, short.codes[self.codes])

    def changed(self, rows: npt.NDArray[np.intp], texts: Sequence[str]) -> "Column":
        """The column with other texts in some rows."""
        places = {word: place for place, word in enumerate(self.words)}
        codes = self.codes.copy()
        codes[rows] = [places.setdefault(text, len(places)) for text in texts]
        return Column(tuple(places), codes)


_TEXTS: Mapping[str, Callable[[Row], str]] = {
    "status": lambda cell: cell.status.value,
    "best": lambda cell: cell.best,
    "label": lambda cell: cell.label,
    "triage": lambda cell: cell.triage.value if cell.triage else "",
    "reviewer": lambda cell: cell.reviewer if cell.status is not Status.UNREVIEWED else "",
    "note": lambda cell: cell.note,
}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The cells in the order they came in: `ids` int64 (N,), `probability` float64 (N,), `blind` and
    `seen` bool (N,), the image's `name`, and `text` columns by name: status, best, label, triage,
    reviewer (of a decision, not of a mere note) and note.
    """

    ids: npt.NDArray[np.int64]
    probability: npt.NDArray[np.float64]
    blind: Bools
    seen: Bools
    name: Column
    text: Mapping[str, Column]

    @classmethod
    def of(cls, cells: Iterable[Row], names: Mapping[int, str]) -> "Table":
        """Lay out `cells`; `names` gives each image's name by its id."""
        rows = list(cells)
        return cls(
            np.fromiter((cell.id for cell in rows), np.int64, len(rows)),
            np.fromiter((cell.probability for cell in rows), np.float64, len(rows)),
            np.fromiter((cell.blind for cell in rows), np.bool_, len(rows)),
            np.fromiter((cell.seen for cell in rows), np.bool_, len(rows)),
            Column.of([names[cell.image_id] for cell in rows]),
            {name: Column.of([text(cell) for cell in rows]) for name, text in _TEXTS.items()},
        )

    def __len__(self) -> int:
        return len(self.ids)

    def changed(self, cells: Sequence[Row]) -> "Table":
        """The table after these cells were predicted or decided anew; KeyError for one not in it."""
        rows = self._rows([cell.id for cell in cells])
        probability, blind, seen = self.probability.copy(), self.blind.copy(), self.seen.copy()
        probability[rows] = [cell.probability for cell in cells]
        blind[rows] = [cell.blind for cell in cells]
        seen[rows] = [cell.seen for cell in cells]
        text = {
            name: column.changed(rows, [_TEXTS[name](cell) for cell in cells])
            for name, column in self.text.items()
        }
        return replace(self, probability=probability, blind=blind, seen=seen, text=text)

    def _rows(self, ids: Sequence[int]) -> npt.NDArray[np.intp]:
        order = np.argsort(self.ids)
        found = np.searchsorted(self.ids, ids, sorter=order)
        if (found == len(order)).any() or (self.ids[rows := order[found]] != ids).any():
            raise KeyError("a cell that is not in the table")
        return rows

    def values(self, column: str) -> tuple[str, ...]:
        """The different texts that rows of a column have, sorted, without ""."""
        words = self.text[column].words
        present = np.unique(self.text[column].codes)
        return tuple(sorted({words[place] for place in present} - {""}))
