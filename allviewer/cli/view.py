"""`allviewer [PATH…]`: open the window, on files or folders if some are named."""

import argparse
from pathlib import Path

from allviewer import RESEARCH_USE
from allviewer.cli.parsing import Parser


def parser() -> Parser:
    """The parser of what is no command."""
    made = Parser(prog="allviewer", description="Open the window.", epilog=RESEARCH_USE)
    made.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pictures or folders to open")
    made.add_argument("--session", type=Path, metavar="FILE", help="the session to keep everything in")
    made.add_argument("--model", default="", metavar="NAME|DIR", help="the bundle to classify with")
    made.add_argument("--device", default="", choices=("auto", "cpu", "cuda", "mps"))
    # for the pictures in the guide, and where there is no display
    made.add_argument("--screenshot", type=Path, metavar="PNG", help=argparse.SUPPRESS)
    made.add_argument("--look", default="", choices=("light", "dark"), help=argparse.SUPPRESS)
    made.set_defaults(run=run)
    return made


def run(options: argparse.Namespace) -> int:
    """Open the window; its exit code."""
    from allviewer.services.priority import collect_seldom

    collect_seldom()  # before the imports, which make most of the objects
    from allviewer.ui import app

    return app.run(
        options.paths,
        session=options.session,
        model=options.model,
        device=options.device,
        screenshot=options.screenshot,
        look=options.look,
    )
