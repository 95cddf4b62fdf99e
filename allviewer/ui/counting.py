"""The differential and the agreement beside the window, counted again as the session changes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QDialog

from allviewer.core.differential import Unit, unit_of
from allviewer.core.table import Table
from allviewer.ui.background import Background, Task
from allviewer.ui.comparing import Comparing
from allviewer.ui.controller import Controller
from allviewer.ui.counts import MANY, Counts
from allviewer.ui.desk import Applied, Desk
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels.agreement_panel import AgreementPanel
from allviewer.ui.panels.differential_panel import DifferentialPanel
from allviewer.ui.preferences import Preferences
from allviewer.ui.side_window import side_window

translate = QCoreApplication.translate

_SOON_MS, _LATER_MS = 60, 800
"""How long changes are gathered before counting again: shortly when it is quick, else longer."""


class Counting(QObject):
    """Keep it as long as the window; `close` lets go of files and threads."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._preferences = window, controller, preferences
        self._counts = Counts()
        # apart from exports and reports, which may take minutes
        self._counting, self._laying = Background(self), Task()
        self.differential = DifferentialPanel()
        self.agreement = AgreementPanel()
        self._differential = side_window(self.differential, window, translate("window", "Differential"))
        self._agreement = side_window(self.agreement, window, translate("window", "Agreement"))
        window.picture.view.beside = (self._differential, self._agreement)
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
            counted = self._counts.differential(desk, *self._preferences.unit, blind=blind)
            self.differential.show_counts(counted)
        if self._agreement.isVisible():
            self.agreement.show_model(self._counts.agreement(desk))

    def _take(self, applied: Applied | None) -> None:
        self._counts.take(applied)
        desk = self._controller.desk
        self.comparing.follow()
        self.comparing.behind = True
        if desk is None:
            self._differential.hide()
            self._agreement.hide()
        if self._differential.isVisible() or self._agreement.isVisible():
            quick = self._counts.ready and not self.comparing.active
            self._timer.start(_SOON_MS if quick else _LATER_MS)

    def _count_again(self) -> None:
        self.refresh()
        if self._agreement.isVisible():
            self.comparing.catch_up()

    def _lay_out(self, desk: Desk) -> None:
        """Lay the cells out off the GUI thread, then count; once more if they changed by then."""
        lay, take = self._counts.laying(desk)

        def done(table: Table) -> None:
            take(table)
            self.refresh()

        self._laying.cancel()
        self._laying = self._counting.run(lambda _task: lay(), done=done, failed=self._window.tell_trouble)

    def _open(self, dialog: QDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        self._window.picture.view.uncover()
        self._count_again()

    def _choose_unit(self, unit: Unit, pattern: str) -> None:
        self._preferences.set_option("differential unit", unit.value)
        self._preferences.set_option("patient pattern", pattern)
        self.refresh()

    def _open_unit(self, name: str) -> None:
        """Show the first picture of a unit."""
        desk = self._controller.desk
        if desk is None:
            return
        unit, pattern = self._preferences.unit
        in_unit = unit_of(unit, pattern=pattern)
        found = next((one for one, row in desk.images.items() if in_unit(row.name) == name), None)
        if found is not None:
            self._controller.showing.choose_image(found)
