"""A file that is whole or not there: written beside its target, synced, then put in its place."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from allviewer.core import leftovers
from allviewer.core.errors import OutputError

_REASONS = {
    errno.ENOSPC: "the disk is full. Free some space or choose another place",
    errno.EDQUOT: "your share of the disk is used up. Free some space or choose another place",
    errno.EFBIG: "the file would be larger than is allowed there. Choose another place",
    errno.EROFS: "the place is read-only. Choose another one",
    errno.EACCES: "there is no permission to write there. Choose another place, or close the file elsewhere",
    errno.EPERM: "there is no permission to write there. Choose another place",
    errno.ENOENT: "the folder does not exist. Create it or choose another one",
    errno.EEXIST: "a file has that name. Choose another one for the folder",
    errno.ENOTDIR: "what should be its folder is a file. Choose another place",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """The plain sentence for a result at `path` that the system refused to write."""
    said = (
        _REASONS.get(error.errno or 0)
        or f"the system refused ({error.strerror or error}). Try again elsewhere"
    )
    return OutputError(f"{path} could not be written: {said}.")


@contextmanager
def beside(target: Path, *, durable: bool = True) -> Iterator[Path]:
    """A path beside `target` for what writes its file itself; leaving the block cleanly puts that in place.

    On any error in the block nothing is left of it, and what stood there before is untouched. Where it
    need not be `durable` (it can be made again) nobody waits for the disk. Raises OSError as the system
    does: whoever asks has words of its own.
    """
    part = _part_of(target)
    try:
        yield part
        if durable:
            with part.open("r+b") as file:
                os.fsync(file.fileno())
        part.replace(target)
        if durable:
            _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


class AtomicFile:
    """A binary file for writing; leaving its `with` block cleanly puts it in its place.

    On any error in the block the new file is removed and what stood there before is untouched. A
    target that is no ordinary file (a pipe, `/dev/stdout`) is written to as it is. What the system
    refuses raises `OutputError`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            about = path.stat() if path.exists() else None
            self._direct = about is not None and not stat.S_ISREG(about.st_mode)
            # a link stays a link: what it points at is replaced; behind /dev/stdout a pipe has no name
            self._target = path if self._direct else path.resolve()
            if about and stat.S_ISDIR(about.st_mode):
                raise OutputError(f"{path} could not be written: it is a folder. Choose a file name.")
            self._beside = _part_of(self._target)
            # "x" gives the rights a new file has here; tempfile would hide it from colleagues
            self._file = self._target.open("wb") if self._direct else self._beside.open("xb")
        except OSError as error:
            raise output_error(path, error) from error

    def write(self, data: bytes) -> None:
        """Append `data`; OutputError when the disk is full or gone."""
        try:
            self._file.write(data)
        except OSError as error:
            raise output_error(self.path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._commit()
        except OSError as refused:
            raise output_error(self.path, refused) from refused
        finally:
            self._discard()

    def _commit(self) -> None:
        self._file.flush()
        if self._direct:
            return
        os.fsync(self._file.fileno())
        self._file.close()
        self._beside.replace(self._target)
        _sync_folder(self._target.parent)

    def _discard(self) -> None:
        """Close and remove the part, if there still is one; a disk that is gone cannot stop us."""
        try:
            self._file.close()
        except OSError:
            self._file.raw.close()  # the buffer could not be emptied: let go of it
        if not self._direct:
            self._beside.unlink(missing_ok=True)


def write_atomic(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all; raises OutputError."""
    with AtomicFile(path) as file:
        file.write(data)


def make_folder(path: Path) -> None:
    """Make the folder `path` and those above it, where they are not there; raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


def _part_of(target: Path) -> Path:
    leftovers.clear(target.parent)
    return target.with_name(leftovers.part_name())


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows neither needs nor allows it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
