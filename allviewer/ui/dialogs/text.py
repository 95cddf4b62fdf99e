"""Shows one text of Markdown: the guide, or a model's card."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.panel import named


class TextDialog(QDialog):
    """Pages by title; with one page there is no list beside it."""

    def __init__(
        self, title: str, pages: dict[str, str], *, folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880 if len(pages) > 1 else 640, 640)
        self._pages = pages
        self._text = named("pageText", QTextBrowser(openExternalLinks=True))
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.document().setDocumentMargin(theme.XL)
        if folder is not None:
            self._text.setSearchPaths([str(folder)])
            self._text.document().setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
        self._list = named("pageList", QListWidget())
        self._list.addItems(list(pages))
        self._list.setFixedWidth(200)
        self._list.setVisible(len(pages) > 1)
        self._list.currentTextChanged.connect(lambda name: self._text.setMarkdown(self._pages.get(name, "")))
        self._list.setCurrentRow(0)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._list)
        line.addWidget(self._text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
