"""What a run says on the terminal: how far it is, what would be missed without a word, and the end."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from allviewer import RESEARCH_USE
from allviewer.core.image.colour import COLOURLESS
from allviewer.core.remarks import first_of, pages_in
from allviewer.services.events import Notice
from allviewer.services.gather import Finished


class Teller:
    """What is said while it runs (a bar on a terminal, none when piped) and at the end."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        from tqdm import tqdm

        self._quiet = quiet
        self._bar = tqdm(total=total, unit="picture", disable=True if quiet else None, file=sys.stderr)
        self._pictures = total
        self._cells = 0
        self._first: dict[str, Path] = {}

    def skip(self, count: int) -> None:
        """Count what was done before."""
        self._bar.update(count)

    def watch(self, items: Iterable[Finished | Notice]) -> Iterator[Finished]:
        """Pass pictures on and count them; say notices."""
        with self._bar:
            for item in items:
                if isinstance(item, Notice):
                    self._note(item)
                    continue
                self._cells += len(item.cells)
                self._remark(item)
                self._bar.update()
                yield item

    def _remark(self, item: Finished) -> None:
        """What of a picture would be missed, or counted twice, without a word."""
        first = self._first.setdefault(item.sha256, item.work.path) if item.sha256 else item.work.path
        said = [note for note in item.notes if note == COLOURLESS or note == first_of(pages_in([note]))]
        if first != item.work.path:
            said.append(f"The same picture as {first}: its cells are in the table twice.")
        for line in said:
            self._say(f"{item.work.path}: {line}")

    def _note(self, notice: Notice) -> None:
        if notice.text:
            self._say(f"allviewer: {notice.text}")

    def _say(self, line: str) -> None:
        self._bar.clear()
        sys.stderr.write(f"{line}\n")

    def end(self, failed: Sequence[Finished]) -> int:
        """Name what failed and sum up; the exit code."""
        for picture in failed:
            sys.stderr.write(f"{picture.work.path}: {picture.failed}\n")
        if not self._quiet:
            done = self._pictures - len(failed)
            sys.stderr.write(f"{done} of {self._pictures} pictures done. {RESEARCH_USE}\n")
        if len(failed) == self._pictures:
            return 3
        return 1 if failed else 0
