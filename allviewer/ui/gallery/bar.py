"""The line above the gallery: which cells it shows, in which order, how large, and how many those are."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from allviewer.core.filters import EVERYTHING, Filter
from allviewer.ui import theme
from allviewer.ui.arrangement import Arrangement, Group, Show, Sort
from allviewer.ui.icons import put
from allviewer.ui.panels.claimed_keys import PressKeys
from allviewer.ui.panels.parts import ChoiceBox, label, named

_NARROWEST = 92
"""Of a choice whose words do not fit any more, in px."""
_SIDES = (48, 160)
"""The smallest and largest side of a crop, in logical pixels."""
_SIDE = 60


class _Elided(ChoiceBox):
    """Says by three dots that its words do not fit."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """As the style draws it, the words shortened."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        fitting = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        option.currentText = fitting


class GalleryBar(QWidget):
    """`arranged` when a person chose another order or other cells, `sideChanged(px)` of a crop,
    `refreshRequested()` by the note. `filtering` is checked while a filter holds.
    """

    arranged = Signal()
    sideChanged = Signal(int)
    refreshRequested = Signal()

    def __init__(self, filtering: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = EVERYTHING
        self._count = label(role="muted", name="galleryCount")
        self._show = self._choice("galleryShow", self._show_words(), self.tr("Which cells"))
        self._group = self._choice("galleryGroup", self._group_words(), self.tr("Under headings"))
        self._sort = self._choice("gallerySort", self._sort_words(), self.tr("In order"))
        self._filtering = filtering
        filtering.triggered.connect(self._show_filtering)
        button = named("galleryFilter", QToolButton())
        button.setDefaultAction(filtering)
        self._stale = self._made_note()
        self._size = self._made_size()
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.M, 0, theme.M, 0)
        line.setSpacing(theme.XS)
        line.addWidget(label(self.tr("Cells"), role="heading"))
        line.addWidget(self._count)
        line.addSpacing(theme.S)
        for widget in (self._show, button, self._group, self._sort, self._stale):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self._size)

    def _made_note(self) -> QPushButton:
        note = named("galleryRefresh", QPushButton())
        note.setProperty("role", "quiet")
        put(note, "sort")
        note.setStyleSheet("color: palette(highlight); font-weight: 600;")
        note.setToolTip(self.tr("So many cells would stand elsewhere by now"))
        note.clicked.connect(self.refreshRequested)
        PressKeys(note)
        note.hide()
        return note

    def _made_size(self) -> QSlider:
        size = named("gallerySize", QSlider(Qt.Orientation.Horizontal))
        size.setRange(*_SIDES)
        size.setMinimumWidth(_NARROWEST // 2)
        size.setMaximumWidth(96)
        size.setAccessibleName(self.tr("Size of the crops"))
        size.setToolTip(self.tr("Size of the crops"))
        size.setValue(_SIDE)
        size.valueChanged.connect(self.sideChanged)
        return size

    @property
    def stops(self) -> Sequence[QWidget]:
        """Where the keyboard goes, one after the other."""
        return (self._show, self._group, self._sort, self._stale)

    @property
    def side(self) -> int:
        """The side of a crop, in logical pixels."""
        return self._size.value()

    def enlarge(self, by: int) -> None:
        """Make the crops so much larger, or smaller by less than 0, as far as that goes."""
        self._size.setValue(self._size.value() + by)

    def arrangement(self) -> Arrangement:
        """What the person chose."""
        group, sort = Group(self._group.currentData()), Sort(self._sort.currentData())
        return Arrangement(group, sort, Show(self._show.currentData()), self._filter)

    def set_filter(self, chosen: Filter) -> None:
        """Show only cells that pass, besides the quick choice."""
        if chosen != self._filter:
            self._filter = chosen
            self._show_filtering()
            self.arranged.emit()

    def set_count(self, count: int) -> None:
        """So many cells are shown."""
        self._count.setText(self.locale().toString(count))

    def set_stale(self, count: int) -> None:
        """So many cells do not stand where the order says; a click puts them there."""
        said = self.tr("Refresh order ({0})").format(self.locale().toString(count))
        self._stale.setText(said)
        self._stale.setVisible(count > 0)

    def _show_filtering(self) -> None:
        self._filtering.setChecked(bool(self._filter))  # lit while a filter holds, not while clicked

    def _choice(self, name: str, words: dict[StrEnum, str], tip: str) -> QComboBox:
        box = named(name, _Elided())
        box.setToolTip(tip)
        box.setAccessibleName(tip)
        box.setProperty("role", "quiet")
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setMinimumWidth(_NARROWEST)
        for value, word in words.items():
            box.addItem(word, value.value)
        box.currentIndexChanged.connect(lambda _: self.arranged.emit())
        return box

    def _show_words(self) -> dict[StrEnum, str]:
        return {
            Show.ALL: self.tr("all cells"),
            Show.UNREVIEWED: self.tr("unreviewed"),
            Show.REVIEW: self.tr("to review"),
            Show.REVIEWED: self.tr("reviewed"),
            Show.UNSURE: self.tr("unsure"),
            Show.EXCLUDED: self.tr("excluded"),
        }

    def _group_words(self) -> dict[StrEnum, str]:
        return {
            Group.NONE: self.tr("in one stream"),
            Group.PREDICTED: self.tr("by predicted class"),
            Group.LABEL: self.tr("by label"),
            Group.IMAGE: self.tr("by image"),
        }

    def _sort_words(self) -> dict[StrEnum, str]:
        return {
            Sort.NEED: self.tr("most needed first"),
            Sort.IMAGE: self.tr("as in the images"),
            Sort.PROBABILITY: self.tr("most probable first"),
            Sort.UNCERTAINTY: self.tr("most uncertain first"),
            Sort.LARGEST: self.tr("largest first"),
            Sort.SMALLEST: self.tr("smallest first"),
        }
