"""How the command line is read: a slip is one line that says what to do, and numbers have their least."""

import argparse
from collections.abc import Callable
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that tells a slip in one line, not below all options there are."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the options are named; exit code 2."""
        self.exit(2, f"allviewer: {message}. {self.prog} --help names the options.\n")


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
