"""How the command line is read: a slip is one line that says what to do, and numbers have their least."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn


class _Help(argparse.HelpFormatter):
    """Says after each option what it is where nothing is given."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        unsaid = action.default in (None, False, "", []) or "default" in (action.help or "")
        if unsaid or action.default == argparse.SUPPRESS or not action.option_strings:
            return action.help
        return f"{action.help} (default: %(default)s)"


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that tells a slip in one line, not below all options there are."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **named})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse's, but a command itself refuses what it does not know, and so names its own --help."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the options are named; exit code 2."""
        self.exit(2, f"allviewer: {message}. {self.prog} --help names the options.\n")


def file_name(text: str) -> Path:
    """The path of a result; `-` is refused, which elsewhere is what a terminal shows."""
    if text == "-":
        raise argparse.ArgumentTypeError("“-” is no name of a file: give one, or /dev/stdout for a pipe")
    return Path(text)


def whole(least: int) -> Callable[[str], int]:
    """The reader of a whole number of `least` or more."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least:
            raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of {least} or more")
        return value

    return read
