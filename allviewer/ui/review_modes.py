"""How a person goes through the cells: filtered, blind, or many in one step."""

import json
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox

from allviewer.core import filters
from allviewer.core.filters import Filter, Saved
from allviewer.core.records import Status, Triage
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.filter import FilterDialog
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels import figures
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate


class ReviewModes(QObject):
    """Keep it as long as the window."""

    def __init__(self, window: MainWindow, controller: Controller, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._controller, self._preferences = window, controller, preferences
        window.actions_by_id["filter_cells"].triggered.connect(lambda _=False: self.ask_filter())
        window.actions_by_id["accept_certain"].triggered.connect(lambda _=False: self.accept_certain())
        window.actions_by_id["blind"].toggled.connect(controller.set_blind)
        window.actions_by_id["find_pictures"].triggered.connect(lambda _=False: self.find_pictures())

    def certain(self) -> list[int]:
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

    def accept_certain(self) -> None:
        """Ask, saying how many and of which class, then accept them in one step."""
        desk, ids = self._controller.desk, self.certain()
        if desk is None:
            return
        if not ids:
            self._window.notices.told(translate("window", "No cell shown is both certain and unreviewed."))
            return
        counts: dict[str, int] = {}
        for one in ids:
            counts[desk.cells[one].best] = counts.get(desk.cells[one].best, 0) + 1
        said = ", ".join(f"{name} {figures.count(count)}" for name, count in sorted(counts.items()))
        text = translate("window", "Accept what the model is certain of? Cells: {0} ({1})").format(
            figures.count(len(ids)), said
        )
        question = QMessageBox(QMessageBox.Icon.Question, "allviewer", text, parent=self._window)
        question.setInformativeText(translate("window", "One undo takes all of it back."))
        accept = question.addButton(translate("window", "Accept them"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        asked(question)
        if question.clickedButton() is accept:
            self._controller.reviewing.accept_all(ids)

    def find_pictures(self) -> None:
        """Where the pictures of this session lie now."""
        title = translate("window", "The folder the pictures are in now")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if folder:
            self._controller.find_pictures(Path(folder))

    def ask_filter(self) -> None:
        """Open the conditions beside the gallery; they act at once."""
        desk = self._controller.desk
        if desk is None:
            return
        lies_open = self._window.findChild(FilterDialog)
        if isinstance(lies_open, FilterDialog):
            lies_open.activateWindow()
            return
        reviewers = sorted({cell.reviewer for cell in desk.cells.values() if cell.reviewer})
        dialog = FilterDialog(
            self._window.gallery.arrangement().filter,
            classes=desk.classes,
            reviewers=reviewers,
            saved=self.saved(),
            parent=self._window,
        )
        dialog.changed.connect(self._use)
        dialog.kept.connect(self._keep)
        dialog.show()

    def saved(self) -> tuple[Saved, ...]:
        """The filters this person named."""
        return filters.from_json(json.loads(self._preferences.current.option("filters", "[]")))

    def _use(self, chosen: Filter) -> None:
        self._window.gallery.set_filter(chosen)

    def _keep(self, saved: tuple[Saved, ...]) -> None:
        self._preferences.set_option("filters", json.dumps(filters.to_json(saved)))
