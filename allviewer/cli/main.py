"""The door of the command line: `allviewer [PATH…]` opens the window, a command's name runs it."""

import argparse
import difflib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from allviewer import RESEARCH_USE, __version__
from allviewer.cli import analyse, evaluate, export, models, stopping, train, tune, verify, view
from allviewer.cli.parsing import Parser
from allviewer.core.errors import AllviewerError

DONE, SOME_FAILED, WRONG_USAGE, NOTHING_DONE = 0, 1, 2, 3
INTERRUPTED = 130
"""As shells count it: 128 and the number of SIGINT."""

_COMMANDS = {
    "analyse": analyse,
    "evaluate": evaluate,
    "export": export,
    "models": models,
    "train": train,
    "tune": tune,
    "verify": verify,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 all done, 1 some inputs failed, 2 wrong usage, 3 nothing done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    mistyped = _mistyped(given)
    if mistyped:
        sys.stderr.write(f"allviewer: {mistyped}\n")
        return WRONG_USAGE
    parser = _parser() if given and given[0] in (*_COMMANDS, "-h", "--help", "--version") else view.parser()
    options = parser.parse_args(given)
    try:
        with stopping.heard(stopping.WINDOW if options.run is view.run else stopping.COMMAND):
            return int(options.run(options))
    except AllviewerError as error:
        sys.stderr.write(f"allviewer: {error}\n")
        return NOTHING_DONE
    except MemoryError:
        sys.stderr.write("allviewer: there is not enough memory. Close other programs and try again.\n")
        return NOTHING_DONE
    except KeyboardInterrupt as stopped:
        sys.stderr.write("allviewer: stopped. What was written before is as it was.\n")
        return stopped.code if isinstance(stopped, stopping.StoppedError) else INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _prepare_streams() -> None:
    """Have what is said go somewhere, whatever was closed before and whatever names of files hold."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # a scheduler may close it: then it is nobody's, not the next file's
            _keep_from_files(number)
            setattr(sys, name, open(os.devnull, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):  # names of files need not fit the terminal's encoding
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _keep_from_files(number: int) -> None:
    """Take the file descriptor, if it is free: the next file would get it, and what libraries print."""
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)


def _mistyped(given: Sequence[str]) -> str:
    """What to say where the first word can only be meant for a command and is none, else "".

    A path that is not there is the window's to tell.
    """
    word = given[0] if given else "-"
    if word in _COMMANDS or word.startswith("-") or os.path.lexists(word):
        return ""
    path = Path(word)
    close = difflib.get_close_matches(word.casefold(), _COMMANDS, n=1)
    if path.name != word or path.suffix or not (close or len(given) == 1):
        return ""
    meant = f"did you mean {close[0]}? The" if close else "the"
    *others, last = _COMMANDS
    return f"“{word}” is no command, file or folder; {meant} commands are {', '.join(others)} and {last}."


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="allviewer",
        usage="allviewer [PATH ...]          open the window\n       allviewer COMMAND [OPTION ...]",
        description="Review blood and bone-marrow smears for acute lymphoblastic leukemia.",
        epilog=f"A file named like a command opens as ./NAME. {RESEARCH_USE}",
    )
    parser.add_argument("--version", action="version", version=f"allviewer {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="allviewer")
    for command in _COMMANDS.values():
        command.add_parser(commands)
    return parser
