"""`allviewer [PATH…]`: open the window, on files or folders if some are named."""

import argparse
import os
import sys
from pathlib import Path

from allviewer import RESEARCH_USE
from allviewer.cli.parsing import Parser
from allviewer.core.errors import DeviceError

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


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
    """Open the window; its exit code. Raises DeviceError where there is no screen."""
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        raise DeviceError(  # Qt would end the process, and advise to install it anew
            "there is no screen here to open a window on. Start it where there is one, or do without "
            "a window: allviewer analyse PATH --out CSV."
        )
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
