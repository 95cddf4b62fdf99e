"""Figures as text in the person's own number format: counts, percents, intervals, kappa."""

from PySide6.QtCore import QCoreApplication, QLocale

from allviewer.core.agreement import Agreement, Kappa
from allviewer.core.interval import Share

NOTHING = "–"
"""Stands where there is no figure."""


def count(number: int) -> str:
    """A whole number, with the person's thousands separator."""
    return QLocale().toString(number)


def predicted(number: int | None, *, blind: bool) -> str:
    """How many cells the model calls so; nothing where it does not know the class, or in blind review."""
    return NOTHING if blind or number is None else count(number)


def decimal(number: float, digits: int) -> str:
    """With so many digits after the person's own decimal sign."""
    return QLocale().toString(number, "f", digits)


def short(number: float) -> str:
    """A whole number as it is, any other with four digits that count: "20", "0.25"."""
    return decimal(number, 0) if number == round(number) else QLocale().toString(number, "g", 4)


def percent(share: Share) -> str:
    """The share as "13.7 %"."""
    return NOTHING if share.value is None else f"{_tenths(share.value)} %"


def interval(share: Share) -> str:
    """The ends of the interval in percent, "10.0–18.1"."""
    return NOTHING if share.value is None else f"{_tenths(share.low)}–{_tenths(share.high)}"


def so_far(*, certain_first: bool, blind: bool) -> str:
    """What a share is worth while cells are still to be decided; which came first is hidden while `blind`."""
    if blind:
        return QCoreApplication.translate(
            "figures",
            "Percentages are of the cells given a class so far. Until all are decided they are no estimate "
            "of the whole.",
        )
    if certain_first:
        return QCoreApplication.translate(
            "figures",
            "Percentages are of the cells given a class so far. Of these the model is certain of most, so "
            "until all are decided they are no estimate of the whole.",
        )
    return QCoreApplication.translate(
        "figures",
        "Percentages are of the cells given a class so far. Uncertain cells usually come first, so until all "
        "are decided they are no estimate of the whole.",
    )


def _tenths(value: float) -> str:
    return decimal(100 * value, 1)


def kappa(found: Kappa | None) -> str:
    """Kappa to two digits, "0.87"."""
    return NOTHING if found is None else _hundredths(found.value)


def kappa_interval(found: Kappa | None) -> str:
    """The ends of kappa's interval, "0.82 … 0.92": either may be negative."""
    return NOTHING if found is None else f"{_hundredths(found.low)} … {_hundredths(found.high)}"


def agreement(found: Agreement) -> tuple[str, ...]:
    """A line of a table: cells, share of the same with its interval, kappa with its interval."""
    return (
        count(found.total),
        percent(found.agreed),
        interval(found.agreed),
        kappa(found.kappa),
        kappa_interval(found.kappa),
    )


def _hundredths(value: float) -> str:
    # + 0.0: what rounds to nothing has no sign
    return decimal(round(value, 2) + 0.0, 2).replace("-", "−")
