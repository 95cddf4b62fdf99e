"""Where the CSV goes and what is in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from allviewer.core.errors import AllviewerError
from allviewer.ui import theme, words
from allviewer.ui.panel import label, named


@dataclass(frozen=True, slots=True)
class Export:
    """What was asked for."""

    path: Path
    bom: bool = True
    only_reviewed: bool = False


class ExportDialog(QDialog):
    """`write` writes the table and returns its rows; what goes wrong in the world is told in the dialog,
    which stays open so that another place can be chosen."""

    def __init__(
        self,
        suggested: Path,
        *,
        write: Callable[[Export], int],
        reviewed: int,
        cells: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(520)
        self._write = write
        self.rows: int | None = None
        self._path = named("exportPath", QLineEdit(str(suggested)))
        self._path.setAccessibleName(self.tr("File"))
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        self._reviewed = named("exportReviewed", QCheckBox(self.tr("Only reviewed cells")))
        self._bom = named("exportBom", QCheckBox(self.tr("For Excel (begins with a byte-order mark)")))
        self._bom.setChecked(True)
        self._trouble = label(role="error", name="exportTrouble", wrap=True)
        self._trouble.hide()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._go = named("exportGo", QPushButton(self.tr("Export"), default=True))
        self._go.clicked.connect(self._export)
        place = QHBoxLayout()
        place.setSpacing(theme.S)
        place.addWidget(self._path, 1)
        place.addWidget(choose)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.S)
        layout.addWidget(label(self.tr("Export the cells as a table"), role="title"))
        said = self.tr("One row per cell. {0} of {1} cells are reviewed.").format(reviewed, cells)
        layout.addWidget(label(said, role="muted"))
        layout.addSpacing(theme.XS)
        layout.addLayout(place)
        layout.addWidget(self._reviewed)
        layout.addWidget(self._bom)
        layout.addWidget(self._trouble)
        layout.addSpacing(theme.S)
        layout.addWidget(label(words.research_use(), role="muted", wrap=True))
        layout.addLayout(buttons)

    @property
    def export(self) -> Export:
        """As the dialog stands."""
        return Export(Path(self._path.text().strip()), self._bom.isChecked(), self._reviewed.isChecked())

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export"), self._path.text(), self.tr("Tables (*.csv)")
        )
        if name:
            self._path.setText(name if Path(name).suffix else f"{name}.csv")

    def _export(self) -> None:
        try:
            self.rows = self._write(self.export)
        except AllviewerError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self.accept()
