"""Which cells the gallery shows: conditions that are combined, named, kept and chosen again."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from allviewer.core.filters import EVERYTHING, Filter, Saved
from allviewer.core.records import Status, Triage
from allviewer.ui import theme, words
from allviewer.ui.dialogs.column import column
from allviewer.ui.panels.parts import ChoiceBox, foot, label, named

Value = TypeVar("Value", bound=str)
_ACROSS: Final = 3


class FilterDialog(QDialog):
    """Not modal: each change takes effect at once. `changed(Filter)`, `kept(tuple of Saved)`."""

    changed = Signal(object)
    kept = Signal(object)

    def __init__(
        self,
        chosen: Filter,
        *,
        classes: Sequence[str],
        reviewers: Sequence[str],
        saved: Sequence[Saved],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Filter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._saved = list(saved)
        self._quiet = False
        self._text = named("filterText", QLineEdit(placeholderText=self.tr("Name of the image, or note")))
        statuses = {status: words.status(status) for status in Status}
        triage = {Triage.CERTAIN: self.tr("certain"), Triage.REVIEW: self.tr("to review")}
        names = {name: name for name in classes}
        self._statuses, self._triage = _boxes(statuses), _boxes(triage)
        self._predicted, self._labels = _boxes(names), _boxes(names)
        self._reviewers = _boxes({name: name for name in reviewers})
        self._lowest = _number(0.0, "filterLowest", self.tr("Lowest probability"))
        self._highest = _number(1.0, "filterHighest", self.tr("Highest probability"))
        self._build_saved()
        self._lay_out()
        self._show_saved()
        self.set_filter(chosen)
        self._connect()

    def _build_saved(self) -> None:
        """Where a filter that was kept is chosen, and where this one is named to be kept."""
        self._choices = named("savedFilters", ChoiceBox())
        self._choices.setPlaceholderText(self.tr("Saved filters"))
        self._choices.setAccessibleName(self.tr("Saved filters"))
        self._choices.activated.connect(self._choose)
        self._name = named("filterName", QLineEdit(placeholderText=self.tr("Save this filter as")))
        self._name.setAccessibleName(self._name.placeholderText())
        asked = self._name.fontMetrics().horizontalAdvance(self._name.placeholderText())
        self._name.setMinimumWidth(asked + theme.XL)

    @property
    def filter(self) -> Filter:
        """As the dialog stands."""
        low, high = sorted((self._lowest.value(), self._highest.value()))
        return Filter(
            statuses=_ticked(self._statuses),
            predicted=_ticked(self._predicted),
            labels=_ticked(self._labels),
            lowest=low,
            highest=high,
            triage=_ticked(self._triage),
            reviewers=_ticked(self._reviewers),
            text=self._text.text(),
        )

    def set_filter(self, chosen: Filter) -> None:
        """Show these conditions."""
        self._quiet = True
        _tick(self._statuses, chosen.statuses)
        _tick(self._predicted, chosen.predicted)
        _tick(self._labels, chosen.labels)
        _tick(self._triage, chosen.triage)
        _tick(self._reviewers, chosen.reviewers)
        self._lowest.setValue(chosen.lowest)
        self._highest.setValue(chosen.highest)
        self._text.setText(chosen.text)
        self._quiet = False

    def _lay_out(self) -> None:
        clear = named("filterClear", QPushButton(self.tr("Show all"), autoDefault=False))
        clear.clicked.connect(self._clear)
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.close)
        layout = column(self, self.tr("Show only cells that are"), spacing=theme.L)
        layout.addLayout(self._conditions())
        layout.addLayout(self._keeping())
        layout.addLayout(foot(clear, close))

    def _conditions(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.L)
        form.setVerticalSpacing(theme.S)
        form.addRow(self.tr("Text"), self._text)
        form.addRow(self.tr("Status"), _rows(self._statuses))
        form.addRow(self.tr("Predicted"), _rows(self._predicted))
        form.addRow(self.tr("Label"), _rows(self._labels))
        form.addRow(self.tr("Triage"), _rows(self._triage))
        if self._reviewers:
            form.addRow(self.tr("Reviewer"), _rows(self._reviewers))
        probability = QHBoxLayout()
        probability.setSpacing(theme.S)
        probability.addWidget(self._lowest)
        probability.addWidget(label(self.tr("to")))
        probability.addWidget(self._highest)
        probability.addStretch(1)
        form.addRow(self.tr("Probability"), probability)
        return form

    def _keeping(self) -> QHBoxLayout:
        """The filters that have a name, and a name for this one."""
        # Enter in a line must press none of the buttons: the first of them forgets a filter
        keep = QPushButton(self.tr("Save"), autoDefault=False)
        self._name.returnPressed.connect(self._keep)
        keep.clicked.connect(self._keep)
        forget = QPushButton(self.tr("Forget"), autoDefault=False)
        forget.clicked.connect(self._forget)
        kept = QHBoxLayout()
        kept.setSpacing(theme.S)
        for widget in (self._choices, forget, self._name, keep):
            kept.addWidget(widget, 1 if widget in (self._choices, self._name) else 0)
        return kept

    def _connect(self) -> None:
        for boxes in (self._statuses, self._predicted, self._labels, self._triage, self._reviewers):
            for box in boxes.values():
                box.toggled.connect(self._say)
        for number in (self._lowest, self._highest):
            number.valueChanged.connect(self._say)
        self._text.textChanged.connect(self._say)

    def _say(self) -> None:
        if not self._quiet:
            self.changed.emit(self.filter)

    def _clear(self) -> None:
        self.set_filter(EVERYTHING)
        self._say()

    def _keep(self) -> None:
        name = self._name.text().strip()
        if name:
            self._saved = [one for one in self._saved if one.name != name] + [Saved(name, self.filter)]
            self._name.clear()
            self._show_saved(name)
            self.kept.emit(tuple(self._saved))

    def _forget(self) -> None:
        name = self._choices.currentText()
        self._saved = [one for one in self._saved if one.name != name]
        self._show_saved()
        self.kept.emit(tuple(self._saved))

    def _choose(self, place: int) -> None:
        self.set_filter(self._saved[place].filter)
        self._say()

    def _show_saved(self, chosen: str = "") -> None:
        self._choices.clear()
        self._choices.addItems([one.name for one in self._saved])
        self._choices.setCurrentIndex(self._choices.findText(chosen) if chosen else -1)


def _boxes(words: Mapping[Value, str]) -> dict[Value, QCheckBox]:
    return {value: named(f"filter_{value}", QCheckBox(word)) for value, word in words.items()}


def _ticked(boxes: Mapping[Value, QCheckBox]) -> frozenset[Value]:
    return frozenset(value for value, box in boxes.items() if box.isChecked())


def _tick(boxes: Mapping[Value, QCheckBox], wanted: frozenset[Value]) -> None:
    for value, box in boxes.items():
        box.setChecked(value in wanted)


def _rows(boxes: Mapping[Value, QCheckBox]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.XS)
    every = list(boxes.values())
    for start in range(0, len(every), _ACROSS):
        line = QHBoxLayout()
        line.setSpacing(theme.L)
        for box in every[start : start + _ACROSS]:
            line.addWidget(box)
        line.addStretch(1)
        column.addLayout(line)
    return column


def _number(value: float, name: str, said: str) -> QDoubleSpinBox:
    made = named(name, QDoubleSpinBox())
    made.setAccessibleName(said)
    made.setRange(0.0, 1.0)
    made.setSingleStep(0.05)
    made.setDecimals(2)
    made.setValue(value)
    return made
