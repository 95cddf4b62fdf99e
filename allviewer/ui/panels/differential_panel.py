"""The differential beside the picture: counts per class, what they are worth, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from allviewer.core.differential import TARGETS, Count, Unit
from allviewer.ui import class_signs, theme
from allviewer.ui.class_signs import ClassSign
from allviewer.ui.panels import figures
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.grid_model import Heading, Row
from allviewer.ui.panels.parts import ChoiceBox, label, named

FOCUS = "blast"
"""The class whose share is followed first, where the model has it."""


@dataclass(frozen=True, slots=True)
class Differential:
    """What the panel shows: a count for each unit. `problem` says why the pattern cannot be used.

    `signs` are those of the session's labels; a class that is
    no label any more has none. With `blind` what is predicted stays out of sight: of a picture with
    one cell it would tell that cell's. `certain_first` is the session's (`core.review`).
    """

    counts: tuple[Count, ...]
    unit: Unit = Unit.SESSION
    pattern: str = ""
    signs: Mapping[str, ClassSign] | None = None
    problem: str = ""
    blind: bool = False
    certain_first: bool = False


class DifferentialPanel(QWidget):
    """`unitChosen(Unit, pattern)`: count per image, folder or patient. `unitOpened(name)`: show it."""

    unitChosen = Signal(object, str)
    unitOpened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Differential | None = None
        self._focus = ""
        self._lines: dict[str, tuple[Count, Row]] = {}
        self._lines_of = ""
        self._build_units()
        self._build_counts()
        self._build_worth()
        self._lay_out()

    def _build_units(self) -> None:
        self._units = named("differentialUnit", ChoiceBox())
        self._units.setAccessibleName(self.tr("Count per"))
        for unit, text in (
            (Unit.SESSION, self.tr("Whole session")),
            (Unit.IMAGE, self.tr("Per image")),
            (Unit.FOLDER, self.tr("Per folder")),
            (Unit.PATIENT, self.tr("Per patient")),
        ):
            self._units.addItem(text, unit)
        self._units.activated.connect(self._say_unit)
        self._pattern = QLineEdit()
        self._pattern.setObjectName("pattern")
        self._pattern.setPlaceholderText(self.tr("Pattern in the path, such as ^([^/]+)/"))
        self._pattern.setAccessibleName(self.tr("Pattern that finds the patient in the path"))
        self._pattern.editingFinished.connect(self._say_unit)
        self._problem = label(role="error", wrap=True)

    def _build_counts(self) -> None:
        self._list = Grid(self.tr("Units"), tall=True)
        self._list.chosen.connect(self._show_unit)
        self._list.opened.connect(self.unitOpened)
        self._classes = Grid(self.tr("Cells per class"))
        self._classes.chosen.connect(self._follow)
        self._bins = label(role="muted", wrap=True)
        self._apart = label(role="muted", wrap=True)

    def _build_worth(self) -> None:
        """What the count is worth: how far it is, and how many cells a precision needs."""
        self._target = named("differentialTarget", ChoiceBox())
        self._target.setAccessibleName(self.tr("Cells to count"))
        for target in TARGETS:
            self._target.addItem(figures.count(target), target)
        self._target.activated.connect(lambda _: self._show_worth())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._missing = label(role="small")
        self._within = named("differentialPrecision", QDoubleSpinBox())
        self._within.setRange(0.5, 25.0)
        self._within.setSingleStep(0.5)
        self._within.setDecimals(1)
        self._within.setValue(5.0)
        self._within.setPrefix("± ")
        self._within.setSuffix(" %")
        self._within.setAccessibleName(self.tr("Wanted precision"))
        self._within.valueChanged.connect(lambda _: self._show_worth())
        self._plan = label(role="small", wrap=True)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.M, theme.L, theme.L)
        column.setSpacing(theme.S)
        column.addLayout(_line(self._units, self._pattern, stretch=1))
        column.addWidget(self._problem)
        column.addWidget(self._list, 1)
        column.addWidget(self._classes)
        column.addWidget(self._bins)
        column.addWidget(self._apart)
        column.addSpacing(theme.S)
        column.addLayout(_line(label(self.tr("Target")), self._target, self._bar, self._missing, stretch=2))
        column.addLayout(_line(label(self.tr("Know it to")), self._within, self._plan, stretch=2))
        column.addStretch(0)

    # --- in ---

    def show_counts(self, shown: Differential) -> None:
        """Show other counts; the chosen unit and class stay chosen."""
        self._shown = shown
        self._units.setCurrentIndex(self._units.findData(shown.unit))
        self._pattern.setVisible(shown.unit is Unit.PATIENT)
        if not self._pattern.hasFocus():
            self._pattern.setText(shown.pattern)
        self._problem.setText(shown.problem)
        self._problem.setVisible(bool(shown.problem))
        self._list.setVisible(shown.unit is not Unit.SESSION)
        if shown.unit is not Unit.SESSION:
            self._fill_units(shown)
        self._show_unit()

    def _fill_units(self, shown: Differential) -> None:
        name = self._focus_in(shown.counts[0]) if shown.counts else ""
        headings = (
            Heading(
                {Unit.IMAGE: self.tr("Image"), Unit.FOLDER: self.tr("Folder")}.get(
                    shown.unit, self.tr("Patient")
                ),
                number=False,
            ),
            Heading(self.tr("Counted")),
            Heading(name),
            Heading("%"),
            Heading(self.tr("95 %")),
        )
        # of thousands of images a decision changes one: the others' lines stand as they are
        known = self._lines if self._lines_of == name else {}
        self._lines_of = name
        self._lines = {
            one.name: known[one.name]
            if known.get(one.name, (None,))[0] == one
            else (one, self._line(one, name))
            for one in shown.counts
        }
        rows = [row for _, row in self._lines.values()]
        self._list.fill(headings, rows)
        if not self._list.key and rows:
            self._list.choose(rows[0].key)

    def _line(self, one: Count, name: str) -> Row:
        share = one.share_of(name)
        texts = (one.name or self.tr("(none)"), figures.count(one.counted), figures.count(share.count))
        ends = (figures.percent(share), figures.interval(share))
        return Row(one.name, (*texts, *ends), muted=not one.counted)

    def _show_unit(self) -> None:
        one = self._current()
        if one is None or self._shown is None:
            return
        self._classes.fill(self._headings(), self._class_rows(one, self._shown))
        self._classes.choose(self._focus_in(one))
        self._bins.setText(
            self.tr("Unidentified {0} · not counted {1} · not reviewed yet {2}").format(
                *(figures.count(n) for n in (one.unidentified, one.not_counted, one.unreviewed))
            )
        )
        of_all = self.tr("Percentages are of the cells that the reviewer gave a class.")
        so_far = figures.so_far(certain_first=self._shown.certain_first, blind=self._shown.blind)
        self._apart.setText(so_far if one.counted and one.unreviewed else of_all)
        self._show_worth()

    def _headings(self) -> tuple[Heading, ...]:
        return (
            Heading(self.tr("Class"), number=False),
            Heading(self.tr("Reviewed")),
            Heading("%"),
            Heading(self.tr("95 % interval"), tip=self.tr("Exact binomial interval of the share")),
            Heading("", drawn=True),
            Heading(self.tr("Predicted"), tip=self.tr("What the model says of all cells; never counted")),
        )

    def _class_rows(self, one: Count, shown: Differential) -> list[Row]:
        signs = shown.signs or {}
        return [
            Row(
                name,
                (
                    name,
                    figures.count(count),
                    figures.percent(share),
                    figures.interval(share),
                    figures.interval(share),
                    figures.predicted(predicted, blind=shown.blind),
                ),
                sign=signs.get(name, class_signs.FOREIGN),
                share=share,
            )
            for name, count, share, predicted in zip(
                one.classes, one.labels, one.shares, one.predicted, strict=True
            )
        ]

    def _show_worth(self) -> None:
        one = self._current()
        if one is None:
            return
        target, name = self._target.currentData(), self._focus_in(one)
        self._bar.setRange(0, target)
        self._bar.setValue(min(target, one.counted))
        missing = one.missing(target)
        self._missing.setText(
            self.tr("still missing: {0}").format(figures.count(missing)) if missing else self.tr("reached")
        )
        self._plan.setText(self._planned(one, name))

    def _planned(self, one: Count, name: str) -> str:
        """How many more cells of those that are left make a share known as well as it is wanted."""
        more = one.more_for(name, within=self._within.value() / 100)
        if more is None:
            return self.tr("Nothing is counted yet.")
        if more == 0:
            return self.tr("{0}: known that well already.").format(name)
        if not one.unreviewed:
            return self.tr("{0}: all cells are decided, and its interval stays wider.").format(name)
        if more > one.unreviewed:
            said = self.tr("{0}: all that are left ({1}) would still leave it wider.")
            return said.format(name, figures.count(one.unreviewed))
        return self.tr("{0}: count {1} more, if the share stays as it is.").format(name, figures.count(more))

    # --- out ---

    def _follow(self, name: str) -> None:
        self._focus = name
        if self._shown is not None and self._shown.unit is not Unit.SESSION:
            self._fill_units(self._shown)
        self._show_worth()

    def _say_unit(self) -> None:
        unit = Unit(self._units.currentData())  # Qt hands the text of it back
        self._pattern.setVisible(unit is Unit.PATIENT)
        shown = self._shown
        if shown is None or (unit, self._pattern.text()) != (shown.unit, shown.pattern):
            self.unitChosen.emit(unit, self._pattern.text())

    def _current(self) -> Count | None:
        if self._shown is None or not self._shown.counts:
            return None
        key = self._list.key if self._shown.unit is not Unit.SESSION else ""
        return next((one for one in self._shown.counts if one.name == key), self._shown.counts[0])

    def _focus_in(self, one: Count) -> str:
        for name in (self._focus, FOCUS):
            if name in one.classes:
                return name
        return one.classes[0] if one.classes else ""


def _line(*widgets: QWidget, stretch: int) -> QHBoxLayout:
    """Widgets side by side; the one at `stretch` takes what room is left."""
    line = QHBoxLayout()
    line.setSpacing(theme.S)
    for place, widget in enumerate(widgets):
        line.addWidget(widget, int(place == stretch), Qt.AlignmentFlag.AlignVCenter)
    return line
