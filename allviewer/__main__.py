"""python -m allviewer."""

import sys

from allviewer.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
