"""The few things that are set once: language, look, and who reviews."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from allviewer.ui import theme
from allviewer.ui.language import LANGUAGES
from allviewer.ui.panels.parts import foot, label


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
        self._language = QComboBox()
        self._language.setAccessibleName(self.tr("Language"))
        self._language.addItem(self.tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(now.language)))
        self._language.currentIndexChanged.connect(self._show_later)
        self._look = QComboBox()
        self._look.setAccessibleName(self.tr("Look"))
        for choice, text in (
            (theme.Choice.SYSTEM, self.tr("As the system")),
            (theme.Choice.LIGHT, self.tr("Light")),
            (theme.Choice.DARK, self.tr("Dark")),
        ):
            self._look.addItem(text, choice.value)
        self._look.setCurrentIndex(max(0, self._look.findData(now.look)))
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.M)
        layout.addWidget(label(self.tr("Preferences"), role="title"))
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
