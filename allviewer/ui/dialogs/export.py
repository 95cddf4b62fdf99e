"""Where the tables and outlines go, and what is in them."""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from allviewer.core.export import Export
from allviewer.ui import theme, words
from allviewer.ui.dialogs.column import column
from allviewer.ui.panels import figures
from allviewer.ui.panels.parts import foot, label, named


class ExportDialog(QDialog):
    """`write` writes what is asked for, and tells once it is there or why it is not; then the dialog stays
    open so that another place can be chosen."""

    def __init__(
        self,
        suggested: Path,
        *,
        write: Callable[["ExportDialog", Export], None],
        reviewed: int,
        cells: int,
        ticked: Collection[str] = ("exportBom",),
        parent: QWidget | None = None,
    ) -> None:
        """`ticked` are the boxes that were ticked last; that cells are left out is asked for each time."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(520)
        self._write = write
        self._folder = suggested.parent.absolute()
        self._path = named("exportPath", QLineEdit(str(suggested)))
        self._path.setAccessibleName(self.tr("File"))
        self._reviewed = named("exportReviewed", QCheckBox(self.tr("Only reviewed cells")))
        self._bom = named("exportBom", QCheckBox(self.tr("For Excel (begins with a byte-order mark)")))
        self._summary = named("exportSummary", QCheckBox(self.tr("A summary with a row per image")))
        self._coco = named("exportCoco", QCheckBox(self.tr("Outlines as COCO")))
        self._geojson = named("exportGeojson", QCheckBox(self.tr("Outlines as GeoJSON, for QuPath")))
        self._kept = (self._bom, self._summary, self._coco, self._geojson)
        for box in self._kept:
            box.setChecked(box.objectName() in ticked)
        self._path.textChanged.connect(lambda _text: self._show_places())
        self._places = label(role="muted", name="exportPlaces", wrap=True)
        self._trouble = label(role="error", name="exportTrouble", wrap=True)
        self._trouble.hide()
        said = self.tr("One row per cell. {0} of {1} cells are reviewed.").format(
            figures.count(reviewed), figures.count(cells)
        )
        self._lay_out(said)

    def _lay_out(self, said: str) -> None:
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._go = named("exportGo", QPushButton(self.tr("Export"), default=True))
        self._go.clicked.connect(self._export)
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.setSpacing(theme.S)
        place.addWidget(self._path, 1)
        place.addWidget(choose)
        layout = column(self, self.tr("Export the cells as a table"))
        layout.addWidget(label(said, role="muted"))
        layout.addSpacing(theme.XS)
        layout.addLayout(place)
        layout.addWidget(self._reviewed)
        layout.addWidget(self._bom)
        layout.addSpacing(theme.XS)
        layout.addWidget(label(self.tr("Write besides"), role="muted"))
        for box in (self._summary, self._coco, self._geojson):
            layout.addWidget(box)
            box.toggled.connect(lambda _on: self._show_places())
        layout.addWidget(self._places)
        layout.addWidget(self._trouble)
        layout.addSpacing(theme.S)
        layout.addWidget(label(words.research_use(), role="muted", wrap=True))
        layout.addLayout(foot(cancel, self._go))
        self._show_places()

    @property
    def export(self) -> Export:
        """As the dialog stands; what is written besides lies beside the table, named after it."""
        path = self._table
        return Export(
            path,
            bom=self._bom.isChecked(),
            only_reviewed=self._reviewed.isChecked(),
            summary=path.with_name(f"{path.stem}-images.csv") if self._summary.isChecked() else None,
            coco=path.with_name(f"{path.stem}-coco.json") if self._coco.isChecked() else None,
            geojson=path.with_name(f"{path.stem}-geojson") if self._geojson.isChecked() else None,
        )

    @property
    def _table(self) -> Path:
        """The file that is named: without a folder in the one that was suggested, never where the program
        happened to be started; without an ending as `_choose` names it.
        """
        path = self._folder / self._path.text().strip()
        return path if path.suffix or path.is_dir() else path.with_name(f"{path.name}.csv")

    @property
    def ticked(self) -> tuple[str, ...]:
        """The boxes whose ticks are kept for the next time."""
        return tuple(box.objectName() for box in self._kept if box.isChecked())

    def told(self, trouble: str) -> None:
        """Say why it could not be written."""
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _show_places(self) -> None:
        there = bool(Path(self._path.text().strip()).name)
        self._go.setEnabled(there)
        asked = self.export if there else None
        places = (asked.summary, asked.coco, asked.geojson) if asked else ()
        self._places.setText(", ".join(place.name for place in places if place is not None))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            self._path.text(),
            self.tr("Tables (*.csv)"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # asked where something would be lost by it
        )
        if name:
            self._path.setText(name if Path(name).suffix else f"{name}.csv")

    def _export(self) -> None:
        self.told("")
        self._write(self, self.export)
