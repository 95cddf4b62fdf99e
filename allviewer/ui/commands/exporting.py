"""What leaves a session: its table with what else is asked for, and a copy of the whole of it."""

from contextlib import closing
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from allviewer.core.export import Export
from allviewer.services.export import export, foreign
from allviewer.services.session import SUFFIX, Session
from allviewer.ui import trouble, words
from allviewer.ui.background import Background, Task
from allviewer.ui.controller import Controller
from allviewer.ui.dialogs import overwrite
from allviewer.ui.dialogs.asked import asked
from allviewer.ui.dialogs.export import ExportDialog
from allviewer.ui.dialogs.waiting import Waiting
from allviewer.ui.main_window import MainWindow
from allviewer.ui.panels import figures
from allviewer.ui.preferences import Preferences

translate = QCoreApplication.translate

_TICKED: Final = "export ticked"


class Exporting:
    """Asks where, and writes off the GUI thread; cancelled, nothing is written."""

    def __init__(
        self, window: MainWindow, controller: Controller, preferences: Preferences, background: Background
    ) -> None:
        self._window, self._controller, self._preferences = window, controller, preferences
        self._background = background

    def ask(self) -> None:
        """Ask what is to be written of the open session, and write it."""
        desk = self._controller.desk
        if desk is None:
            return
        tally = desk.tally()
        dialog = ExportDialog(
            self._suggested(".csv"),
            write=self._write,
            reviewed=tally.reviewed,
            cells=tally.cells,
            ticked=self._preferences.current.option(_TICKED, "exportBom").split(),
            parent=self._window,
        )
        asked(dialog)

    def ask_copy(self) -> None:
        """Ask where a copy of the session goes; a file that is there is never written over."""
        if self._controller.desk is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            translate("window", "Hand over a copy of the session"),
            str(self._suggested(SUFFIX)),
            translate("window", "Sessions (*.allviewer)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            self.copy_session(Path(name) if Path(name).suffix else Path(f"{name}{SUFFIX}"))

    def copy_session(self, to: Path) -> None:
        """Write the whole session to one new file."""

        def work(task: Task) -> None:
            with closing(Session.look(path)) as session:
                session.copy_to(to, tell=task.tell)

        path, notices = self._session_path(), self._window.notices
        said = translate("window", "The session was copied to {0}. Hand over the pictures with it.").format(
            to
        )
        Waiting(translate("window", "Copying the session…"), parent=self._window).run(
            self._background, work, done=lambda _: notices.told(said), failed=self._window.tell_trouble
        )

    def _write(self, dialog: ExportDialog, wanted: Export, *, over: bool = False) -> None:
        """Write it; tables that are not as they were exported only where a person said `over`."""

        def work(task: Task) -> tuple[int, int] | list[Path]:
            lost = [] if over else foreign(wanted)
            if lost:
                return lost
            with closing(Session.look(path)) as session:
                begun = sum(row.unfinished for row in session.images())
                return export(session, wanted, tell=task.tell), begun

        def done(found: tuple[int, int] | list[Path]) -> None:
            if isinstance(found, list):
                if overwrite.agreed(dialog, found):
                    self._write(dialog, wanted, over=True)
                return
            rows, begun = found
            self._preferences.set_option("export folder", str(wanted.path.parent))
            self._preferences.set_option(_TICKED, " ".join(dialog.ticked))
            self._window.notices.told(_written(wanted, rows, begun=begun))
            dialog.accept()

        def failed(error: BaseException) -> None:
            trouble.tell(error, said=lambda text: dialog.told(words.said(text)), bug=self._window.report_bug)

        path = self._session_path()
        waiting = Waiting(translate("window", "Writing what was asked for…"), parent=dialog)
        waiting.run(self._background, work, done=done, failed=failed)

    def _session_path(self) -> Path:
        desk = self._controller.desk
        assert desk is not None
        return desk.session.path

    def _suggested(self, suffix: str) -> Path:
        return self._preferences.export_folder / f"{self._window.title}{suffix}"


def _written(wanted: Export, rows: int, *, begun: int) -> str:
    """What was written, and of how many pictures more is to come."""
    said = translate("window", "{0} rows written to {1}.").format(figures.count(rows), wanted.path)
    if beside := [path.name for path in (wanted.summary, wanted.coco, wanted.geojson) if path]:
        said += " " + translate("window", "Written beside it: {0}.").format(", ".join(beside))
    if begun:
        more = translate("window", "Images not analysed by then: {0}. Export again once they are.")
        said += " " + more.format(figures.count(begun))
    return said
