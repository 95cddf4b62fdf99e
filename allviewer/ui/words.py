"""Words of the core that the window says in the person's language."""

from PySide6.QtCore import QCoreApplication

from allviewer import RESEARCH_USE
from allviewer.core.records import Status

translate = QCoreApplication.translate


def research_use() -> str:
    """The sentence that stands in the window, the help and each export."""
    said = translate("words", "For research use only. Not for use in diagnostic procedures.")
    return said or RESEARCH_USE


def status(said: Status) -> str:
    """What a reviewer said of a cell."""
    return {
        Status.UNREVIEWED: translate("words", "unreviewed"),
        Status.ACCEPTED: translate("words", "accepted"),
        Status.CORRECTED: translate("words", "corrected"),
        Status.UNSURE: translate("words", "unsure"),
        Status.EXCLUDED: translate("words", "excluded"),
    }[said]
