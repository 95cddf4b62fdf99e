"""Agreement as lines of a table: summaries, the confusion matrix, sensitivity and specificity."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from allviewer.core.agreement import Agreement
from allviewer.ui import class_signs
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels import figures
from allviewer.ui.panels.grid_model import Heading, Row

Lines = tuple[Sequence[Heading], Sequence[Row]]
_ROOMY = 4
"""Up to so many classes are headings by name; more are headings by letter."""


def summaries(named: Sequence[tuple[str, str, Agreement]], *, what: str) -> Lines:
    """One line for each agreement: its key, its name and its figures."""
    translate = QCoreApplication.translate
    headings = (
        Heading(what, number=False),
        Heading(translate("agreement", "Cells")),
        Heading(translate("agreement", "Same")),
        Heading(translate("agreement", "95 %"), tip=translate("agreement", "Exact binomial interval")),
        Heading(
            translate("agreement", "Kappa"), tip=translate("agreement", "Agreement beyond chance (Cohen)")
        ),
        Heading(
            translate("agreement", "95 %"), tip=translate("agreement", "Large-sample interval (Fleiss 1969)")
        ),
        Heading(translate("agreement", "Different")),
    )
    return headings, [
        Row(
            key,
            (name, *figures.agreement(found), figures.count(found.overturned)),
            muted=not found.total,
        )
        for key, name, found in named
    ]


def matrix(found: Agreement, signs: Mapping[str, ClassSign], *, corner: str) -> Lines:
    """Counts: lines the reference, columns the other; tinted by their share of the line."""
    letters = class_signs.class_letters(found.classes)
    names = found.classes if len(found.classes) <= _ROOMY else letters
    columns = zip(names, found.classes, strict=True)
    headings = (Heading(corner, number=False), *(Heading(text, tip=name) for text, name in columns))
    rows = []
    for name, counts in zip(found.classes, found.matrix, strict=True):
        total = sum(counts) or 1
        rows.append(
            Row(
                name,
                (name, *map(figures.count, counts)),
                sign=signs.get(name, class_signs.FOREIGN),
                tints=(0.0, *(count / total for count in counts)),
            )
        )
    return headings, rows


def rates(found: Agreement, signs: Mapping[str, ClassSign], *, known: Collection[str]) -> Lines:
    """Sensitivity and specificity of the other judge, against the reference, for each class it can say."""
    translate = QCoreApplication.translate
    headings = (
        Heading(translate("agreement", "Class"), number=False),
        Heading(
            translate("agreement", "Sensitivity"),
            tip=translate(
                "agreement", "Of the cells that the reviewer calls so, those that the model calls so"
            ),
        ),
        Heading(translate("agreement", "95 %")),
        Heading(
            translate("agreement", "Specificity"),
            tip=translate("agreement", "Of all other cells, those that the model calls otherwise"),
        ),
        Heading(translate("agreement", "95 %")),
    )
    rows = []
    for name in filter(known.__contains__, found.classes):
        right, wrong = found.sensitivity(name), found.specificity(name)
        texts = (
            figures.percent(right),
            figures.interval(right),
            figures.percent(wrong),
            figures.interval(wrong),
        )
        rows.append(Row(name, (name, *texts), sign=signs.get(name, class_signs.FOREIGN)))
    return headings, rows
