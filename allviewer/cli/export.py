"""`allviewer export`: a session in, the tables and outlines of what was reviewed out."""

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from allviewer import RESEARCH_USE
from allviewer.cli.parsing import file_name


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser's subcommands."""
    parser = subparsers.add_parser(
        "export",
        help="write the CSV of a session",
        description="Write a session's cells, predictions and decisions as a CSV.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument("session", type=Path, metavar="SESSION", help="the session file")
    parser.add_argument("--out", type=file_name, required=True, metavar="CSV", help="the table to write")
    parser.add_argument("--bom", action="store_true", help="begin with a byte-order mark, for Excel")
    parser.add_argument("--only-reviewed", action="store_true", help="leave out cells nobody decided")
    parser.add_argument("--summary", type=file_name, metavar="CSV", help="write a row per image, with shares")
    parser.add_argument("--coco", type=file_name, metavar="FILE", help="write all outlines as COCO JSON")
    parser.add_argument("--geojson", type=Path, metavar="DIR", help="write <stem>.geojson, for QuPath")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Export; 0 when the table was written."""
    from allviewer.core.export import Export
    from allviewer.services.export import export
    from allviewer.services.session import Session

    asked = Export(
        options.out,
        bom=options.bom,
        only_reviewed=options.only_reviewed,
        summary=options.summary,
        coco=options.coco,
        geojson=options.geojson,
    )
    with closing(Session.look(options.session)) as session:
        rows = export(session, asked)
    sys.stderr.write(f"{rows} rows written to {options.out}. {RESEARCH_USE}\n")
    return 0
