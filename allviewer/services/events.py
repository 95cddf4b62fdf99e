"""What the pipeline is asked and what it says: frozen, and each names what it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

from allviewer.core.records import Cell, Image, Kind, Prediction


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """One picture to be done.

    `path` is where it lies, `name` how the session and the CSV call it (relative to the opened
    folder, `/` separators). `kind` overrides the guess. `cells` are those the session already
    has: they are classified as they stand and never found anew, so decisions keep their cells; `company`
    are the probabilities (K each) that the same model gave others of that picture before.
    `sha256` is the picture those cells belong to ("" when it was never read): if the file has
    become another, they do not apply to it.
    """

    path: Path
    name: str
    kind: Kind | None = None
    cells: tuple[Cell, ...] | None = None
    sha256: str = ""
    company: tuple[tuple[float, ...], ...] = ()

    def cells_for(self, sha256: str) -> tuple[Cell, ...] | None:
        """The cells to take as they stand in the picture with this hash, or None: find them."""
        return self.cells if self._means(sha256) else None

    def company_for(self, sha256: str) -> tuple[tuple[float, ...], ...]:
        """The `company` of cells in the picture with this hash."""
        return self.company if self._means(sha256) else ()

    def _means(self, sha256: str) -> bool:
        return self.sha256 in ("", sha256)


@dataclass(frozen=True, slots=True)
class Known:
    """A picture of the session as it last lay on disk: where, how large, when changed, its hash.

    `missing` ones were not there when last looked for.
    """

    name: str
    path: Path
    sha256: str
    size: int
    mtime_ns: int
    missing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Pictures that lie in the opened folders, in the order of the list; more may follow."""

    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class FileChecked:
    """A picture the session knows was looked up: `sha256` of what lies at `path` now, "" if nothing.

    `renamed` where it was found in the opened folder under another name than `name`, which it keeps.
    """

    name: str
    path: Path
    sha256: str
    size: int = 0
    mtime_ns: int = 0
    renamed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ImageRead:
    """A picture was decoded; `sha256` identifies it from here on.

    `width` and `height` in pixels; `size` in bytes and `mtime_ns` of the file as it was read tell later
    whether it was touched.
    """

    work: Work
    sha256: str
    width: int
    height: int
    notes: tuple[str, ...] = ()
    um_per_px: float | None = None
    size: int = 0
    mtime_ns: int = 0

    @classmethod
    def of(cls, work: Work, image: Image, *, size: int, mtime_ns: int) -> Self:
        """What is said of it; the pixels stay with the reader."""
        height, width = image.pixels.shape[:2]
        return cls(work, image.sha256, width, height, image.notes, image.um_per_px, size, mtime_ns)


@dataclass(frozen=True, slots=True, eq=False)
class CellsFound:
    """The cells of one picture (possibly none), before they are classified."""

    work: Work
    sha256: str
    kind: Kind
    width: int
    height: int
    cells: tuple[Cell, ...]
    um_per_px: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class CellsClassified:
    """Predictions for some cells of one picture, by cell number; `last` closes the picture."""

    work: Work
    sha256: str
    model_sha256: str
    predictions: Mapping[int, Prediction]
    last: bool


@dataclass(frozen=True, slots=True, eq=False)
class ImageFailed:
    """A picture that could not be done, with the plain reason; the rest go on."""

    work: Work
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """Something the person should know ("Not enough GPU memory: continuing on the CPU.").

    `device` is where the classifier runs from here on; `text` is "" when only that is said.
    """

    text: str
    device: str


Event: TypeAlias = ImageRead | CellsFound | CellsClassified | ImageFailed | Notice | Listed | FileChecked
