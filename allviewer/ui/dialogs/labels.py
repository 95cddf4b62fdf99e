"""The labels of a session: those there are, and more of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.action_table import CLASS_KEYS
from allviewer.ui.panel import label
from allviewer.ui.panels.grid import Grid
from allviewer.ui.panels.grid_model import Heading, Row


class LabelsDialog(QDialog):
    """`added` are the new ones, in the order they were written; nothing is kept by the dialog itself."""

    def __init__(self, labels: Sequence[str], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Labels of this session"))
        self.resize(420, 360)
        self._there = tuple(labels)
        self.added: tuple[str, ...] = ()
        self._list = Grid(self.tr("Labels"), tall=True)
        self._name = QLineEdit()
        self._name.setObjectName("labelName")
        self._name.setPlaceholderText(self.tr("Another label, such as promyelocyte"))
        self._name.setAccessibleName(self.tr("New label"))
        self._name.textChanged.connect(self._show_add)
        self._add = QPushButton(self.tr("Add"))
        self._add.setObjectName("labelAdd")
        self._add.setDefault(True)
        self._add.clicked.connect(self._take)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self._name, 1)
        line.addWidget(self._add)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.S)
        layout.addWidget(label(self.tr("Labels of this session"), role="title"))
        said = self.tr("Only a person gives a label that is added here. It stays in this session.")
        layout.addWidget(label(said, role="muted", wrap=True))
        layout.addWidget(self._list, 1)
        layout.addLayout(line)
        layout.addLayout(foot)
        self._name.setFocus()
        self._show()

    def _show(self) -> None:
        headings = (Heading(self.tr("Label"), number=False), Heading(self.tr("Key")))
        rows = [
            Row(name, (name, str(place) if place <= CLASS_KEYS else ""), sign=theme.class_sign(place - 1))
            for place, name in enumerate((*self._there, *self.added), start=1)
        ]
        self._list.fill(headings, rows)
        self._show_add()

    def _show_add(self) -> None:
        name = self._name.text().strip()
        self._add.setEnabled(bool(name) and name not in (*self._there, *self.added))

    def _take(self) -> None:
        self.added = (*self.added, self._name.text().strip())
        self._name.clear()
        self._show()
