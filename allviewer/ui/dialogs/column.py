"""The column in which a dialog's parts stand, under its title."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from allviewer.ui import theme
from allviewer.ui.panels.parts import label


def column(dialog: QDialog, title: str = "", *, spacing: int = theme.S) -> QVBoxLayout:
    """The layout of `dialog`, with the margins of all of them; the title comes first, if there is one."""
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
    layout.setSpacing(spacing)
    if title:
        layout.addWidget(label(title, role="title"))
    return layout
