"""The guide in a window of its own: pages at the left, the text at the right, a search over all of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from allviewer.ui import theme
from allviewer.ui.page import Page
from allviewer.ui.panels.parts import label, named
from allviewer.ui.room import within

_LIST_WIDTH: Final = 232
_NAME, _TEXT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class GuideWindow(QDialog):
    """`pages` are texts by file name, their pictures lie in `folder`. Not modal: it stays beside the work."""

    def __init__(self, pages: Mapping[str, str], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(within(self, _LIST_WIDTH + 760, 680))
        self._asked = ""
        self._search = named("guideSearch", QLineEdit())
        self._search.setPlaceholderText(self.tr("Search the guide…"))
        self._search.setAccessibleName(self._search.placeholderText())
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._list = named("guidePages", QListWidget())
        self._list.setAccessibleName(self.tr("Pages"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = named("guideText", Page(folder))
        self._page.pageAsked.connect(self.show_page)
        self._page.addressAsked.connect(self._show_address)
        self._address = label(role="muted", name="guideAddress", wrap=True)
        self._copy = named("guideCopy", QPushButton(self.tr("Copy address")))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._asked))
        self._foot = QWidget()
        self._lay()
        for name, text in pages.items():
            item = QListWidgetItem(_title(text))
            item.setData(_NAME, name)
            item.setData(_TEXT, text)
            self._list.addItem(item)
        self._list.currentItemChanged.connect(lambda item, _: self._turn(item))
        self._list.setCurrentRow(0)
        self._show_address("")

    def _lay(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(theme.M, theme.M, theme.M, theme.M)
        left.setSpacing(theme.S)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(_LIST_WIDTH)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        foot.addWidget(self._address, 1)
        foot.addWidget(self._copy)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._page, 1)
        right.addWidget(self._foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)

    @property
    def titles(self) -> list[str]:
        """The pages in the list, as far as the search left them."""
        items = [self._list.item(row) for row in range(self._list.count())]
        return [item.text() for item in items if not item.isHidden()]

    def show_page(self, name: str) -> None:
        """Turn to the page of this file name; what is not there is not turned to."""
        for row in range(self._list.count()):
            if self._list.item(row).data(_NAME) == name:
                self._list.setCurrentRow(row)

    def _turn(self, item: QListWidgetItem | None) -> None:
        self._show_address("")
        if item is not None:
            self._page.show_markdown(item.data(_TEXT))
            self._find()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        shown = []
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(not all(word in item.data(_TEXT).casefold() for word in words))
            if not item.isHidden():
                shown.append(item)
        if shown and self._list.currentItem() not in shown:
            self._list.setCurrentItem(shown[0])
        else:
            self._find()

    def _find(self) -> None:
        cursor = self._page.textCursor()
        cursor.setPosition(0)
        self._page.setTextCursor(cursor)
        if self._search.text():
            self._page.find(self._search.text(), QTextDocument.FindFlag(0))

    def _show_address(self, address: str) -> None:
        self._asked = address
        self._address.setText(self.tr("This page is elsewhere: {0}").format(address) if address else "")
        self._foot.setVisible(bool(address))


def _title(text: str) -> str:
    return text.lstrip("# \n").splitlines()[0].strip()
