"""The cells that the model is certain of, accepted in one step once a person said so."""

from collections import Counter

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from allviewer.core.records import Status, Triage
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.glimpsed import FEW
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels import figures

translate = QCoreApplication.translate


class Certain:
    """Only what the gallery shows, and no cell whose prediction or picture is out of sight."""

    def __init__(self, window: MainWindow, controller: Controller) -> None:
        self._window, self._controller = window, controller

    def cells(self) -> list[int]:
        """The cells shown that nobody decided and the model is certain of."""
        desk = self._controller.desk
        if desk is None:
            return []
        cells, hidden = desk.cells, self._controller.showing.blind.hidden
        return [
            one
            for one in self._window.gallery.order()
            if cells[one].status is Status.UNREVIEWED
            and cells[one].triage is Triage.CERTAIN
            and not hidden(one)
            and not self._controller.showing.lost([one])
        ]

    def accept(self) -> None:
        """Ask, saying how many and of which class, then accept them in one step."""
        desk, ids = self._controller.desk, self.cells()
        if desk is None:
            return
        if not ids:
            self._window.notices.told(translate("window", "No cell shown is both certain and unreviewed."))
            return
        counts = Counter(desk.cells[one].best for one in ids)
        said = ", ".join(f"{name} {figures.count(count)}" for name, count in sorted(counts.items()))
        text = translate("window", "Accept what the model is certain of? Cells: {0} ({1})").format(
            figures.count(len(ids)), said
        )
        if self._agreed(text, unseen=self._controller.showing.glimpsed.unseen(ids)):
            self._controller.reviewing.accept_all(ids)

    def _agreed(self, text: str, *, unseen: int) -> bool:
        """Where many were never on the screen that is said, and Enter cancels: it may be a slip of the key
        that accepts one.
        """
        question = QMessageBox(QMessageBox.Icon.Question, "allviewer", text, parent=self._window)
        accept = question.addButton(translate("window", "Accept them"), QMessageBox.ButtonRole.AcceptRole)
        cancel = question.addButton(QMessageBox.StandardButton.Cancel)
        if unseen > FEW:
            said = translate(
                "window",
                "Never on the screen so far: {0} of them. Scroll through the gallery to see them first. "
                "One undo takes all of it back.",
            )
            question.setInformativeText(said.format(figures.count(unseen)))
            question.setDefaultButton(cancel)
        else:
            question.setInformativeText(translate("window", "One undo takes all of it back."))
        asked(question)
        return question.clickedButton() is accept
