"""All keys on one sheet, from the table of actions."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from allviewer.ui import theme
from allviewer.ui.actions import ACTIONS, MENUS, key_text
from allviewer.ui.panel import label

_COLUMNS = 3


class ShortcutSheet(QDialog):
    """Read only; closes with Escape or the key that opened it."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        keys: Mapping[str, tuple[str, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("All keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880, 620)
        columns = QHBoxLayout()
        columns.setSpacing(theme.XL)
        stacks = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for menu_id, title in MENUS:
            rows = [
                a for a in ACTIONS if _menu_of(a.menu) == menu_id and a.id in actions and key_text(a.id, keys)
            ]
            rows = [a for a in rows if not a.id.startswith("class_")]
            if not rows:
                continue
            place = heights.index(min(heights))
            heights[place] += len(rows) + 2
            name = QCoreApplication.translate("actions", title).replace("&", "")
            stacks[place].addWidget(label(name, role="heading"))
            grid = QGridLayout()
            grid.setVerticalSpacing(theme.XS)
            grid.setColumnStretch(0, 1)
            for row, action in enumerate(rows):
                grid.addWidget(label(actions[action.id].text().replace("&", "").removesuffix("…")), row, 0)
                grid.addWidget(
                    label(key_text(action.id, keys), role="key"), row, 1, Qt.AlignmentFlag.AlignRight
                )
            if menu_id == "review":
                grid.addWidget(label(self.tr("Class 1 to 9")), len(rows), 0)
                grid.addWidget(label("1 – 9", role="key"), len(rows), 1, Qt.AlignmentFlag.AlignRight)
            stacks[place].addLayout(grid)
            stacks[place].addSpacing(theme.L)
        for stack in stacks:
            stack.addStretch(1)
            columns.addLayout(stack, 1)
        body = QWidget()
        body.setLayout(columns)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        layout.setSpacing(theme.M)
        layout.addWidget(label(self.tr("All keys"), role="title"))
        layout.addWidget(scroll, 1)


def _menu_of(menu: str) -> str:
    return menu or "edit"
