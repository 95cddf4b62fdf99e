"""The second reviewer's page at work: sessions compared off the GUI thread, disputes settled."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog

from allviewer.core.errors import AllviewerError
from allviewer.ui.background import Background, Task
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels.agreement_panel import AgreementPanel
from allviewer.ui.second_reviewer import Files, Found, SecondReviewer

translate = QCoreApplication.translate


class Comparing(QObject):
    """`opened` is called once there is something to show. `close` lets go of files."""

    def __init__(
        self,
        window: MainWindow,
        controller: Controller,
        background: Background,
        panel: AgreementPanel,
        *,
        opened: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._background = window, controller, background
        self._panel, self._opened = panel, opened
        self._second: SecondReviewer | None = None
        self._refreshing: Task | None = None
        self.behind = False
        """Whether the first session changed since the two were compared."""
        panel.secondRequested.connect(self.choose)
        panel.disputeOpened.connect(self._show_cell)
        panel.settled.connect(self._settle)
        panel.outcomeRequested.connect(self._open_outcome)

    @property
    def active(self) -> bool:
        """Whether a second session is compared."""
        return self._second is not None

    def follow(self) -> None:
        """Forget the second session where the first is open no more."""
        desk = self._controller.desk
        if self._second is not None and (desk is None or desk.session is not self._second.first):
            self.forget()

    def choose(self) -> None:
        """Ask for a second session and compare."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            translate("window", "The second reviewer's session"),
            "",
            translate("window", "Sessions (*.allviewer)"),
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Compare with the session at `path`."""
        desk, reviewer = self._controller.desk, self._controller.reviewing.reviewer()
        if desk is None or not reviewer:
            return
        second = SecondReviewer(desk.session, Files(desk.session.path, path, reviewer))

        def done(found: Found) -> None:
            self.forget()
            self._second, self.behind = second, False
            second.take(found)
            self._panel.turn_to_second()
            self._show()
            self._opened()

        self._wait(second, done)

    def catch_up(self) -> None:
        """Compare anew in the background, if anything was decided in the first session since."""
        second = self._second
        if second is None or not self.behind:
            return
        self.behind = False
        if self._refreshing is not None:
            self._refreshing.cancel()

        def done(found: Found) -> None:
            if self._second is second:
                second.take(found)
                self._show()

        second.close()  # so that the third session can be brought up to date
        files = second.files
        task = self._background.run(
            lambda task: files.compare(task.tell),
            done=done,
            failed=self._window.tell_trouble,
            ended=lambda: self._refreshed(task),
        )
        self._refreshing = task

    def forget(self) -> None:
        """Let go of all files, and show that there is no second session."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        if self._second is not None:
            self._second.close()
        self._second = None
        self._panel.show_second(None)

    # --- inside ---

    def _refreshed(self, task: Task) -> None:
        if self._refreshing is task:  # else another was asked for meanwhile
            self._refreshing = None

    def _wait(self, second: SecondReviewer, done: Callable[[Found], None], *, make: bool = False) -> None:
        files = second.files
        Waiting(translate("window", "Comparing the two sessions…"), parent=self._window).run(
            self._background,
            lambda task: files.compare(task.tell, make=make),
            done=done,
            failed=self._window.tell_trouble,
        )

    def _show(self) -> None:
        self._panel.show_second(None if self._second is None else self._second.review())

    def _show_cell(self, key: str) -> None:
        """The cell in its picture; where only the second reviewer has it, the place where it lies."""
        pair = self._second.pair(key) if self._second is not None else None
        if pair is None:
            return
        if pair.first_id is not None:
            self._controller.showing.choose_cell(pair.first_id)
            return
        self._controller.showing.choose_image(pair.image_id)
        self._controller.showing.choose_cell(None)
        self._window.picture.show_place(pair.image_id, pair.box)

    def _settle(self, key: str, said: str) -> None:
        second = self._second
        if second is None:
            return
        if self._refreshing is not None:  # which holds the third session: behind it
            self._background.run(
                lambda _task: None, done=lambda _: self._settle(key, said), failed=self._window.tell_trouble
            )
            return
        if second.pair(key) is None:  # in dispute no more
            return
        if second.can_settle:
            self._write(second, key, said)
            return

        def done(found: Found) -> None:
            second.take(found)
            self._write(second, key, said)

        self._wait(second, done, make=True)

    def _write(self, second: SecondReviewer, key: str, said: str) -> None:
        try:
            second.settle(key, said)
        except AllviewerError as error:
            self._window.tell_trouble(error)
            return
        self._show()

    def _open_outcome(self) -> None:
        """Open the third session in the window, like any other."""
        second = self._second
        if second is None:
            return

        def done(_found: Found) -> None:
            path: Path = second.files.outcome
            self.forget()
            self._controller.open_session(path)

        second.close()
        self._wait(second, done, make=True)
