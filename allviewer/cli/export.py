"""`allviewer export`: a session in, the CSV of what was reviewed out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "export",
        help="write the CSV of a session",
        description="Write a session's cells, predictions and decisions as a CSV.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument("session", type=Path, metavar="SESSION", help="the session file")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="the table to write")
    parser.add_argument("--bom", action="store_true", help="begin with a byte-order mark, for Excel")
    parser.add_argument("--only-reviewed", action="store_true", help="leave out cells nobody decided")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Export; 0 when the table was written."""
    from allviewer.services.export import export_csv
    from allviewer.services.session import Session

    session = Session.look(options.session)
    try:
        rows = export_csv(session, options.out, bom=options.bom, only_reviewed=options.only_reviewed)
    finally:
        session.close()
    sys.stderr.write(f"{rows} rows written to {options.out}. {RESEARCH_USE}\n")
    return 0
