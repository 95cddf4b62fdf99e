"""python -m allviewer, and the command `allviewer`."""

import sys

from allviewer.cli.stopping import at_once


def main() -> int:
    """Run the command line; its exit code."""
    at_once()  # before the imports, which take a third of a second
    from allviewer.cli.main import main as command
    from allviewer.services.priority import collect_no_more

    code = command()
    collect_no_more()
    return code


if __name__ == "__main__":
    sys.exit(main())
