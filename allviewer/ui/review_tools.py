"""Differential, agreement, report and import: joined to the window and its controller."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSize, QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from allviewer.core.differential import Unit, unit_of
from allviewer.core.errors import AllviewerError
from allviewer.core.table import Table
from allviewer.services import label_import, report_content
from allviewer.services.progress import part
from allviewer.services.session import Session
from allviewer.ui import bundles, pdf_report
from allviewer.ui.background import Background, Task
from allviewer.ui.comparing import Comparing
from allviewer.ui.controller import Controller
from allviewer.ui.counts import MANY, Counts
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.import_labels import ImportDialog
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels.agreement_panel import AgreementPanel
from allviewer.ui.panels.differential_panel import DifferentialPanel
from allviewer.ui.preferences import Preferences
from allviewer.ui.room import within
from allviewer.ui.views import Long

translate = QCoreApplication.translate

_AT_FIRST = (608, 440)
_SOON_MS, _LATER_MS = 60, 800
"""How long changes are gathered before counting again: shortly when it is quick, else longer."""


class ReviewTools(QObject):
    """Keep it as long as the window; `close` lets go of files and threads."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._preferences = window, controller, preferences
        self._counts = Counts()
        self._background = background
        # apart from exports and reports, which may take minutes
        self._counting, self._laying = Background(self), Task()
        self.differential = DifferentialPanel()
        self.agreement = AgreementPanel()
        self._differential = _side_window(self.differential, window, translate("window", "Differential"))
        self._agreement = _side_window(self.agreement, window, translate("window", "Agreement"))
        self.comparing = Comparing(
            window, controller, background, self.agreement, opened=lambda: self._open(self._agreement)
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count_again)
        controller.watchers.append(self._take)
        self._connect()

    def _connect(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "differential": lambda: self._open(self._differential),
            "agreement": lambda: self._open(self._agreement),
            "second_reviewer": self.comparing.choose,
            "report": self.ask_report,
            "import_labels": self.ask_labels,
        }
        for action_id, act in acts.items():
            self._window.actions_by_id[action_id].triggered.connect(lambda _=False, act=act: act())
        self._window.actions_by_id["blind"].toggled.connect(lambda _on: self.refresh())
        self.differential.unitChosen.connect(self._choose_unit)
        self.differential.unitOpened.connect(self._open_unit)

    def close(self) -> None:
        """Close the files of the second reviewer, let the thread that counts end."""
        self._timer.stop()
        self._counting.close()
        self.comparing.forget()

    # --- counts ---

    def _take(self, applied: Applied | None) -> None:
        self._counts.take(applied)
        desk = self._controller.desk
        self.comparing.follow()
        if desk is None:
            self._differential.hide()
            self._agreement.hide()
        if self._differential.isVisible() or self._agreement.isVisible():
            quick = self._counts.ready and not self.comparing.active
            self._timer.start(_SOON_MS if quick else _LATER_MS)

    def _count_again(self) -> None:
        """After a change; only then the two sessions differ otherwise than before."""
        self.refresh()
        if self._agreement.isVisible():
            self.comparing.refresh()

    def refresh(self) -> None:
        """Show what is counted now, in the panels that are open."""
        desk = self._controller.desk
        if desk is None:
            return
        if not self._counts.ready and len(desk.cells) > MANY:
            self._lay_out(desk)
            return
        if self._differential.isVisible():
            blind = self._controller.showing.blind.on
            self.differential.show_counts(self._counts.differential(desk, *self._unit(), blind=blind))
        if self._agreement.isVisible():
            self.agreement.show_model(self._counts.agreement(desk))

    def _lay_out(self, desk: Desk) -> None:
        """Lay the cells out off the GUI thread, then count; once more if they changed by then."""
        lay, take = self._counts.laying(desk)

        def done(table: object) -> None:
            assert isinstance(table, Table)
            take(table)
            self.refresh()

        self._laying.cancel()
        self._laying = self._counting.run(lambda _task: lay(), done=done, failed=self._failed)

    def _open(self, dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        self.refresh()

    def _unit(self) -> tuple[Unit, str]:
        kept = self._preferences.current
        return Unit(kept.option("differential unit", Unit.SESSION)), kept.option("patient pattern")

    def _choose_unit(self, unit: Unit, pattern: str) -> None:
        self._preferences.set_option("differential unit", unit.value)
        self._preferences.set_option("patient pattern", pattern)
        self.refresh()

    def _open_unit(self, name: str) -> None:
        """Show the first picture of a unit."""
        desk = self._controller.desk
        if desk is None:
            return
        unit, pattern = self._unit()
        in_unit = unit_of(unit, pattern=pattern)
        found = next((one for one, row in desk.images.items() if in_unit(row.name) == name), None)
        if found is not None:
            self._controller.showing.choose_image(found)

    # --- report ---

    def ask_report(self) -> None:
        """Ask where the report goes and write it."""
        folder = self._preferences.current.option("export folder") or str(Path.home())
        suggested = Path(folder) / f"{self._title()}.pdf"
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            translate("window", "PDF report"),
            str(suggested),
            translate("window", "Reports (*.pdf)"),
        )
        if name:
            self.write_report(Path(name) if Path(name).suffix else Path(f"{name}.pdf"))

    def write_report(self, path: Path) -> None:
        """Write the report of the open session off the GUI thread; cancelled, nothing is written."""
        desk = self._controller.desk
        if desk is None:
            return
        model, title, (unit, pattern) = desk.session.model, self._title(), self._unit()
        known = {offer.name for offer in bundles.offers()}
        named = model is not None and all(name in known for name in model.name.split("+"))
        cards = bundles.cards(model.name) if model is not None and named else {}
        session_file, blind = desk.session.path, self._controller.showing.blind.on

        def work(task: Task) -> object:
            with closing(Session.look(session_file)) as session, session.unchanging():
                report = report_content.gather(session, title=title, cards=cards, unit=unit, pattern=pattern)
            whole = report_content.with_tiles(report, tell=part(task.tell, 0, 2))
            pdf_report.write(whole, path, blind=blind, tell=part(task.tell, 1, 2))
            return path

        Waiting(translate("window", "Writing the report…"), parent=self._window).run(
            self._background, work, done=self._report_written, failed=self._failed
        )

    def _report_written(self, path: object) -> None:
        self._window.notices.told(translate("window", "The report was written to {0}.").format(path))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, AllviewerError):
            self._window.notices.error(str(error))
        else:
            self._window.report_bug(error)

    def _title(self) -> str:
        return self._window.windowTitle().split(" – ")[0]

    # --- labels from elsewhere ---

    def ask_labels(self) -> None:
        """Ask for a table of labels."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, translate("window", "Import labels"), "", translate("window", "Tables (*.csv)")
        )
        if name:
            self.import_labels(Path(name))

    def import_labels(self, path: Path) -> None:
        """Show what the table would change, and change what the person agrees to."""
        desk = self._controller.desk
        if desk is None:
            return
        session_file = desk.session.path

        def work(_task: Task) -> object:
            with closing(Session.look(session_file)) as session, session.unchanging():
                return label_import.plan(session, path)

        Waiting(translate("window", "Matching the labels with the cells…"), parent=self._window).run(
            self._background, work, done=self._propose, failed=self._failed
        )

    def _propose(self, plan: object) -> None:
        desk = self._controller.desk
        if desk is None:
            return
        assert isinstance(plan, label_import.Plan)
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


def _side_window(panel: QWidget, window: QWidget, title: str) -> QDialog:
    """A window beside the main one that leaves it usable; Escape closes it."""
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setProperty("role", "panel")
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(panel)
    wanted = panel.sizeHint().expandedTo(QSize(*_AT_FIRST))
    dialog.resize(within(dialog, wanted.width(), wanted.height()))
    return dialog
