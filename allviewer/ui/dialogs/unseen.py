"""Asks before one key decides many cells that nobody can have seen."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from allviewer.ui.dialogs.asked import asked
from allviewer.ui.panels import figures

translate = QCoreApplication.translate


def agreed(parent: QWidget, *, cells: int, unseen: int) -> bool:
    """Whether all `cells` are to be decided, `unseen` of which were never on the screen.

    Enter cancels: it may be the very key that was pressed to decide.
    """
    said = translate("window", "Decide {0} cells at once? Never on the screen so far: {1} of them.")
    text = said.format(figures.count(cells), figures.count(unseen))
    question = QMessageBox(QMessageBox.Icon.Question, "allviewer", text, parent=parent)
    question.setInformativeText(
        translate("window", "Scroll through the gallery to see them first. One undo takes all of it back.")
    )
    decide = question.addButton(translate("window", "Decide them"), QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
    asked(question)
    return question.clickedButton() is decide
