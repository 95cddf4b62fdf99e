"""Asks once who reviews: the name goes with every decision."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from allviewer.ui import theme
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.column import column
from allviewer.ui.panels.parts import label, named


class ReviewerDialog(QDialog):
    """One line for the name or initials."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who reviews?"))
        self.setMinimumWidth(360)
        self._name = named("reviewerName", QLineEdit(name, placeholderText=self.tr("Name or initials")))
        self._name.setMaxLength(100)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._name.textChanged.connect(self._check)
        layout = column(self, self.tr("Who reviews?"))
        said = self.tr("The name is kept with each decision and stands in every export.")
        layout.addWidget(label(said, role="muted", wrap=True))
        layout.addSpacing(theme.XS)
        layout.addWidget(self._name)
        layout.addSpacing(theme.S)
        layout.addWidget(buttons)
        self._check()

    @property
    def name(self) -> str:
        """The name as written, without spaces around it."""
        return self._name.text().strip()

    def _check(self) -> None:
        self._ok.setEnabled(bool(self.name))


def ask(parent: QWidget, name: str) -> str:
    """The name, or "" if the person would not say."""
    dialog = ReviewerDialog(name, parent)
    return dialog.name if asked(dialog) else ""
