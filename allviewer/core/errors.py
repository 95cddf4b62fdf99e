"""Errors of the world: each is one plain sentence that says what happened, to what, and what to do.

Whatever is not an `AllviewerError` is a bug of ours and is never caught to be hidden.
"""

from pathlib import Path

NOT_THERE = "There is no such file or folder."
"""Why a picture cannot be read where nothing is."""


class AllviewerError(Exception):
    """Something outside the program went wrong; `str(error)` is told to the person as it stands."""


class ImageError(AllviewerError):
    """A file that cannot be read as a picture.

    `reason` is the plain sentence without the path, as a row of the image list shows it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BundleError(AllviewerError):
    """A bundle that is missing, damaged, altered or not for this program."""


class SessionError(AllviewerError):
    """A session file that cannot be opened, written or understood."""


class OutputError(AllviewerError):
    """A result that could not be written; what stood there before is untouched."""


class DataError(AllviewerError):
    """Training data whose layout, labels or manifest are not as the reader expects."""


class TrainingError(AllviewerError):
    """A training whose network came apart."""


class DeviceError(AllviewerError):
    """A device that was asked for and is not there, or ran out of memory on every fallback."""


class DecisionError(AllviewerError):
    """A decision that cannot be taken as things stand, such as accepting where nothing is predicted."""


class PatternError(AllviewerError):
    """A regular expression that a person wrote and that is none."""
