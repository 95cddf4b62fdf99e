"""The PDF report of the open session: asked for, and written off the GUI thread."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from allviewer.core.progress import part
from allviewer.services import report_content
from allviewer.services.session import Session
from allviewer.ui import bundles, pdf_report
from allviewer.ui.background import Background, Task
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate


class Reporting:
    """Writes the report as the session and the differential's unit are; cancelled, nothing is written."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self._background = background

    def ask(self) -> None:
        """Ask where the report goes and write it."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            translate("window", "PDF report"),
            str(self._preferences.export_folder / f"{self._window.title}.pdf"),
            translate("window", "Reports (*.pdf)"),
        )
        if name:
            self.write(Path(name) if Path(name).suffix else Path(f"{name}.pdf"))

    def write(self, path: Path) -> None:
        """Write the report of the open session."""
        desk = self._controller.desk
        if desk is None:
            return
        model, title, (unit, pattern) = desk.session.model, self._window.title, self._preferences.unit
        known = {offer.name for offer in bundles.offers()}
        named = model is not None and all(name in known for name in model.name.split("+"))
        cards = bundles.cards(model.name) if model is not None and named else {}
        session_file, blind = desk.session.path, self._controller.showing.blind.on

        def work(task: Task) -> Path:
            with closing(Session.look(session_file)) as session, session.unchanging():
                report = report_content.gather(session, title=title, cards=cards, unit=unit, pattern=pattern)
            whole = report_content.with_tiles(report, tell=part(task.tell, 0, of=2))
            pdf_report.write(whole, path, blind=blind, tell=part(task.tell, 1, of=2))
            return path

        Waiting(translate("window", "Writing the report…"), parent=self._window).run(
            self._background, work, done=self._written, failed=self._window.tell_trouble
        )

    def _written(self, path: Path) -> None:
        self._window.notices.told(translate("window", "The report was written to {0}.").format(path))
