"""Asks before a table is written over that is not as it was exported."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from allviewer.ui.dialogs.asked import asked

translate = QCoreApplication.translate


def agreed(parent: QWidget, files: Sequence[Path]) -> bool:
    """Whether these are to be written over. Enter cancels: it may be the very key that began the export."""
    text = translate("window", "Write over {0}?").format(", ".join(file.name for file in files))
    question = QMessageBox(QMessageBox.Icon.Question, "allviewer", text, parent=parent)
    question.setInformativeText(
        translate(
            "window", "This is not as it was exported from here: what was written into it would be lost."
        )
    )
    over = question.addButton(translate("window", "Write over it"), QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
    asked(question)
    return question.clickedButton() is over
