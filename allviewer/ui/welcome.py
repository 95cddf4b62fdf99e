"""The empty window: what to do in three lines, and the folders opened lately."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.icons import app_icon
from allviewer.ui.panels.claimed_keys import PressKeys
from allviewer.ui.panels.parts import as_plain, label, named

_WIDTH = 420
_SHOWN = 5


class Welcome(QWidget):
    """`recentChosen(folder)` when a recent folder is chosen."""

    recentChosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QWidget()
        column.setFixedWidth(_WIDTH)
        self._lines = QVBoxLayout(column)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.S)
        self._say_what()
        self._offer(actions)
        self._recent = QVBoxLayout()
        self._recent.setContentsMargins(0, theme.XL, 0, 0)
        self._recent.setSpacing(0)
        self._lines.addLayout(self._recent)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(2)
        middle.addWidget(column)
        middle.addStretch(3)
        layout.addLayout(middle)
        layout.addStretch(1)

    def _say_what(self) -> None:
        sign = label()
        sign.setPixmap(app_icon().pixmap(QSize(48, 48), self.devicePixelRatioF()))
        self._lines.addWidget(sign)
        self._lines.addSpacing(theme.S)
        self._lines.addWidget(label(self.tr("Drop pictures or a folder here"), role="title"))
        muted = label(
            self.tr("Smear fields or single cells. Cells are found and classified; you decide."),
            role="muted",
            wrap=True,
        )
        self._lines.addWidget(muted)
        self._lines.addSpacing(theme.M)

    def _offer(self, actions: Mapping[str, QAction]) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(_button(actions["open_folder"], self.tr("Open folder"), primary=True))
        line.addWidget(_button(actions["open_files"], self.tr("Open pictures")))
        line.addWidget(_button(actions["open_samples"], self.tr("Try the samples")))
        line.addStretch(1)
        self._lines.addLayout(line)

    def show_recent(self, folders: Sequence[str]) -> None:
        """The folders opened lately, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not folders:
            return
        head = label(self.tr("Opened lately"), role="heading")
        head.setContentsMargins(0, 0, 0, theme.XS)
        self._recent.addWidget(head)
        for folder in folders[:_SHOWN]:
            path = Path(folder)
            button = named("recent", QPushButton())
            button.setProperty("role", "quiet")
            button.setStyleSheet("text-align: left; padding-left: 0;")
            room = _WIDTH - theme.L
            text = f"{path.name}   {path.parent}"
            metrics = QFontMetrics(button.font())
            button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room).replace("&", "&&"))
            button.setToolTip(as_plain(folder))
            button.clicked.connect(lambda _=False, folder=folder: self.recentChosen.emit(folder))
            PressKeys(button)
            self._recent.addWidget(button)


def _button(action: QAction, text: str, *, primary: bool = False) -> QPushButton:
    made = named(f"welcome_{action.objectName()}", QPushButton(text))
    if primary:
        made.setProperty("role", "primary")
    made.setToolTip(action.toolTip())
    made.clicked.connect(action.trigger)
    PressKeys(made)
    return made
