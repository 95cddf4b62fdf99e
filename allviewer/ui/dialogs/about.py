"""What this program is, and what it is not for."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from allviewer import __version__
from allviewer.ui import theme, words
from allviewer.ui.dialogs.column import column
from allviewer.ui.icons import app_icon
from allviewer.ui.panels.parts import label


class AboutDialog(QDialog):
    """A few lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About allviewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(440)
        sign = label()
        sign.setPixmap(app_icon().pixmap(QSize(56, 56), self.devicePixelRatioF()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = column(self)
        layout.addWidget(sign)
        layout.addWidget(label(f"allviewer {__version__}", role="title"))
        said = self.tr(
            "Finds the white cells in pictures of blood and bone-marrow smears, classifies them, shows what "
            "spoke for each class, and counts what a person decides."
        )
        layout.addWidget(label(said, wrap=True))
        layout.addWidget(label(words.research_use(), wrap=True, name="aboutResearch"))
        licence = self.tr(
            "MIT licence. The sources of the samples stand in ATTRIBUTION.md, those of a model in its card."
        )
        layout.addWidget(label(licence, role="muted", wrap=True))
        layout.addSpacing(theme.S)
        layout.addWidget(buttons)
