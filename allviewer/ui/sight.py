"""The picture on the screen: as it was decoded, or why it cannot be seen as it was analysed."""

from dataclasses import dataclass

from allviewer.core.errors import ImageError
from allviewer.core.records import Image
from allviewer.core.rows import ImageRow, State

CHANGED = "The file has changed since it was analysed, so its cells are not drawn on it."
_THERE = frozenset({State.PENDING, State.READ, State.DONE})


@dataclass(slots=True)
class Sight:
    """What came of the one picture that is looked at: `picture`, or the `reason` why there is none.

    `row` is what the session said of it when it was shown last.
    """

    row: ImageRow | None = None
    picture: Image | None = None
    reason: str = ""

    @property
    def waits(self) -> bool:
        """Whether nothing came of it yet."""
        return self.picture is None and not self.reason

    def turn_to(self, row: ImageRow) -> None:
        """Look at this picture, or once more at the same."""
        if self.row is None or (row.id, row.path) != (self.row.id, self.row.path):
            self.picture, self.reason = None, ""
        self.row = row
        if row.state is State.FAILED:
            self.reason = row.reason

    def take(self, found: Image | ImageError) -> bool:
        """Take what came of decoding it; whether that is anything new."""
        if isinstance(found, ImageError):
            self.picture, self.reason = None, found.reason
            return True
        new = found is not self.picture
        self.picture, self.reason = found, ""
        return new

    def fits(self, row: ImageRow | None) -> bool:
        """Whether what was decoded, if anything was, is the picture of `row` as it was analysed."""
        return self.picture is None or (row is not None and row.sha256 in ("", self.picture.sha256))

    def lacks(self, row: ImageRow) -> bool:
        """Whether the picture of `row`, this or another, cannot be shown as it was analysed."""
        if self.row is not None and row.id == self.row.id and (self.reason or self.picture is not None):
            return bool(self.reason) or not self.fits(row)
        return row.state not in _THERE

    def readable_by_now(self, before: ImageRow | None, row: ImageRow | None) -> bool:
        """Whether what could not be read may be by now: it lies elsewhere, or is there again."""
        if row is None or before is None:
            return False
        came = bool(self.reason) and row.state != before.state and row.state in _THERE
        return came or row.path != before.path
