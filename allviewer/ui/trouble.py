"""What went wrong, told: the world's trouble in its sentence, a mistake of ours as a report of it."""

from collections.abc import Callable

from allviewer.core.errors import AllviewerError


def tell(
    error: BaseException, *, said: Callable[[str], object], bug: Callable[[BaseException], object]
) -> None:
    """`said` takes the sentence of what the world refused, `bug` all else."""
    if isinstance(error, AllviewerError):
        said(str(error))
    else:
        bug(error)
