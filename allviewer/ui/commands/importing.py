"""Labels from a table: matched off the GUI thread, shown, and taken over as far as the person agrees."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from allviewer.core.label_plan import Plan
from allviewer.services import label_import
from allviewer.services.session import Session
from allviewer.ui.background import Background, Task
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.import_labels import ImportDialog
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow
from allviewer.ui.views import Long

translate = QCoreApplication.translate


class Importing:
    """One import at a time: the window waits for it."""

    def __init__(self, window: MainWindow, controller: Controller, background: Background) -> None:
        self._window, self._controller, self._background = window, controller, background

    def ask(self) -> None:
        """Ask for a table of labels."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, translate("window", "Import labels"), "", translate("window", "Tables (*.csv)")
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Show what the table would change, and change what the person agrees to."""
        desk = self._controller.desk
        if desk is None:
            return
        session_file = desk.session.path

        def work(_task: Task) -> Plan:
            with closing(Session.look(session_file)) as session, session.unchanging():
                return label_import.plan(session, path)

        Waiting(translate("window", "Matching the labels with the cells…"), parent=self._window).run(
            self._background, work, done=self._propose, failed=self._window.tell_trouble
        )

    def _propose(self, plan: Plan) -> None:
        desk = self._controller.desk
        if desk is None:
            return
        name_of = self._controller.showing.name_of
        dialog = ImportDialog(
            plan, name_of=lambda cell: name_of(desk.cells[cell].image_id), parent=self._window
        )
        if asked(dialog):
            chosen = dialog.overwrite
            self._controller.reviewing.say_long(
                Long.IMPORT,
                lambda session, reviewer, tell: label_import.apply(
                    session, plan, reviewer=reviewer, overwrite=chosen, tell=tell
                ),
                follow=True,
            )
