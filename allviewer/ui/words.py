"""Words of the floors below that the window says in the person's language."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from allviewer import RESEARCH_USE
from allviewer.core.records import Status
from allviewer.ui.sentences import SENTENCES

translate = QCoreApplication.translate

_RATES = re.compile(r"\d+\.\d+% \([^().]*\)(, \d+\.\d+% \([^().]*\))*")
"""Shares of classes, as a card says them."""


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


def in_one_line(text: str) -> str:
    """The text with a visible sign where a line ends: a file name may hold any."""
    return re.sub(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]", "⏎", text)


def said(text: str) -> str:
    """What core, services or model say, in the person's language; what is not known stays as it is.

    They speak plain English and know no translator, and a session keeps what they said: so it is
    known again by its form, and what was put into its blanks is translated for itself.
    """
    forms = [form for form in _forms() if form.own in text]
    known = _known(text, forms)
    if known is not None:
        return known
    for colon in re.finditer(": ", text):  # a file, and what is the matter with it
        known = _known(text[colon.end() :], forms)
        if known is not None:
            return text[: colon.end()] + known
    reasons = [_known(reason, forms) for reason in text.split(", ")]
    return text if None in reasons else ", ".join(filter(None, reasons))


class _Form(NamedTuple):
    """A sentence, the longest piece of it between its blanks, and what it looks like filled in."""

    sentence: str
    own: str
    pattern: re.Pattern[str]


@cache
def _forms() -> list[_Form]:
    """Those with more words of their own come first."""
    forms = []
    for sentence in SENTENCES:
        pieces = re.split(r"\{\d\}", sentence)
        pattern = re.compile("(.*)".join(map(re.escape, pieces)), re.DOTALL)
        forms.append(_Form(sentence, max(pieces, key=len), pattern))
    return sorted(forms, key=lambda form: -len(form.sentence))


def _known(text: str, forms: Iterable[_Form]) -> str | None:
    for form in forms:
        found = form.pattern.fullmatch(text)
        if found is not None:
            return translate("sentences", form.sentence).format(*map(_put_in, found.groups()))
    return None


def _put_in(value: str) -> str:
    if re.fullmatch(r"-?\d+\.\d+%?", value):
        return value.replace(".", QLocale().decimalPoint())
    if _RATES.fullmatch(value):
        return value.replace(".", QLocale().decimalPoint())
    return said(value)
