"""`python -m tests.benchmarks.started SINCE FOLDER`: the program itself, started, watched and closed.

SINCE is when this process was asked for (`time.time()`). Prints as JSON how long after it the window
was painted and ready for events, whether torch had been imported by then, and when the first cell of
FOLDER was classified and stored. The start is `allviewer FOLDER`'s own, with nothing skipped.
"""

import sys

from allviewer.cli.main import main as allviewer
from allviewer.services.priority import collect_seldom


def main() -> None:
    """Start the window on a folder."""
    collect_seldom()  # as it is before the program's own imports
    from allviewer.ui import app
    from tests.benchmarks.watched import Watched

    app.Program = Watched  # type: ignore[misc]
    sys.exit(allviewer([sys.argv[2], "--device", "cpu"]))


if __name__ == "__main__":
    main()
