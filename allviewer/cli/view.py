"""`allviewer [PATH…]`: open the window, on files or folders if some are named."""

import argparse
from pathlib import Path

from allviewer import RESEARCH_USE


def parser() -> argparse.ArgumentParser:
    """The parser of what is no command."""
    made = argparse.ArgumentParser(prog="allviewer", description="Open the window.", epilog=RESEARCH_USE)
    made.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pictures or folders to open")
    made.add_argument("--session", type=Path, metavar="FILE", help="the session to keep everything in")
    made.set_defaults(run=run)
    return made


def run(options: argparse.Namespace) -> int:
    """Open the window; its exit code."""
    from allviewer.ui import app

    return app.run(options.paths, session=options.session)
