"""`allviewer verify`: whether decisions, pictures, bundles or an exported table were altered since."""

import argparse
import sys
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "verify",
        help="say whether decisions, pictures, bundles or a CSV were altered",
        description="Say whether decisions and outlines of a session, its pictures and bundles, or a "
        "table exported from it were altered since. Predictions are checked in a table, not in a session.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument("file", type=Path, metavar="SESSION|CSV", help="what to check")
    parser.add_argument(
        "--session", type=Path, metavar="SESSION", help="the session that a CSV was exported from"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify; 0 if all is as it was written, 1 if something was altered or is not there."""
    from allviewer.services import audit

    path: Path = options.file
    if _is_session(path):
        found = list(audit.audit_session(path))
        sound = "decisions, outlines, pictures and bundles were not altered; predictions are not checked."
    else:
        found = list(audit.audit_csv(path, session=options.session))
        both = options.session is not None
        sound = f"the table was not altered{', nor the session’s decisions and outlines' if both else ''}."
    for sentence in found:
        sys.stdout.write(f"{sentence}\n")
    if not found:
        sys.stdout.write(f"{path}: {sound}\n")
    return 1 if found else 0


def _is_session(path: Path) -> bool:
    if path.suffix == ".allviewer" or not path.is_file():
        return path.suffix.lower() != ".csv"
    with path.open("rb") as stream:
        return stream.read(6) == b"SQLite"
