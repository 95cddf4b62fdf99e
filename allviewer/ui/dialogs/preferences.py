"""The few things that are set once: language, look, and who reviews."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from allviewer.ui import theme
from allviewer.ui.dialogs.column import column
from allviewer.ui.language import LANGUAGES
from allviewer.ui.panels.parts import ChoiceBox, foot, label


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; `language` "" follows the system."""

    language: str
    look: str
    reviewer: str
    blind_share: int = 100


class PreferencesDialog(QDialog):
    """Asks; whoever opened it acts on `chosen`."""

    def __init__(self, now: Chosen, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = now
        self.setWindowTitle(self.tr("Preferences"))
        spoken = {"": self.tr("As the system"), **LANGUAGES}
        self._language = _choice(self.tr("Language"), spoken, now.language)
        self._language.currentIndexChanged.connect(self._show_later)
        looks = {
            theme.Choice.SYSTEM.value: self.tr("As the system"),
            theme.Choice.LIGHT.value: self.tr("Light"),
            theme.Choice.DARK.value: self.tr("Dark"),
        }
        self._look = _choice(self.tr("Look"), looks, now.look)
        self._reviewer = QLineEdit(now.reviewer)
        self._reviewer.setAccessibleName(self.tr("Reviewer"))
        self._blind = QSpinBox()
        self._blind.setRange(1, 100)
        self._blind.setSuffix(" %")
        self._blind.setValue(now.blind_share)
        self._blind.setAccessibleName(self.tr("Hidden in blind review"))
        self._blind.setToolTip(
            self.tr("Of so many cells, chosen at random, the prediction hides in blind review")
        )
        self._later = label(self.tr("The language changes with the next start."), role="muted")
        self._later.setVisible(False)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.L)
        form.setVerticalSpacing(theme.S)
        form.addRow(self.tr("Language"), self._language)
        form.addRow(self.tr("Look"), self._look)
        form.addRow(self.tr("Reviewer"), self._reviewer)
        form.addRow(self.tr("Hidden in blind review"), self._blind)
        use = QPushButton(self.tr("Use"))
        use.setDefault(True)
        use.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        layout = column(self, self.tr("Preferences"), spacing=theme.M)
        layout.addLayout(form)
        layout.addWidget(self._later)
        layout.addStretch(1)
        layout.addLayout(foot(cancel, use))
        self.setMinimumWidth(400)

    @property
    def chosen(self) -> Chosen:
        """As the dialog stands; an emptied name stays what it was."""
        name = self._reviewer.text().strip() or self._before.reviewer
        return Chosen(self._language.currentData(), self._look.currentData(), name, self._blind.value())

    def _show_later(self) -> None:
        self._later.setVisible(self._language.currentData() != self._before.language)


def _choice(name: str, items: Mapping[str, str], now: str) -> QComboBox:
    """A box of items by what they stand for; the first one where `now` is none of them."""
    made = ChoiceBox()
    made.setAccessibleName(name)
    for value, text in items.items():
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(now)))
    return made
