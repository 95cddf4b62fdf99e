"""Known pictures that lie under another name than theirs: they are no new ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from allviewer.core.digest import sha256_of
from allviewer.core.grouped import grouped
from allviewer.services.events import FileChecked, Known, Listed, Work


class Renamed:
    """Tells what is listed from what is known already, under whatever name it lies now.

    Only new names are looked at, and hashed only where a known picture of that size is gone.
    """

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = {picture.name: picture for picture in known}
        self._places = {picture.path.absolute(): picture.name for picture in known}
        self._sizes = grouped(known, lambda picture: picture.size)
        self._gone: dict[int, list[Known]] = {}

    def told(self, works: Sequence[Work]) -> Iterator[Listed | FileChecked]:
        """These pictures, those of a new name that are known ones apart."""
        listed = []
        for work in works:
            if (known := self._known.get(work.name)) is not None:
                self._known[work.name] = replace(known, path=work.path)
                listed.append(work)
            elif work.path.absolute() in self._places:
                continue
            elif (found := self._found(work)) is not None:
                yield found
            else:
                listed.append(work)
        if listed:
            yield Listed(tuple(listed))

    def others(self) -> Iterator[Known]:
        """The known pictures that were not found under a new name, where they lie now."""
        yield from self._known.values()

    def _found(self, work: Work) -> FileChecked | None:
        try:
            about = work.path.stat()
            gone = self._gone_of(about.st_size)
            sha256 = sha256_of(work.path) if gone else ""
            gone = [each for each in gone if each.sha256 == sha256 and not _beside(work, each.name).exists()]
        except OSError:  # whoever reads it is told why
            return None
        if not gone:
            return None
        picture = gone[0]
        self._gone[about.st_size].remove(picture)
        del self._known[picture.name]
        return FileChecked(picture.name, work.path, sha256, about.st_size, about.st_mtime_ns, renamed=True)

    def _gone_of(self, size: int) -> list[Known]:
        if size not in self._gone:
            self._gone[size] = [each for each in self._sizes.get(size, ()) if not each.path.exists()]
        return self._gone[size]


def _beside(work: Work, name: str) -> Path:
    """Where a picture of that name lies in the folder that `work` was found in, to be listed later."""
    folder = work.path.absolute().as_posix().removesuffix(work.name)
    return Path(folder, name)
