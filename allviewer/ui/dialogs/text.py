"""Shows one text of Markdown, such as a model's card: as text, with no link that opens."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from allviewer.ui.page import Page
from allviewer.ui.panels.parts import named
from allviewer.ui.room import within


class TextDialog(QDialog):
    """Pages by title; with one page there is no list beside it."""

    def __init__(self, title: str, pages: dict[str, str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(within(self, 920 if len(pages) > 1 else 720, 640))
        self._text = named("pageText", Page())
        self._list = named("pageList", QListWidget())
        self._list.addItems(list(pages))
        self._list.setFixedWidth(200)
        self._list.setVisible(len(pages) > 1)
        self._list.currentTextChanged.connect(lambda name: self._text.show_markdown(pages.get(name, "")))
        self._list.setCurrentRow(0)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._list)
        line.addWidget(self._text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
