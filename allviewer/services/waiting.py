"""What is still to be classified, read from a session by whoever classifies it, a few pictures at a time.

Decoding the outlines of 100,000 cells takes seconds: too long for the window's thread.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from allviewer.services.events import Work
from allviewer.services.session import Session

_PICTURES = 64  # a query


def waiting(path: Path, model_sha256: str, image_ids: Sequence[int]) -> Generator[Work, None, None]:
    """What the model has still to do in these pictures of the session at `path`, in their order.

    Nothing is opened before the first is asked for; ask, and close, in one thread. Raises SessionError.
    """
    with closing(Session.look(path)) as session:
        for start in range(0, len(image_ids), _PICTURES):
            yield from session.pending(model_sha256, image_ids[start : start + _PICTURES])
